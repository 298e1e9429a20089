"""Ways of looking from outside: each module opens sockets or starts a scanner, only for what passed the scope."""
