"""Reads, checks and joins inventories."""

from auditor.inventory.digest import inventory_digest
from auditor.inventory.read import load
from auditor.inventory.scope import load_scope, scope_of
from auditor.inventory.settings import load_settings

__all__ = ["inventory_digest", "load", "load_scope", "load_settings", "scope_of"]
