"""What one act clears beside the verdict it is made for: rules kept as data."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from auditor.inventory.yamlfile import Loc
from auditor.model.base import Document
from auditor.model.control import ControlId
from auditor.model.vocab.declared import ZoneKind
from auditor.plan.shared.clearance import strangers
from auditor.plan.shared.rule_files import read_rules
from auditor.policy.catalogue import Catalogue

FILE_NAME = "fixes.yaml"


class OneAct(Document):
    """A control that one act puts right for everything at one place."""

    control: ControlId
    by: Literal["site"]


class Covers(Document):
    """Putting `mend` right on a machine also clears these controls there, where they saw no port that it did not."""

    mend: ControlId
    clears: tuple[ControlId, ...]


class LookFrom(Document):
    """Kinds of zone from which a control must have looked."""

    control: ControlId
    zones: tuple[ZoneKind, ...]


class FixRules(Document):
    """All rules of the file."""

    one_act: tuple[OneAct, ...] = ()
    covers: tuple[Covers, ...] = ()
    look_from: tuple[LookFrom, ...] = ()

    def site_wide(self, control: str) -> bool:
        """Whether one act puts the control right for a whole site."""
        return any(rule.control == control for rule in self.one_act)

    def coverers(self, control: str) -> frozenset[str]:
        """Controls whose mending may clear this one too."""
        return frozenset(rule.mend for rule in self.covers if control in rule.clears)


def load_rules(path: Path | None = None, catalogue: Catalogue | None = None) -> FixRules:
    """The rules of a file, or those shipped.

    Raises PlanningError with every fault and its line, also for a rule that speaks of nothing in the `catalogue`.
    """
    if path is None:
        return _shipped()
    return read_rules(path, FILE_NAME, FixRules, lambda rules: strangers(_named(rules), catalogue) if catalogue else [])


def _named(rules: FixRules) -> Iterator[tuple[Loc, str]]:
    for n, act in enumerate(rules.one_act):
        yield ("one_act", n, "control"), act.control
    for n, look in enumerate(rules.look_from):
        yield ("look_from", n, "control"), look.control
    for n, cover in enumerate(rules.covers):
        yield ("covers", n, "mend"), cover.mend
        yield from ((("covers", n, "clears", m), name) for m, name in enumerate(cover.clears))


@cache
def _shipped() -> FixRules:
    return read_rules(None, FILE_NAME, FixRules)
