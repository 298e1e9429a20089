"""The situations every control must have a case for, found from the cases' names, patches and expectations."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.law.lines import load_yaml
from auditor.model.control import ControlMeta
from auditor.model.law import Addressed, LawEntry
from auditor.model.vocab.controls import Force
from auditor.policy.run_cases import case_files, stated_status


@dataclass(frozen=True, slots=True)
class _Sketch:
    """As much of a case as tells which situation it covers."""

    status: str
    codes: frozenset[str]
    unsets: bool
    overrides: bool
    subjects: int


def missing_situations(root: Path, control: ControlMeta) -> list[str]:
    """What no case of the control covers, in words. Situations that cannot arise for the control are not asked for."""
    sketches = [_sketch(path) for path in case_files(root, control)]
    source = (root / "controls" / control.family.value / control.name / "policy.rego").read_text(encoding="utf-8")
    return [words for words, covers in _required(control, source) if not any(covers(sketch) for sketch in sketches)]


def _required(control: ControlMeta, source: str) -> Iterable[tuple[str, Callable[[_Sketch], bool]]]:
    own = [entry for entry in control.law if entry.is_duty and not _is_asked_of_others(entry)]
    may_fail = any(entry.force is Force.BINDING and entry.confidence.value in "AB" for entry in own)
    measured = [need.kind for need in control.needs if not need.of_paper]
    yield "pass (pass_*)", lambda case: case.status == "pass"
    if "finding.fail(" in source and may_fail:
        yield "a wrong value (fail_*)", lambda case: case.status == "fail"
    elif own:
        yield "a wrong value (warn_*)", lambda case: case.status == "warn"
    yield "nothing known (unknown_* or manual_*)", lambda case: case.status == "manual" or bool(case.codes & _NOTHING)
    if measured and own:
        yield "measured partly, long ago or from the wrong place (unknown_*)", lambda case: bool(case.codes & _WEAK)
    yield "an absent key (any case that unsets one)", lambda case: case.unsets
    if "finding.not_applicable(" in source:
        yield "not applicable (not_applicable_*)", lambda case: case.status == "not_applicable"
    if control.params:
        yield "a parameter overridden (any case with params)", lambda case: case.overrides
    yield "two subjects at once (any case that expects two)", lambda case: case.subjects > 1
    yield "before the law was in force (not_in_force_*)", lambda case: case.status == "not_in_force"


def _is_asked_of_others(entry: LawEntry) -> bool:
    """Whether a duty is somebody else's: what breaks it is `manual`, to be requested."""
    return isinstance(entry.addressee, Addressed) and entry.addressee.who.elsewhere


_NOTHING = frozenset(
    {
        "not_measured",
        "not_declared",
        "record_missing",
        "subjects_not_listed",
        "no_evidence",
        "needed_kind_missing",
        "reported_not_shown",
    }
)
_WEAK = frozenset(
    {"observation", "evidence_vantage", "evidence_stale", "evidence_future", "evidence_not_ok", "incomplete"}
)


def _sketch(path: Path) -> _Sketch:
    raw = load_yaml(path.read_text(encoding="utf-8"))
    case: dict[str, Any] = raw if isinstance(raw, dict) else {}
    expect = [entry for entry in case.get("expect") or [] if isinstance(entry, dict)]
    causes = [str(cause).split(" ", 1)[0] for entry in expect for cause in entry.get("causes") or []]
    return _Sketch(
        status=stated_status(path),
        codes=frozenset(causes),
        unsets=any(isinstance(patch, dict) and "unset" in patch for patch in case.get("patches") or []),
        overrides=bool(case.get("params")),
        subjects=len({str(entry.get("subject")) for entry in expect}),
    )
