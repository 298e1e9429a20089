"""What an open verdict wants, from its status and causes."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from auditor.model.facts import Observation
from auditor.model.verdict import Verdict
from auditor.plan.shared.acts import Act, CandidateFixes, Want, ports_in, ports_only
from auditor.plan.shared.fix_rules import load_rules
from tests.plan.scene import inventory, source, system, verdict, zone

LATE = Observation(
    id="seen-1",
    kind="sshd_config",
    subject="app-1",
    vantage="app-1",
    zone="srv",
    state="timeout",
    basis="configured",
    observed_at=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
    cause={"code": "no_answer"},
)


def wants(one: Verdict, *others: Verdict, **keys: Any) -> tuple[Want, ...]:
    made = source(one, *others, observations=(LATE,), **keys)
    return CandidateFixes(made, load_rules(), (one, *others)).demand(one).wants


def alone(*act: Any) -> tuple[Want, ...]:
    return (frozenset({Act(*act)}),)


SCAN = alone("measure", "", "ports", "srv", "zone")
LOGIN = alone("measure", "", "sshd_config", "app-1", "host")
PAPER = alone("record", "", "level_approval", "app", "subject")


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (verdict("NW-05", "app-1", "fail"), alone("mend", "NW-05", "", "app-1", "subject")),
        (verdict("NW-05", "app-1", "warn"), alone("mend", "NW-05", "", "app-1", "subject")),
        (verdict("NW-01", "system:app", "fail"), alone("mend", "NW-01", "", "idc", "site")),
        (verdict("NW-05", "app-1", "error"), alone("mend", "NW-05", "policy", "", "everywhere")),
        (verdict("NW-05", "app-1", "unknown", causes=["not_measured ports"]), SCAN),
        (verdict("NW-05", "app-1", "unknown", causes=["incomplete ports"]), SCAN),
        (verdict("NW-05", "app-1", "unknown", causes=["needed_kind_missing ports"]), SCAN),
        (verdict("NW-05", "app-1", "unknown", causes=["evaluation_aborted x"]),
         alone("mend", "NW-05", "policy", "", "everywhere")),
        (verdict("AC-05", "app-1", "unknown", causes=["not_measured sshd_config"]), LOGIN),
        (verdict("AC-05", "app-1", "unknown", causes=["observation seen-1 timeout"]), LOGIN),
        (verdict("AC-05", "app-1", "unknown", causes=["evidence_stale seen-1"]), LOGIN),
        (verdict("AC-05", "app-1", "unknown", causes=["evidence_vantage sshd_config/app-1/x"]), LOGIN),
        (verdict("CN-06", "endpoint:app-1/tcp/443", "unknown", causes=["not_measured http"]),
         alone("measure", "", "http", "srv", "zone")),
        (verdict("CN-06", "app-1", "unknown", causes=["subjects_not_listed app-1"]), SCAN),
        (verdict("SY-11", "data_set:d", "unknown", causes=["not_measured exports"]),
         alone("measure", "", "exports", "d", "subject")),
        (verdict("LV-01", "system:app", "manual", causes=["record_missing evidence.level_approval"]), PAPER),
        (verdict("CN-05", "system:app", "manual", causes=["record_missing evidence.level_approval"]), PAPER),
        (verdict("SY-22", "system:app", "unknown", causes=["not_declared"]),
         alone("record", "SY-22", "inventory", "app", "subject")),
        (verdict("SY-22", "system:app", "unknown", causes=["evidence_missing inv:/systems/app/x"]),
         alone("record", "SY-22", "inventory", "app", "subject")),
    ],
)  # fmt: skip
def test_each_status_and_cause_has_its_act(one: Verdict, expected: tuple[Want, ...]) -> None:
    """Faults are mended, gaps measured from where the control asks, papers and declarations entered."""
    assert expected == wants(one)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (verdict("NW-05", "app-1", "unknown"), SCAN),
        (verdict("NW-05", "app-1", "unknown", causes=["a_code_of_tomorrow x"]), SCAN),
        (verdict("SY-22", "system:app", "unknown"), alone("record", "SY-22", "inventory", "app", "subject")),
        (verdict("NW-05", "gone", "unknown", causes=["not_measured ports"]),
         alone("measure", "", "ports", "gone", "host")),
    ],
)  # fmt: skip
def test_what_no_cause_says_is_asked_in_full(one: Verdict, expected: tuple[Want, ...]) -> None:
    """Without a cause that is understood, everything the control needs is wanted; nothing is taken for done."""
    assert expected == wants(one)


def test_elsewhere_is_each_zone_of_the_kinds_around() -> None:
    """A look from elsewhere comes from each zone of a kind asked for, in the machine's own routing domain."""
    found = wants(verdict("NW-04", "app-1", "unknown", causes=["not_measured ports"]))

    assert tuple(frozenset({Act("measure", "", "ports", name, "zone")}) for name in ("lan-a", "lan-b", "net")) == found


