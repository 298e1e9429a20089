"""What takes absence for a value is refused, and its sound twin is not."""

from pathlib import Path

import pytest

from auditor.policy.absence import absences
from auditor.policy.opa_binary import find_opa
from auditor.policy.reads import Library, read_library
from auditor.resources import policies_dir

pytestmark = pytest.mark.needs_opa


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(policies_dir() / "lib", find_opa())


_HEAD = "package p\n\nimport data.lib.crossing\nimport data.lib.facts\nimport data.lib.finding\n\n"


def refused(tmp_path: Path, library: Library, rules: str) -> list[str]:
    path = tmp_path / "policy.rego"
    path.write_text(f"{_HEAD}{rules}\n", encoding="utf-8")
    return [absence.message for absence in absences(path, library, find_opa())]


_LOOK = "some o in input.observations.http\n"
_MET = "\n_met[o.subject] contains o.data.scheme if some o in input.observations.http"
_OFFERED_BY = '\n_offered[h] := {x | some d in facts.seen_data(h, "tls"); some x in d.offered} if some h in input.hosts'
_OFFERED_IN = "\n_offered(ds) := {x | some d in ds; some x in d.offered}"
_FAULTS = '\n_faults[o.subject] contains "x" if { some o in input.observations.http; o.data.permanent == false }'
_LOOKS = 'looks := facts.sound(h, "http", "any")\n'

BOTH = {
    "not of a field": (
        f"a contains o.id if {{ {_LOOK} not o.data.permanent }}",
        f"a contains o.id if {{ {_LOOK} permanent := o.data.permanent\n not permanent }}",
    ),
    "not of a comparison": (
        'a contains o.id if { some o in input.observations.http; not o.data.scheme == "https" }',
        'a contains o.id if { some o in input.observations.http; o.data.scheme != "https" }',
    ),
    "not of a field of data under any name": (
        'a(h) if { some answer in facts.seen_data(h, "http"); not answer.permanent }',
        'a(h) if { some answer in facts.seen_data(h, "http"); answer.permanent == false }',
    ),
    "not of a field as a key": (
        'a(h) if { some d in facts.seen_data(h, "ntp"); not input.strata[d.stratum] }',
        'a(h) if { some d in facts.seen_data(h, "ntp"); stratum := d.stratum; not input.strata[stratum] }',
    ),
    "not of a field that the body demands": (
        f"a contains o.id if {{ {_LOOK} not input.ends[o.data.redirect] }}",
        f'a contains o.id if {{ {_LOOK} o.data.redirect != ""\n not input.ends[o.data.redirect] }}',
    ),
    "not of a field of an entry": (
        f"a contains o.id if {{ {_LOOK} some s in o.data.services\n not s.tls }}",
        f"a contains o.id if {{ {_LOOK} some s in o.data.services\n s.tls == false }}",
    ),
    "not of a rule about what was told": (
        f"a contains o.id if {{ {_LOOK} not _safe(o.data) }}\n_safe(d) if d.permanent == true",
        f"a contains o.id if {{ {_LOOK} _unsafe(o.data) }}\n_unsafe(d) if d.permanent == false",
    ),
    "not of an index of the library": (
        'a(h) if not facts.open_ports[h]["tcp/23"]',
        'a(h) if facts.swept_ports[h]["tcp/23"]',
    ),
    "not within a comprehension": (
        'a(h) := {d.status | some d in facts.seen_data(h, "http"); not d.permanent}',
        'a(h) := {d.status | some d in facts.seen_data(h, "http"); d.permanent == false}',
    ),
    "a default for a field": (
        f'a contains o.id if {{ {_LOOK} object.get(o.data, "redirect", "") == "" }}',
        f'a contains o.id if {{ {_LOOK} o.data.redirect == "" }}',
    ),
    "a default for an index of the library": (
        "a(h) if count(input.ports & object.get(facts.open_ports, h, set())) > 1",
        "a(h) if count(input.ports & facts.open_ports[h]) > 1",
    ),
    "a default that leaves less to answer": (
        "a(h) if count(object.get(facts.open_ports, h, set()) - input.kept) > 2",
        "a(h) if count(input.must - (input.kept | object.get(facts.swept_ports, h, set()))) > 2",
    ),
    "a default that is taken away twice": (
        "a(h) if count(input.must - (input.kept - object.get(facts.swept_ports, h, set()))) > 2",
        "a(h) if count(input.must - object.get(facts.swept_ports, h, set())) == 0",
    ),
    "a default for an own index of fields": (
        f"a(h) := object.get(_met, h, set()){_MET}",
        f"a(h) := _met[h]{_MET}",
    ),
    "an empty comprehension": (
        f"a(h) if {{ {_LOOKS} count({{v | some l in looks; some v in facts.observation[l].data.offered}}) == 0 }}",
        f'a(h) if {{ {_LOOKS} count(facts.told_by_each(looks, "offered")) == 0 }}',
    ),
    "an empty comprehension by name": (
        'a(h) if { v := {x | some d in facts.seen_data(h, "tls"); some x in d.offered}; v == set() }',
        'a(h) if { v := {x | some d in facts.seen_data(h, "tls"); some x in d.offered}; count(v) == 2 }',
    ),
    "an empty array": (
        'a(h) if [x | some d in facts.seen_data(h, "tls"); some x in d.offered] == []',
        "a(h) if [x | some s in input.inventory.systems; some x in s.domains] == []",
    ),
    "an empty part of a rule": (
        f"a(h) if count(_offered[h] & input.old) == 0{_OFFERED_BY}",
        f"a(h) if count(input.old - _offered[h]) == 0{_OFFERED_BY}",
    ),
    "an empty answer of a function": (
        f'a(h) if count(_offered(facts.seen_data(h, "tls"))) < 1{_OFFERED_IN}',
        f'a(h) if count(_offered(facts.seen_data(h, "tls"))) > 1{_OFFERED_IN}',
    ),
    "an empty list told by a look": (
        'a(h) if not count({x | some d in facts.seen_data(h, "tls"); some x in d.offered}) > 0',
        f"a contains o.id if {{ {_LOOK} count(o.data.paths_asked) == 0 }}",
    ),
    "no look": (
        'a(h) if count(facts.seen_data(h, "http")) == 0',
        'a(h) if count(facts.seen_data(h, "http")) > 0',
    ),
    "every over looks": (
        'a(h) if { every d in facts.seen_data(h, "http") { d.permanent == true } }',
        f'a(h) if {{ {_LOOKS} count(looks) > 0\n every d in facts.seen_data(h, "http") {{ d.permanent == true }} }}',
    ),
    "every over a field": (
        f'a contains o.id if {{ {_LOOK} every p in o.data.paths_asked {{ p != "/" }} }}',
        f"a contains o.id if {{ {_LOOK} some x in o.data.paths_asked\n every p in o.data.paths_asked {{ p != x }} }}",
    ),
    "else behind a field": (
        f"a(h) := true if {{ {_LOOK} o.subject == h\n o.data.permanent }} else := false",
        f"a(h) := true if {{ {_LOOK} o.subject == h }} else := false",
    ),
    "a default behind a field": (
        "default a := true\n\na := false if { some o in input.observations.http; o.data.status == 200 }",
        "default a := true\n\na := false if { some o in input.observations.http; o.subject == input.h }",
    ),
}


