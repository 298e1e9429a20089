"""Which systems may move, and what holds the others up."""
