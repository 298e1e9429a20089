"""What was not looked at, said openly: systems without a measurement, pairs of zones nobody could measure, and why."""

from collections import Counter
from dataclasses import dataclass

from auditor.model.matrix import MatrixState
from auditor.model.vocab.measurements import Basis, State
from auditor.model.vocab.verdicts import Status
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.text.causes import cause_group
from auditor.text.words import Bilingual

_LOOKED = (Basis.MEASURED, Basis.CONFIGURED)


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Systems without one completed measurement, zone pairs, and the commonest causes with how many verdicts they
    hold up.
    """

    systems: tuple[Bilingual, ...]
    zone_pairs: tuple[tuple[Bilingual, Bilingual], ...]
    causes: tuple[tuple[Bilingual, int], ...]


def unmeasured_of(report: ReportInput, names: Names) -> Unmeasured:
    """Gathers what a run could not see."""
    seen = {
        verdict.subject.system
        for verdict in report.result.verdicts
        for piece in verdict.evidence
        if piece.state is State.OK and piece.basis in _LOOKED
    }
    pairs = sorted({(e.from_zone, e.to_zone) for e in report.matrix.entries if e.state is MatrixState.NOT_MEASURABLE})
    tally: Counter[Bilingual] = Counter()
    for verdict in report.result.verdicts:
        if verdict.status in (Status.UNKNOWN, Status.ERROR):
            tally.update({cause_group(cause) for cause in verdict.causes})
    return Unmeasured(
        systems=tuple(names.system(item.id) for item in report.inventory.systems if item.id not in seen),
        zone_pairs=tuple((names.zone(start), names.zone(end)) for start, end in pairs),
        causes=tuple(sorted(tally.items(), key=lambda pair: (-pair[1], pair[0].en))),
    )
