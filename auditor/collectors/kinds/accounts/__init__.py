"""Who can log in on a machine with its own accounts."""
