"""What the tables of a form are made of, and what a plan is judged by."""
