"""What reports say, apart from how they look: figures, matters, clauses, causes and words in two languages."""
