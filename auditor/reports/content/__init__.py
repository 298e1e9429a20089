"""What reports say, apart from how they look: figures, actions, clauses, causes and words in two languages."""
