"""What the tests share: small plans from small tables, and returns filled from worked plans."""
