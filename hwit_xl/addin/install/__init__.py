"""Building the add-in from its text, and putting it into Excel."""
