"""Audits a province's information systems against dated clauses of law, from evidence that can be shown."""

__version__ = "0.2.0"
