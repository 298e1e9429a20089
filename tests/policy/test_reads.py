"""Which fields a policy reads is found in its own rules and through those of the library."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from auditor.model.control import ControlMeta
from auditor.policy.catalogue import Catalogue
from auditor.policy.compiled import load
from auditor.policy.opa_binary import find_opa
from auditor.policy.reads import Library, Read, read_library, reads, unnamed_fields, unnamed_kinds
from auditor.resources import policies_dir

pytestmark = pytest.mark.needs_opa

_CARDS = "interfaces.interfaces"
"""Read by every index of looks: a machine's own cards tell which looks are about it."""

_HEAD = "package p\n\n" + "".join(f"import data.lib.{name}\n" for name in ("against", "clock", "facts", "tls"))


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(policies_dir() / "lib", find_opa())


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(policies_dir()).catalogue


def told(tmp_path: Path, library: Library, rules: str) -> set[str]:
    """Fields that a policy reads, each with the kinds it may be of."""
    path = tmp_path / "policy.rego"
    path.write_text(f"{_HEAD}\n{rules}\n", encoding="utf-8")
    return {f"{'|'.join(sorted(read.kinds))}.{read.field}" for read in reads(path, library, find_opa())}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("a[h] if h == input.h", set()),
        ("a[h] if data.params.x == h", set()),
        ("a contains o.data.open if some o in input.observations.ports", {"ports.open"}),
        ('a[h] if { some data_ in facts.seen_data(h, "tls"); data_.tried }', {"tls.tried", _CARDS}),
        ("a[h] if { _good(h) }\n_good(data_) if data_.status == 1", {".status"}),
        (
            'a[h] if { some d in facts.seen_data(h, "http"); _good(d) }\n_good(data_) if data_.status == 1',
            {"http.status", _CARDS},
        ),
        ('a[h] if { some id in facts.sound(h, "snmp", "self"); facts.told(id, "tried") }', {"snmp.tried", _CARDS}),
        ('a[h] := facts.told_by_each(facts.sound(h, "snmp", "self"), "tried")', {"snmp.tried", _CARDS}),
        (
            'a[h] := _all(facts.sound(h, "snmp", "self"), "tried")\n_all(ids, f) := facts.told_by_each(ids, f)',
            {"snmp.tried", _CARDS},
        ),
        ("a[h] if facts.open_ports[h]", {"ports.open", _CARDS}),
        ("a[h] if h in facts.swept_ports[h]", {"ports.open", "ports.swept", _CARDS}),
        ("a[h] if tls.speaking[h]", {"tls.offered"}),
        ("a[h] if clock.at_most_ms[h]", {"own_clock.offset_ms", "own_clock.within_ms"}),
        ("a[h] if against.by_matter.leaves_https.endpoint[h]", {"http.plain_form", "http.redirect", "http.scheme"}),
    ],
)
def test_fields_are_found(tmp_path: Path, library: Library, rules: str, expected: set[str]) -> None:
    """Directly, in a function that is given data, by the name of the field, and through indexes of the library."""
    assert expected == told(tmp_path, library, rules)


def test_a_field_of_two_kinds_may_be_of_either(tmp_path: Path, library: Library) -> None:
    """A rule that speaks of both kinds does not say of which the data is."""
    rule = (
        'a[h] if { some k in ["http", "tls"]; some d in facts.seen_data(h, k); _x(d) }\n'
        "_x(data_) if data_.client_certificate_required"
    )

    assert {"http|tls.client_certificate_required", _CARDS} == told(tmp_path, library, rule)


def _control(catalogue: Catalogue, needs: dict[str, list[str]]) -> ControlMeta:
    control = catalogue.controls[0]
    made = [SimpleNamespace(kind=kind, fields=tuple(fields)) for kind, fields in needs.items()]
    return control.model_copy(update={"needs": tuple(made)})


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ({"tls": ["tried"]}, ("tls.offered",)),
        ({"tls": ["offered", "tried"]}, ()),
        ({"tls": []}, ()),
    ],
)
def test_a_need_must_name_what_the_library_reads_for_it(
    tmp_path: Path, library: Library, catalogue: Catalogue, needs: dict[str, list[str]], expected: tuple[str, ...]
) -> None:
    """A need without fields claims the whole look."""
    path = tmp_path / "policy.rego"
    path.write_text(f"{_HEAD}\na[h] if tls.speaking[h]\n", encoding="utf-8")

    assert expected == unnamed_fields(path, _control(catalogue, needs), library, find_opa())


@pytest.mark.parametrize(
    ("rule", "needs", "expected"),
    [
        ("a[h] if tls.speaking[h]", {"tls": []}, ()),
        ("a[h] if tls.speaking[h]", {"http": []}, ("tls",)),
        ("a[h] if facts.refused_ports[h]", {"tls": ["offered"]}, ("ports",)),
        ("a[h] if against.by_matter.free_clock.host[h]", {"ports": []}, ()),
        ("a[h] if not against.leads_out[h]", {}, ()),
    ],
)
def test_a_kind_that_something_rests_on_must_be_named(  # two fixtures beside what varies
    tmp_path: Path,
    library: Library,
    catalogue: Catalogue,
    rule: str,
    needs: dict[str, list[str]],
    expected: tuple[str, ...],
) -> None:
    """Through the library too; what speaks against a verdict carries none, and need not be there."""
    path = tmp_path / "policy.rego"
    path.write_text(f"{_HEAD}\n{rule}\n", encoding="utf-8")

    assert expected == unnamed_kinds(path, _control(catalogue, needs), library, find_opa())


def test_a_read_without_a_kind_takes_those_of_its_caller() -> None:
    """Only kinds that have the field."""
    assert frozenset({"http"}) == Read("status").among(["http", "tls"]).kinds
    assert frozenset({"tls"}) == Read("tried", frozenset({"tls"})).among(["snmp"]).kinds
