"""What became of mutants, by control and in all."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from auditor.policy.mutants.basis import Basis
from auditor.policy.mutants.edits import Kind, Mutant

Fate = Literal["caught", "excused", "survived"]
"""`caught`: a case of the control gives other verdicts than it expects. `excused`: on every case, base document and
generated document its verdicts are the policy's own. `survived`: neither.
"""

LEAST_ANSWERED = 95
"""Percent of the mutants that must be caught or excused."""
MOST_EXCUSED = 10
"""Percent of the mutants that may be excused."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant that compiles, and what became of it."""

    kind: Kind
    line: int
    before: str
    after: str
    fate: Fate
    by: str = ""
    """The case that catches it, or the base document whose changes tell it apart."""
    case: Mapping[str, Any] | None = None
    """Of a survivor: a document that tells it apart, as a case, with what the policy itself says of it."""
    difference: str = ""
    """Of a survivor: how its verdicts differ there."""
    changes: tuple[Mapping[str, Any], ...] = ()
    """Of a survivor: what that document has different from its start."""


def judged(mutant: Mutant, fate: Fate, by: str = "", **more: Any) -> Judged:
    """What became of a mutant."""
    return Judged(mutant.kind, mutant.line, mutant.before, mutant.after, fate, by, **more)


@dataclass(frozen=True, slots=True)
class ControlMutants:
    """The mutants of one control in order of line."""

    control: str
    policy: str
    """Path of its policy.rego below the policies folder."""
    cases: int
    refused: int
    """Mutants that do not compile, which are counted nowhere."""
    mutants: tuple[Judged, ...]
    basis: Basis
    """What all this rests on."""

    def count(self, *fates: Fate) -> int:
        """How many had one of these fates."""
        return sum(one.fate in fates for one in self.mutants)

    @property
    def survivors(self) -> tuple[Judged, ...]:
        """Those that no case catches though they judge otherwise."""
        return tuple(one for one in self.mutants if one.fate == "survived")


@dataclass(frozen=True, slots=True)
class Figures:
    """Mutants over some controls."""

    mutants: int
    caught: int
    excused: int
    survived: int

    @property
    def enough(self) -> bool:
        """Whether as many are caught or excused as must be, and no more excused than may be."""
        answered = 100 * (self.caught + self.excused) >= LEAST_ANSWERED * self.mutants
        return answered and 100 * self.excused <= MOST_EXCUSED * self.mutants


def figures_of(controls: Iterable[ControlMutants]) -> Figures:
    """The sums over controls."""
    fates = [one.fate for control in controls for one in control.mutants]
    return Figures(len(fates), fates.count("caught"), fates.count("excused"), fates.count("survived"))


def as_document(controls: Iterable[ControlMutants]) -> dict[str, Any]:
    """The whole answer as JSON publishes it: figures by control, and each survivor with a case that would catch it."""
    chosen = list(controls)
    total = figures_of(chosen)
    return {
        "figures": _figures(total) | {"enough": total.enough},
        "controls": [
            {
                "control": control.control,
                "policy": control.policy,
                "cases": control.cases,
                "not_compiled": control.refused,
                **_figures(figures_of([control])),
                "basis": asdict(control.basis),
                "survivors": [
                    {
                        "kind": one.kind,
                        "line": one.line,
                        "before": one.before,
                        "after": one.after,
                        "start": one.by,
                        "difference": one.difference,
                        "case": one.case,
                    }
                    for one in control.survivors
                ],
            }
            for control in chosen
        ],
    }


def _figures(figures: Figures) -> dict[str, int]:
    return {
        "mutants": figures.mutants,
        "caught": figures.caught,
        "excused": figures.excused,
        "survived": figures.survived,
    }
