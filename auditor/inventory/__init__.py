"""Reads, checks and joins inventories."""

from auditor.inventory.digest import inventory_digest
from auditor.inventory.read import load
from auditor.inventory.scope import load_scope, scope_of
from auditor.inventory.settings import load_settings
from auditor.inventory.snmp import load_snmp

__all__ = ["inventory_digest", "load", "load_scope", "load_settings", "load_snmp", "scope_of"]
