"""Whether moved systems are as good as they were: one run before the move beside one after it."""
