"""Ways of looking: everything here that opens a socket or starts a process has passed `scope.py` first."""
