"""What one act clears beside the verdict it is made for: rules kept as data."""

from functools import cache
from pathlib import Path
from typing import Literal

from auditor.errors import PlanningError
from auditor.inventory.document import read_document
from auditor.model.base import Document
from auditor.model.control import ControlId
from auditor.model.vocab import ZoneKind
from auditor.resources import policies_dir

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


def load_rules(path: Path | None = None) -> FixRules:
    """The rules of a file, or those shipped. Raises PlanningError with every fault and its line."""
    return read_document(path, FixRules, PlanningError)[0] if path else _shipped()


@cache
def _shipped() -> FixRules:
    return read_document(policies_dir() / "migration" / FILE_NAME, FixRules, PlanningError)[0]
