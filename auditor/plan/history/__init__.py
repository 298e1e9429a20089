"""Readiness of one run after the other: how many of the systems to move were how far."""
