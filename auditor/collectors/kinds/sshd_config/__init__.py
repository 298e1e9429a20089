"""Effective settings of the SSH server."""
