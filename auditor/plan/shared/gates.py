"""Which verdicts the readiness of a system hangs on, and which of them hold it up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from auditor.model.control import ControlMeta
from auditor.model.verdict import RunResult, Verdict
from auditor.model.vocab.verdicts import Severity, Status
from auditor.policy.catalogue import Catalogue

_BLOCKING = frozenset({Severity.CRIT, Severity.HIGH})
_DOUBTFUL = frozenset({Status.UNKNOWN, Status.MANUAL, Status.ERROR})


def gating(catalogue: Catalogue) -> dict[str, ControlMeta]:
    """The controls that gate migration, by id."""
    return {control.id: control for control in catalogue.controls if "migration" in control.gates}


def counted_verdicts(results: Iterable[RunResult], gates: Mapping[str, ControlMeta]) -> dict[str, list[Verdict]]:
    """By system the verdicts its readiness hangs on: gating controls, in force, applicable, the province's to answer.

    Those about what no one system owns stand under the empty name.
    """
    return _by_system(verdict for verdict in _gated(results, gates) if verdict.counts)


def requested_verdicts(results: Iterable[RunResult], gates: Mapping[str, ControlMeta]) -> dict[str, list[Verdict]]:
    """By system, as above, the verdicts of gating controls that a body outside the province has to answer."""
    return _by_system(verdict for verdict in _gated(results, gates) if verdict.requested)


def _gated(results: Iterable[RunResult], gates: Mapping[str, ControlMeta]) -> Iterator[Verdict]:
    for result in results:
        yield from (verdict for verdict in (*result.verdicts, *result.beside) if verdict.control in gates)


def _by_system(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        found[verdict.subject.system].append(verdict)
    return found


def passes(verdict: Verdict) -> bool:
    """Whether a verdict holds nothing up. A pass by waiver is no pass here."""
    return verdict.status is Status.PASS and verdict.waiver is None


def stops(verdict: Verdict) -> bool:
    """Whether an open verdict makes its system blocked or unknown, rather than conditional."""
    return verdict.status in _DOUBTFUL or verdict.half_known or blocks(verdict)


def blocks(verdict: Verdict) -> bool:
    """Whether a verdict alone makes its system blocked."""
    return verdict.status is Status.FAIL and verdict.severity in _BLOCKING
