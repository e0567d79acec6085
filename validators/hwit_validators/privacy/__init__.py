"""Which figures may be told, so that no child can be recognised."""
