"""Packet filtering of Linux: which new packets a machine lets through, worked out from its whole ruleset."""
