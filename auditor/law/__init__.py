"""Law by date: which instruments are in force, and which clauses the controls rest on."""
