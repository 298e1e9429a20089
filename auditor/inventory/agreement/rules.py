"""What the comparisons take from the law, by date: nothing of it is written into them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from auditor.estate import Cover, Estate
from auditor.model.vocab.declared import ZoneKind

LEVELS_DECREE = "nd-331-2026-nd-cp"
"""Instrument under which levels are approved today; before its first day they were under NĐ 85/2016/NĐ-CP."""

OLD_APPROVALS = f"{LEVELS_DECREE}/approval"
"""Transition in which systems under investment are still approved under the old decree."""

Zones = Mapping[int, frozenset[ZoneKind]]


@dataclass(frozen=True, slots=True)
class Rules:
    """The day of the comparison, and what the law says on it.

    `levels_since` is the first day of `LEVELS_DECREE`; systems whose investment began before `invested_before` are
    approved under the old one before `old_approvals_until`. `zones` are the least kinds of zone by level; ports are
    written as `tcp/5432`.
    """

    as_of: datetime.date
    levels_since: datetime.date
    invested_before: datetime.date | None
    old_approvals_until: datetime.date
    zones: Zones
    database_ports: frozenset[str]
    admin_ports: frozenset[str]


@dataclass(frozen=True, slots=True)
class Declarations:
    """All that is compared: the estate, its labels, and the law of the day."""

    estate: Estate
    cover: Cover
    rules: Rules
