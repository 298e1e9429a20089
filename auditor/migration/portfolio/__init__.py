"""The page for leadership as data: how far the move is, what endangers it, what is to be decided."""

from auditor.migration.portfolio.build import portfolio
from auditor.migration.portfolio.view import Parts

__all__ = ["Parts", "portfolio"]
