"""What a Local Programme does with many returns: collect, decide on, recognise."""
