"""The shape of the part, which reports show as well."""

from auditor.model.requests import Ask, OwnerAsks, Requests

__all__ = ["Ask", "OwnerAsks", "Requests"]
