"""Solves a wave problem: a plan by hand, bettered by annealing and by a constraint solver, with a bound."""
