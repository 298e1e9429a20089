"""Each field of each kind, left out of every observation of that kind, in every case of every control: some 30,000
documents, in which each of more than a hundred fields that controls need is left out at least once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from auditor.model.facts import KINDS
from auditor.model.vocab.controls import Ground
from auditor.policy.cases import Case
from tests.policy.test_properties import Before, Row, World, fields_of, gains, harmed, without, world

__all__ = ["world"]

_EXCUSED = {"CN-09", "CN-24", "LG-03", "NW-01", "NW-08", "SS-03", "SY-01", "SY-02"}
"""Controls that may gain by losing counter-evidence of a kind they do not need (P3); no other has an exception. That of
CN-24, NW-01, NW-08 and SS-03 stands on other machines than those they judge, that of SY-01 and LG-03 with whoever gives
time too, which a client need not, that of SY-02 with the servers that a clock was held against; CN-09 hears of the page
of another. Controls that rest on papers or on what is declared know looks as counter-facts alone and need none of them.
"""
_FINDING = {("listening", "programs")}
"""Fields that find things and never show that there is none: a list without them, as one read without privilege, is as
good as one that nobody asked for them.
"""
_ALL_KINDS = set(KINDS)

Needed = tuple[str, str, str]
"""A control's id, and a kind and field that it needs."""


@dataclass
class Found:
    """What leaving fields out came to."""

    gains: list[str] = field(default_factory=list)
    """Against the law."""
    exceptions: set[str] = field(default_factory=set)
    """Controls that gained by losing what they do not need."""
    left_out: set[Needed] = field(default_factory=set)
    """Needed fields that some document told and then did not."""
    lost: set[Needed] = field(default_factory=set)
    """Those whose absence took a pass away somewhere."""


@pytest.fixture(scope="module")
def found(world: World) -> Found:
    result = Found()
    everything = dict.fromkeys(world.needed, _ALL_KINDS)
    for which in world.cases:
        case = world.case(which)
        document = dict(case.document)
        before = Before.of(world.verdicts(document, case, case.control.id))
        for kind, name, after, rows in _without_each(world, case, document):
            if (kind, name) in _FINDING:
                continue
            against = gains(before, after, rows, world.needed)
            result.gains += [f"{case.path.name} {name}: {gain}" for gain in against]
            if gains(before, after, rows, everything) != against:
                result.exceptions.add(case.control.id)
            if any(need.kind == kind and name in need.fields for need in case.control.needs):
                result.left_out.add((case.control.id, kind, name))
                if _passes(before) - _passes(Before.of(after)):
                    result.lost.add((case.control.id, kind, name))
    return result


def _without_each(
    world: World, case: Case, document: Row
) -> Iterator[tuple[str, str, list[Row], set[tuple[str, str]]]]:
    """Verdicts without each field of each kind, by kind and field, and the observations that lost it."""
    for kind, name in sorted({(place[0], name) for place, name in fields_of(document)}):
        rows = {(kind, row["id"]) for row in document["observations"][kind]}
        yield (
            kind,
            name,
            world.verdicts(harmed(document, dict.fromkeys(rows, without(name))), case, case.control.id),
            rows,
        )


def _passes(said: Before) -> set[tuple[str, str, str]]:
    return {key for key, status in said.statuses.items() if status == "pass"}


def test_no_field_left_out_gains_in_any_case(found: Found) -> None:
    """A field that nobody told makes neither a pass nor a fail of what was none."""
    assert [] == found.gains


def test_only_controls_that_do_not_need_a_kind_have_exceptions(world: World, found: Found) -> None:
    """Where a control needs every kind that speaks against it, as NW-02, NW-05 and CN-13 do, no loss gains."""
    looking = {control.id for control, _ in world.cases if control.ground is Ground.FACTS}

    assert "" == ", ".join(sorted((found.exceptions & looking) - _EXCUSED))


def test_every_needed_field_of_every_control_is_left_out_somewhere(world: World, found: Found) -> None:
    """No control and no field that it needs escapes the law for want of a case that tells the field."""
    controls = {control.id: control for control, _ in world.cases}
    needed = {
        (control.id, need.kind, name) for control in controls.values() for need in control.needs for name in need.fields
    }

    assert set(world.needed) == set(controls)
    assert 100 < len(needed)
    assert set() == needed - found.left_out


def test_what_a_control_needs_it_rests_on(found: Found) -> None:
    """Nearly every needed field costs a pass where it is absent; the few others serve exemptions, which are no pass."""
    assert 100 < len(found.lost)
