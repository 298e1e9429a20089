"""The last gate before the open store: nothing that a label covers gets in, whatever made the run (design 5).

Parting keeps covered things out; this refuses a run in which it did not, so that a fault of ours ends in an error and
not in a leak.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from auditor.errors import StoreError
from auditor.estate import Cover
from auditor.estate.cover import LABELLED_LISTS, is_labelled
from auditor.model.inventory import Inventory
from auditor.model.verdict import RunResult, Verdict

_POINTER = "inv:/"


@dataclass(frozen=True, slots=True)
class Gate:
    """What an open run may name: nothing that `cover` covers, and as evidence only the `observations` of its facts."""

    cover: Cover
    observations: Collection[str]

    def check(self, result: RunResult, inventory: Inventory) -> None:
        """Raises StoreError when an open run speaks of a covered thing. The message counts and names none of them."""
        if not result.run.label.is_open:
            return
        labelled = sum(is_labelled(entry) for name in LABELLED_LISTS for entry in getattr(inventory, name))
        covered = sum(1 for verdict in result.verdicts if any(self._covered(verdict)))
        if labelled or covered:
            raise StoreError(
                f"an open run was about to name labelled things: {labelled} entries, {covered} verdicts",
                remedy="Nothing was kept. This is a fault of the auditor: please report it.",
            )

    def _covered(self, verdict: Verdict) -> Iterator[bool]:
        yield self.cover.label_of(verdict.subject.kind, verdict.subject.id).is_open is False
        yield bool(verdict.subject.system) and self.cover.covers("systems", verdict.subject.system)
        for piece in verdict.evidence:
            if piece.id.startswith(_POINTER):
                yield self._points_to_covered(piece.id.removeprefix(_POINTER))
            else:
                yield piece.id not in self.observations and piece.kind != "missing"

    def _points_to_covered(self, pointer: str) -> bool:
        list_name, _, rest = pointer.partition("/")
        return self.cover.covers(list_name, rest.partition("/")[0].replace("~1", "/").replace("~0", "~"))
