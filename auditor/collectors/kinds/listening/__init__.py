"""Sockets that a machine itself lists."""
