"""Carrying a plan out: orders to their vantages, results to the disk, and what several collections say together."""
