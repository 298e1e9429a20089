"""Checklists before, during and after a move: lines as data, filled from evidence, answered by people."""
