"""Certificates, letters and reports as PDF and Word."""
