"""A denial that never holds of an absent field is refused, and each way to mean it is not."""

from pathlib import Path

import orjson
import pytest

from auditor.policy.build import run_opa
from auditor.policy.hoisted import hoisted
from auditor.policy.opa_binary import find_opa
from auditor.policy.reads import Library, read_library
from auditor.resources import policies_dir

pytestmark = pytest.mark.needs_opa


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(policies_dir() / "lib", find_opa())


_HEAD = "package lib.p\n\nimport data.lib.facts\n\n"
_LOOK = "some o in input.observations.http\n"


def refused(tmp_path: Path, library: Library, rules: str) -> list[str]:
    path = tmp_path / "p.rego"
    path.write_text(f"{_HEAD}{rules}\n", encoding="utf-8")
    return [denial.reference for denial in hoisted(path, library, find_opa())]


def holds(tmp_path: Path, rules: str) -> bool:
    """Whether OPA itself gives `a` anything for a look that tells nothing."""
    (tmp_path / "q.rego").write_text(f"package p\n\n{rules}\n", encoding="utf-8")
    look = {"observations": {"http": [{"id": "1", "data": {"services": [{}], "kept": []}}]}, "ends": {}}
    (tmp_path / "input.json").write_bytes(orjson.dumps(look))
    answer = run_opa(find_opa(), "eval", "-d", str(tmp_path / "q.rego"), "-i", str(tmp_path / "input.json"), "data.p.a")
    (result,) = orjson.loads(answer).get("result", [{"expressions": [{"value": False}]}])
    return bool(result["expressions"][0]["value"])


_ENTRY = "some e in o.data.services\n"
_TELLS = "\n_tells(look) if is_number(look.data.status)"
_ONE = "\n_one(x) := x"

SILENT = {
    "a builtin": f"a contains o.id if {{ {_LOOK} not is_number(o.data.status) }}",
    "a builtin of a builtin": f'a contains o.id if {{ {_LOOK} not startswith(lower(o.data.redirect), "x") }}',
    "a comparison by order": f"a contains o.id if {{ {_LOOK} not o.data.status > 3 }}",
    "what differs": f"a contains o.id if {{ {_LOOK} not o.data.status != 3 }}",
    "a count": f"a contains o.id if {{ {_LOOK} not count(o.data.paths_asked) > 0 }}",
    "a function of the file": f"a contains o.id if {{ {_LOOK} not _one(o.data.status) }}{_ONE}",
    "a function's answer": f"a contains o.id if {{ {_LOOK} not _one(o.data.status) == 3 }}{_ONE}",
    "a key": f"a contains o.id if {{ {_LOOK} not input.ends[o.data.redirect] }}",
    "a key of an own rule": f'a contains o.id if {{ {_LOOK} not _ends[o.data.redirect] }}\n_ends := {{"a"}}',
    "a key beside what it should give": f"a contains o.id if {{ {_LOOK} not input.ends[o.data.redirect] == 2 }}",
    "a literal set": f"a contains o.id if {{ {_LOOK} not count({{o.data.status}} & {{3}}) > 0 }}",
    "membership of a literal": f"a contains o.id if {{ {_LOOK} not o.data.status in {{3}} }}",
    "a field of an entry": f"a contains o.id if {{ {_LOOK} {_ENTRY} not input.ends[e.name] }}",
    "within a comprehension": f"a := {{o.id | {_LOOK} not is_number(o.data.status) }}",
    "within every": f"a if {{ {_LOOK} every e in o.data.services {{ not is_string(e.name) }} }}",
}

SAID = {
    "a look given whole": f"a contains o.id if {{ {_LOOK} not _tells(o) }}{_TELLS}",
    "a field alone": f"a contains o.id if {{ {_LOOK} not o.data.permanent }}",
    "what is equal": f"a contains o.id if {{ {_LOOK} not o.data.status == 3 }}",
    "within a comprehension of the denial": (
        f"a contains o.id if {{ {_LOOK} not count({{e.name | {_ENTRY} e.name }}) > 0 }}"
    ),
    "what is told of a look itself": f"a contains o.id if {{ {_LOOK} not input.ends[o.id] }}",
}


@pytest.mark.parametrize("name", SILENT)
def test_a_denial_that_never_holds_of_an_absent_field_is_refused(tmp_path: Path, library: Library, name: str) -> None:
    """Each form alone; OPA itself shows that the rule says nothing of a look that tells nothing."""
    assert 1 == len(refused(tmp_path, library, SILENT[name]))
    assert not holds(tmp_path, SILENT[name])


@pytest.mark.parametrize("name", SAID)
def test_a_denial_that_holds_of_an_absent_field_is_not(tmp_path: Path, library: Library, name: str) -> None:
    """In a library absence may be judged, in a form by which it is."""
    assert [] == refused(tmp_path, library, SAID[name])
    assert holds(tmp_path, SAID[name])


def test_a_field_that_the_body_demands_may_be_denied(tmp_path: Path, library: Library) -> None:
    """Who demands it has said that absence is another matter."""
    rules = f'a contains o.id if {{ {_LOOK} o.data.redirect != ""\n not input.ends[o.data.redirect] }}'

    assert [] == refused(tmp_path, library, rules)


def test_what_other_files_give_a_function_may_lack_a_field(tmp_path: Path, library: Library) -> None:
    """Nobody sees in this file what it is; what the file alone gives its own functions is seen."""
    assert ["entry.name"] == refused(tmp_path, library, "a(entry) if not input.ends[entry.name]")
    own = "_a(h) if not input.ends[h.name]\n\nb contains h.id if { some h in input.inventory.hosts; _a(h) }"
    assert [] == refused(tmp_path, library, own)
