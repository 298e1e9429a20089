"""The page for leadership as data: how far the move is, what endangers it, what is to be decided."""

from auditor.migration.portfolio.build import make
from auditor.migration.portfolio.view import PortfolioInput

__all__ = ["PortfolioInput", "make"]
