"""Which verdicts the readiness of a system hangs on, and which of them hold it up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from auditor.model.control import ControlMeta
from auditor.model.verdict import RunResult, Verdict
from auditor.model.vocab.verdicts import Severity, Status
from auditor.policy.catalogue import Catalogue

_OUT_OF_COUNT = frozenset({Status.NOT_APPLICABLE, Status.NOT_IN_FORCE})
_BLOCKING = frozenset({Severity.CRIT, Severity.HIGH})
_DOUBTFUL = frozenset({Status.UNKNOWN, Status.MANUAL, Status.ERROR})


def gating(catalogue: Catalogue) -> dict[str, ControlMeta]:
    """The controls that gate migration, by id."""
    return {control.id: control for control in catalogue.controls if "migration" in control.gates}


def counted_verdicts(results: Iterable[RunResult], gates: Mapping[str, ControlMeta]) -> dict[str, list[Verdict]]:
    """By system the verdicts its readiness hangs on: gating controls, in force, applicable.

    Those about what no one system owns stand under the empty name.
    """
    verdicts: dict[str, list[Verdict]] = defaultdict(list)
    for result in results:
        for verdict in (*result.verdicts, *result.beside):
            if verdict.control in gates and verdict.status not in _OUT_OF_COUNT:
                verdicts[verdict.subject.system].append(verdict)
    return verdicts


def passes(verdict: Verdict) -> bool:
    """Whether a verdict holds nothing up. A pass by waiver is no pass here."""
    return verdict.status is Status.PASS and verdict.waiver is None


def stops(verdict: Verdict) -> bool:
    """Whether an open verdict makes its system blocked or unknown, rather than conditional."""
    return verdict.status in _DOUBTFUL or blocks(verdict)


def blocks(verdict: Verdict) -> bool:
    """Whether a verdict alone makes its system blocked."""
    return verdict.status is Status.FAIL and verdict.severity in _BLOCKING
