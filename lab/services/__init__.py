"""One module per server: each writes the server's real configuration into a machine and says how to start it."""
