"""Text for the self-evaluation form, and never more than the evidence says."""
