"""Checking a return: what a programme has settled, and the verdict on one file."""
