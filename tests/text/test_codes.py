"""Every code that a policy reports has words in both languages."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from auditor.law.lines import load_yaml
from auditor.model.control import Observed
from auditor.model.inventory import DataSet, Endpoint, Host, Site
from auditor.model.vocab.declared import Channel, NetworkKind, OrganisationKind, SystemKind, ZoneKind
from auditor.model.vocab.moves import Decision
from auditor.model.vocab.secrecy import CipherProvider
from auditor.policy.compiled import load
from auditor.text.codes import (
    FOUND,
    KINDS,
    NAMED_PARTS,
    PARTS,
    code_in_words,
    lists_names,
    part_in_words,
)
from auditor.text.units import amount, unit_of
from auditor.text.values import OPERATORS
from auditor.text.vocabulary import FIGURE, ITEMS, PROMISES
from auditor.text.words import Bilingual, catalogue, joined, number, same

CONTROLS = Path(__file__).resolve().parents[2] / "policies" / "controls"
_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_OPERATORS = {*OPERATORS, "present"}

# Ids that the cases made up, and names of programs: nobody can put them into words.
_NAMES = {
    *(
        "east",
        "west",
        "north",
        "south",
        "staff",
        "x",
        "eth0",
        "tun0",
        "wwan0",
        "wlan0",
    ),  # routes, a zone, a system, an interface
    *("chrony", "ntpd", "timesyncd"),
    *("ndc", "rsync"),  # a body that gives access to the Internet, a service
    *(
        "telnet",
        "ftp",
        "tftp",
        "login",
        "shell",
        "exec",
        "rlogin",
        "rsh",
        "vnc",
        "vnc-http",
    ),  # services, as nmap names them
}


@cache
def _expectations() -> tuple[tuple[str, dict[str, Any]], ...]:
    return tuple(_read_expectations())


def _read_expectations() -> Iterator[tuple[str, dict[str, Any]]]:
    for policy in sorted(CONTROLS.glob("*/*/policy.rego")):
        control = re.search(r"^#\s+id: (\S+)$", policy.read_text(), re.MULTILINE)
        assert control is not None, policy
        for case in sorted(policy.parent.glob("cases/*.yaml")):
            for expected in load_yaml(case.read_text()).get("expect") or []:
                yield control[1], expected


def _texts(value: Any) -> Iterator[str]:
    """Texts that are not under a part that holds names."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in NAMED_PARTS or isinstance(item, dict):
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from map(str, value)
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _keys(item)


def _reported() -> list[Any]:
    return [expected.get(part) for _, expected in _expectations() for part in ("observed", "expected")]


def _codes() -> set[str]:
    return {text for value in _reported() for text in _texts(value) if _CODE.fullmatch(text)}


def _parts() -> set[str]:
    found = {key for value in _reported() for key in _keys(value) if _CODE.fullmatch(key)}
    return found - _OPERATORS


def test_the_cases_are_really_read() -> None:
    """The scan below sees codes from many controls, not an empty folder."""
    assert {"two_sources", "checker_is_operator", "level_absent"} < _codes()
    assert {"missing", "answered", "open", "from"} < _parts()


def test_a_reported_code_has_words() -> None:
    """What any case of any control expects to be reported is said in Vietnamese and in English."""
    tables = (FOUND, ITEMS, FIGURE, PROMISES, KINDS)
    messages = {code: next((said[code] for said in tables if code in said), "") for code in _codes() - _NAMES}

    assert [] == sorted(code for code, message in messages.items() if not catalogue().get(message))


def test_a_part_of_a_finding_has_words() -> None:
    """The names of the parts of a finding that is an object are said in both languages."""
    assert [] == sorted(part for part in _parts() if not catalogue().get(PARTS.get(part, "")))


def _words_of(model: Any, field: str) -> set[str]:
    annotation = model.model_fields[field].annotation
    inner = get_args(annotation)
    return {str(value) for value in (get_args(inner[0]) if inner and not isinstance(inner[0], str) else inner)}


_VOCABULARIES: tuple[type[StrEnum], ...] = (
    Channel,
    CipherProvider,
    Decision,
    NetworkKind,
    OrganisationKind,
    SystemKind,
    ZoneKind,
)


@pytest.mark.parametrize("vocabulary", _VOCABULARIES)
def test_a_closed_vocabulary_has_words(vocabulary: type[StrEnum]) -> None:
    """A kind that no case happens to report is said in words all the same."""
    assert {str(kind) for kind in vocabulary} - set(KINDS) == set()


@pytest.mark.parametrize(
    ("model", "field"), [(Host, "roles"), (Endpoint, "purpose"), (Site, "kind"), (DataSet, "role")]
)
def test_a_field_of_the_inventory_has_words(model: Any, field: str) -> None:
    """So are the values of the fields for which a rule may not apply."""
    assert _words_of(model, field)
    assert _words_of(model, field) - set(KINDS) == set()


def _asked(expected: dict[str, Any]) -> list[dict[str, Any]]:
    """What was asked for; several duties may each ask for something."""
    asked = expected.get("expected") or {}
    return asked if isinstance(asked, list) else [asked]


def test_numbers_have_units() -> None:
    """A number that a control reports by itself, or asks for, counts something that the pages name."""
    bare = {
        (control, next(iter(sorted(asked)), ""))
        for control, expected in _expectations()
        for asked in _asked(expected)
        for value in (expected.get("observed"), *asked.values())
        if isinstance(value, int) and not isinstance(value, bool)
    }
    units = {(control.id, operator) for control in load().catalogue.controls for operator in control.observed.units}
    assert {(control, operator or "none") for control, operator in bare} == units


def test_units_of_our_controls_have_words() -> None:
    """No unit that a control of ours names is shown as it is written in its metadata."""
    units = {unit for control in load().catalogue.controls for unit in control.observed.units.values()}

    assert {"ms"} == {unit for unit in units if amount(7, unit) == joined([number(7), same(unit)], " ")}


def test_a_unit_of_a_provinces_own_control_is_shown() -> None:
    """A unit nobody has put into words stands behind its number as the control writes it; no unit, no word."""
    how = Observed(units={"at_least": "drill"})

    assert "3 drill" == amount(3, unit_of(how, {"at_least": 4})).en
    assert "3" == amount(3, unit_of(how, {"at_most": 4})).en


def test_what_has_no_words_stands_for_itself() -> None:
    """An unknown code and an unknown part are shown, cleaned, not hidden and not guessed."""
    assert (code_in_words("never_heard\x1b[0m", 40), part_in_words("www.example.vn")) == (
        same("never_heard"),
        same("www.example.vn"),
    )


def test_a_name_is_not_taken_for_a_kind() -> None:
    """A machine called database keeps its name where names are listed; what policies found is still said."""
    strays, closed = {"all_of": ["independent_lan"]}, {"any_of": ["gone"]}
    assert [
        lists_names(Observed(names="when_failed"), "fail", strays),
        lists_names(Observed(names="when_failed"), "pass", strays),
        lists_names(Observed(names="always"), "unknown", closed),
        lists_names(Observed(names="always"), "not_applicable", {}),
        lists_names(Observed(), "fail", {"present": ["decision"]}),
    ] == [True, False, True, False, False]
    assert (code_in_words("database", 40, kinds=False), code_in_words("gone", 40, kinds=False)) == (
        same("database"),
        Bilingual("đã đóng hẳn (HTTP 410)", "closed for good (HTTP 410)"),
    )
