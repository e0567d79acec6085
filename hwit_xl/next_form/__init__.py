"""The form a return grows into: the next stage, the next cycle, the newest version."""
