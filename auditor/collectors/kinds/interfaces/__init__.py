"""Network interfaces that are up."""
