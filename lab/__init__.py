"""A small province on one machine: real servers in network namespaces, planted faults and a truth table.

Nothing here imports the auditor, so that the truth it states stays independent of what it judges.
"""
