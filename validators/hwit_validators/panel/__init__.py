"""What the panel is asked to confirm."""
