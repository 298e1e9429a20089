"""Instruments and clauses by date."""
