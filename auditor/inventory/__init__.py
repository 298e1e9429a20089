"""Reads, checks and joins inventories."""
