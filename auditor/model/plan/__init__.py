"""Published shapes of the migration plan: decisions, moves, waves, checklists, changes, upgrades, parity.

A sentence is never stored: it is a `Reason`, a code with arguments, which the reports say in either language.
"""
