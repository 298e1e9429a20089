"""Each kind of mutant is found wherever Rego and METADATA allow it, and nothing else is changed."""

from pathlib import Path

import pytest

from auditor.policy.mutants.edits import KINDS, mutants_of
from auditor.policy.mutants.notes import note_edits
from auditor.policy.mutants.rego import rule_edits
from auditor.policy.opa_binary import find_opa
from auditor.policy.syntax import syntax_tree
from auditor.resources import policies_dir

pytestmark = pytest.mark.needs_opa


def changed(tmp_path: Path, rules: str, kind: str) -> list[str]:
    """The rules as each mutant of one kind has them."""
    head = "package p\n\n"
    path = tmp_path / "policy.rego"
    path.write_text(f"{head}{rules}\n", encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    found = mutants_of(text, rule_edits(text, syntax_tree(path, find_opa())))
    return [one.text.removeprefix(head).rstrip("\n") for one in found if one.kind == kind]


@pytest.mark.parametrize(
    ("kind", "rules", "mutants"),
    [
        ("comparison", "a if input.x == 1", ["a if input.x != 1"]),
        ("comparison", "a if input.x != 1", ["a if input.x == 1"]),
        ("comparison", "a if input.x < 1", ["a if input.x <= 1"]),
        ("comparison", "a if input.x >= 1", ["a if input.x > 1"]),
        ("comparison", 'a := {x | some x in input.xs; x != ""}', ['a := {x | some x in input.xs; x == ""}']),
        ("boolean", "a if input.x == true", ["a if input.x == false"]),
        ("boolean", 'a := {"x": false}', ['a := {"x": true}']),
        ("boolean", "a if input.x", []),
        ("negation", "a if not input.x", ["a if input.x"]),
        ("number", "a := 3", ["a := 4", "a := 2"]),
        ("number", "a := -1", ["a := 0", "a := -2"]),
        ("number", "a if input.x == 0", ["a if input.x == 1", "a if input.x == -1"]),
        ("number", "a if input.x < 3", ["a if input.x < 2"]),
        ("number", "a if input.x >= 3", ["a if input.x >= 2"]),
        ("number", "a if input.x > 0", ["a if input.x > 1"]),
        ("operand", "a := input.x & input.y", ["a := input.x", "a := input.y"]),
        ("operand", "a := input.x - input.y", ["a := input.x"]),
        (
            "operand",
            "a := (input.x | input.y) - input.z",
            ["a := (input.x | input.y)", "a := input.x - input.z", "a := input.y - input.z"],
        ),
        ("member", 'a := {"x", "y"}', ['a := {"y"}', 'a := {"x"}']),
        ("member", 'a := ["x", f(1, 2), "z"]', ['a := [f(1, 2), "z"]', 'a := ["x", "z"]', 'a := ["x", f(1, 2)]']),
        ("member", 'a := {"z", "x"}', ['a := {"x"}', 'a := {"z"}']),
        ("member", 'a := {"x"}', []),
        ("helper", 'a := facts.sound(x, "k", "self")', ['a := facts.seen(x, "k")']),
        ("helper", 'a := facts.sound_data(x, "k", "any")', ['a := facts.seen_data(x, "k")']),
        ("helper", 'a := count(facts.seen(f(x), "k"))', ['a := count(facts.sound(f(x), "k", "any"))']),
        ("helper", "a := facts.ok(x)", []),
        (
            "quantifier",
            "a if {\n\tevery x in input.xs {\n\t\tx > 1\n\t}\n}",
            ["a if {\n\tsome x in input.xs\n\tx > 1\n}"],
        ),
        (
            "line",
            "a if {\n\tsome x in input.xs\n\tx > 1\n}",
            ["a if {\n\ttrue\n\tx > 1\n}", "a if {\n\tsome x in input.xs\n\ttrue\n}"],
        ),
        (
            "line",
            "a := {x | some x in input.xs; x.y}",
            ["a := {x | true; x.y}", "a := {x | some x in input.xs; true}"],
        ),
        (
            "line",
            "a if {\n\tevery x in input.xs {\n\t\tx.y\n\t}\n}",
            ["a if {\n\ttrue\n}", "a if {\n\tevery x in input.xs {\n\t\ttrue\n\t}\n}"],
        ),
        ("line", "a if true", []),
        ("rule", "a := 1\n\nb := 2", ["\n\nb := 2", "a := 1\n\n"]),
        ("rule", "a := 1 if input.x\n\nelse := 2", ["", "a := 1 if input.x\n\n"]),
    ],
)
def test_one_thing_is_changed(tmp_path: Path, kind: str, rules: str, mutants: list[str]) -> None:
    """Every mutant of the kind, in order of place."""
    assert sorted(one.rstrip("\n") for one in mutants) == sorted(changed(tmp_path, rules, kind))


_NOTES = """# METADATA
# title: x
# custom:
#   needs:
#     - {kind: ports, from: same_zone, fields: [open, swept]}
#     - {kind: tls}
#   matters: [way_out, insecure_service]
#   max_age_days: 30
#   law: []
package p

# METADATA
# title: a rule
a := 1
"""


def test_notes_are_changed_in_one_place() -> None:
    """A need, its source, a field of several, a matter and the age; the rest of the policy stays as it is."""
    found = mutants_of(_NOTES, note_edits(_NOTES))
    tail = _NOTES[_NOTES.index("#   law") :]

    assert {tail} == {one.text[-len(tail) :] for one in found}
    assert {
        ("need", 5, '[{"kind": "tls"}]'),
        ("need", 5, '[{"kind": "ports", "from": "same_zone", "fields": ["open", "swept"]}]'),
        ("field", 5, '[{"kind": "ports", "from": "same_zone", "fields": ["open"]}, {"kind": "tls"}]'),
        ("field", 5, '[{"kind": "ports", "from": "same_zone", "fields": ["swept"]}, {"kind": "tls"}]'),
        ("source", 5, '[{"kind": "ports", "from": "any", "fields": ["open", "swept"]}, {"kind": "tls"}]'),
        ("matter", 7, 'matters: ["insecure_service"]'),
        ("matter", 7, 'matters: ["way_out"]'),
        ("age", 8, "max_age_days: 60"),
    } == {(one.kind, one.line, one.after) for one in found}
    assert all(one.in_metadata for one in found)


def test_every_shipped_policy_fits_its_tree() -> None:
    """Places of all nodes are found in every control's text, and each kind of mutant is made of some control."""
    kinds = set()
    for path in sorted((policies_dir() / "controls").glob("*/*/policy.rego")):
        text = path.read_text(encoding="utf-8")
        found = mutants_of(text, rule_edits(text, syntax_tree(path, find_opa())) + note_edits(text))
        kinds |= {one.kind for one in found}
        assert len({one.text for one in found}) == len(found) > 5

    assert set(KINDS) == kinds
