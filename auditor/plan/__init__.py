"""The plan of the move: one stored run opened once (`run`), and one room for each part (`parts`)."""
