"""Gives the comparisons of an inventory with itself what they take from the law."""

import datetime

from auditor.inventory.agreement import LEVELS_DECREE, OLD_APPROVALS, Rules
from auditor.law.entries import rule
from auditor.law.instruments import find
from auditor.model.vocab.declared import ZoneKind
from auditor.policy.catalogue import Catalogue, table_on


def rules_on(catalogue: Catalogue, as_of: datetime.date) -> Rules:
    """What the catalogue's instruments and dated tables say on a date.

    Raises NotFoundError, PolicyError or SettingsError when the catalogue lacks the decree on levels, its transition or
    one of the tables.
    """
    finishing = rule(OLD_APPROVALS, catalogue.instruments)
    zones = table_on(catalogue, "zones_by_level", as_of)
    return Rules(
        as_of=as_of,
        levels_since=find(catalogue.instruments, LEVELS_DECREE).effective_from,
        invested_before=finishing.when.under_investment_before,
        old_approvals_until=finishing.until,
        zones={int(level): frozenset(map(ZoneKind, kinds)) for level, kinds in zones.items()},
        database_ports=frozenset(table_on(catalogue, "database_ports", as_of)),
        admin_ports=frozenset(table_on(catalogue, "admin_ports", as_of)),
    )
