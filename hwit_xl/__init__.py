"""HWIT for Excel: everything that touches files, Excel or people."""
