"""One page for leaders: how far the move is, what endangers it, what is to be decided."""
