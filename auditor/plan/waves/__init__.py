"""Which systems move in which night: a proposal by constraint solver, or why there can be none."""