def test_the_runs_own_parameters_say_from_where() -> None:
    """What the province set for the run goes before the control's default."""
    one = verdict("NW-04", "app-1", "unknown", causes=["not_measured ports"])
    made = source(one)
    changed = replace(made, parameters={"NW-04": {"must_look_from": ["internet"]}})

    assert (
        alone("measure", "", "ports", "net", "zone") == CandidateFixes(changed, load_rules(), (one,)).demand(one).wants
    )


def test_no_zone_to_look_from_must_be_declared_first() -> None:
    """Where the inventory has no zone of the kinds asked for, no measurement helps before one is entered."""
    one = verdict("NW-04", "app-1", "unknown", causes=["not_measured ports"])
    estate = inventory(zones=[zone("srv", "servers"), zone("db", "database")], networks=[
        {"id": "n-srv", "zone": "srv", "prefixes": ["10.0.0.0/16"]}, {"id": "n-db", "zone": "db", "prefixes": []}
    ])  # fmt: skip

    assert alone("record", "NW-04", "inventory", "app-1", "subject") == wants(one, estate=estate)


def test_a_system_without_a_site_is_mended_by_itself() -> None:
    """What one act mends for a site is one act for each system whose site nobody declared."""
    estate = inventory(systems=[system("app", site=None)], hosts=[])

    assert alone("mend", "NW-01", "", "app", "subject") == wants(verdict("NW-01", "system:app", "fail"), estate=estate)


SERVICES = verdict("NW-05", "app-1", "fail", observed=["tcp/21", "tcp/23", "snmp/v1"])
CLOSED = Act("mend", "NW-05", "", "app-1", "subject")


@pytest.mark.parametrize(
    ("observed", "covered"),
    [
        (["tcp/23"], True),
        ({"from": "net", "open": ["tcp/23"]}, True),
        ([{"from": "net", "open": ["tcp/23"]}, {"from": "lan-a", "open": ["tcp/21"]}], True),
        (["tcp/23", "tcp/9999"], False),
        ([], False),
        (None, False),
        ("any_source", False),
        ([{"from": "net", "open": ["tcp/23"]}, "any_source"], False),
        ({"from": "net", "open": ["tcp/23"], "more": 1}, False),
    ],
)
def test_a_closed_service_is_closed_for_others_too(observed: Any, covered: bool) -> None:  # noqa: FBT001
    """Switching a service off clears what saw nothing but its ports, and nothing that saw more."""
    one = verdict("LV-07", "app-1", "fail", observed=observed)
    expected = {Act("mend", "LV-07", "", "app-1", "subject")} | ({CLOSED} if covered else set())

    assert (frozenset(expected),) == wants(one, SERVICES)


def test_only_the_same_machine_is_covered() -> None:
    """A service switched off on one machine is still open on another."""
    one = verdict("LV-07", "app-2", "fail", observed=["tcp/23"])

    assert alone("mend", "LV-07", "", "app-2", "subject") == wants(one, SERVICES)


def test_ports_are_found_in_any_shape() -> None:
    """Ports are taken from lists and mappings; a text that only looks like one is none."""
    assert (frozenset({"tcp/1", "udp/2"}), frozenset()) == (
        ports_in({"a": ["tcp/1"], "b": [{"c": "udp/2"}, 7]}),
        ports_only(["tcp/1\n"]),
    )
