"""Why a button could not do what it is for."""

from __future__ import annotations


class Problem(Exception):
    """Something stands in the way that the person can do something about: the text says what, and what to do."""
