"""Each system of a run with its one disposition and state."""
