"""Files as this program names and writes them."""
