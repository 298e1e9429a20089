"""The plan laid out as a paper: blocks in order, annexes, duties."""
