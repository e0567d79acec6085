"""A school's way through the eight stages."""
