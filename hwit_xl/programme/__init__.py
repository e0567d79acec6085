"""What a Local Programme does with many returns: check them, hand them back, report."""