@pytest.mark.parametrize("name", BOTH)
def test_what_takes_absence_for_a_value_is_refused(tmp_path: Path, library: Library, name: str) -> None:
    """Each form alone, under the names and ways by which a policy comes to it."""
    assert 1 == len(refused(tmp_path, library, BOTH[name][0]))


@pytest.mark.parametrize("name", BOTH)
def test_its_sound_twin_is_accepted(tmp_path: Path, library: Library, name: str) -> None:
    """The nearest text that says what must be there."""
    assert [] == refused(tmp_path, library, BOTH[name][1])


@pytest.mark.parametrize(
    "rules",
    [
        "a(h) if not input.inventory.hosts[h].declared",
        'a(h) if object.get(input.inventory.hosts[h], "roles", []) == []',
        "a(h) if count({x | some x in input.inventory.hosts; x.id == h}) == 0",
        "a if { every h in input.inventory.hosts { h.declared } }",
        f'a(h) if {{ not _faults[h]; h == "x" }}{_FAULTS}',
        "a contains o.id if { some o in input.observations.http; not input.kept[o.subject] }",
        "a(h) if not crossing.sweeps[h]",
    ],
)
def test_what_no_look_tells_is_left_alone(tmp_path: Path, library: Library, rules: str) -> None:
    """The inventory, indexes of faults, what is told of a look itself, and what the library judged."""
    assert [] == refused(tmp_path, library, rules)


def test_each_place_is_told_by_its_line(tmp_path: Path, library: Library) -> None:
    """Line, what would be taken for a value, and what to write instead."""
    path = tmp_path / "policy.rego"
    path.write_text(
        _HEAD + 'a(h) if {\n\tsome d in facts.seen_data(h, "http")\n\tnot d.permanent\n}\n', encoding="utf-8"
    )

    (found,) = absences(path, library, find_opa())

    assert (9, "`not` holds where `d.permanent` is absent") == (found.row, found.message)
    assert found.remedy
