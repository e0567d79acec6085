"""What goes to the panel, and what it answers."""
