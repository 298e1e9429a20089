"""A look speaks of its subject only where it was made at what the inventory says the subject is now."""

from typing import Any

import pytest

from auditor.estate import Estate
from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.model.vocab.measurements import State
from auditor.policy.aimed import as_declared


def name(text: str) -> dict[str, str]:
    return {"vi": text}


ESTATE = Estate(
    Inventory.model_validate(
        {
            "organisations": [{"id": "ubnd", "name": name("UBND"), "kind": "province"}],
            "sites": [{"id": "idc", "name": name("IDC"), "organisation": "ubnd", "kind": "data_centre"}],
            "zones": [
                {"id": "servers", "name": name("Máy chủ"), "kind": "servers", "site": "idc"},
                {"id": "office", "name": name("Văn phòng"), "kind": "internal", "site": "idc"},
                {"id": "lan", "name": name("LAN"), "kind": "independent_lan", "site": "idc", "domain": "own-lan"},
            ],
            "networks": [
                {"id": "net-servers", "zone": "servers", "prefixes": ["10.0.0.0/24", "2001:db8::/64"]},
                {"id": "net-office", "zone": "office", "prefixes": ["10.1.0.0/24"]},
                {"id": "net-lan", "zone": "lan", "prefixes": ["192.168.1.0/24"], "kind": "independent_lan"},
            ],
            "systems": [{"id": "app", "name": name("Ứng dụng"), "kind": "application", "owner": "ubnd"}],
            "hosts": [
                {
                    "id": "app-1",
                    "system": "app",
                    "interfaces": [
                        {"network": "net-servers", "address": "10.0.0.5"},
                        {"network": "net-servers", "address": "2001:db8::5"},
                        {"network": "net-lan", "address": "192.168.1.5"},
                    ],
                }
            ],
            "endpoints": [
                {"id": "app-1/tcp/443", "purpose": "api", "path": "/v1/", "names": ["app.example.vn"], "tls": True},
                {"id": "app-1/tcp/8443", "purpose": "web", "tls": True},
                {"id": "app-1/tcp/9443", "purpose": "web", "names": ["a.example.vn", "b.example.vn"], "tls": True},
            ],
        }
    )
)

PORTS = {"open": [], "swept": ["tcp/22"], "refused": ["tcp/22"], "silent": []}
HTTP = {"scheme": "https", "status": 401}


def look(kind: str, subject: str, data: dict[str, Any], zone: str = "office") -> Observation:
    return Observation.model_validate(
        {
            "id": f"{kind}/{subject}/probe",
            "kind": kind,
            "subject": subject,
            "vantage": "probe",
            "zone": zone,
            "state": "ok",
            "basis": "measured",
            "observed_at": "2026-11-22T03:00:00Z",
            "data": data,
        }
    )


AT_THE_SUBJECT = [
    ("ports", "app-1", {**PORTS, "addresses_asked": ["10.0.0.5", "2001:db8::5"]}),
    ("ports", "app-1", {**PORTS, "addresses_asked": ["10.0.0.5"], "addresses_left_out": ["2001:db8::5"]}),
    ("ports", "app-1", {**PORTS, "addresses_asked": ["10.0.0.5"], "addresses_silent": ["2001:db8::5"]}),
    ("ports", "app-1", PORTS),
    ("ports", "province/10.0.0.9", {**PORTS, "addresses_asked": ["10.0.0.9"]}),
    ("services", "app-1", {"services": [], "addresses_asked": ["10.0.0.5"]}),
    (
        "http",
        "app-1/tcp/443",
        {**HTTP, "addresses_asked": ["2001:db8::5"], "paths_asked": ["/v1/"], "name_asked": "APP.example.vn."},
    ),
    ("http", "app-1/tcp/443", HTTP),
    (
        "http",
        "app-1/tcp/8443",
        {**HTTP, "addresses_asked": ["10.0.0.5"], "paths_asked": ["/"], "name_asked": "10.0.0.5"},
    ),
    ("tls", "app-1/tcp/443", {"offered": ["TLSv1.3"], "name_checked": "app.example.vn"}),
    ("tls", "app-1/tcp/9443", {"offered": ["TLSv1.3"], "name_checked": "a.example.vn b.example.vn"}),
    ("tls", "app-1/tcp/9443", {"offered": ["TLSv1.3"], "name_checked": "B.example.vn. A.example.vn old.example.vn"}),
    ("http", "app-1/tcp/9443", {**HTTP, "name_asked": "a.example.vn b.example.vn"}),
    ("dns", "app", {"name": "app.example.vn", "addresses_asked": ["2001:db8::77"]}),
]

AT_SOMETHING_ELSE = [
    ("ports", "app-1", {**PORTS, "addresses_asked": ["10.0.0.77"]}),
    ("ports", "app-1", {**PORTS, "addresses_asked": ["10.0.0.5"]}),
    ("services", "app-1", {"services": [], "addresses_asked": ["10.0.0.77"]}),
    ("http", "app-1/tcp/443", {**HTTP, "addresses_asked": ["10.0.0.77"], "paths_asked": ["/v1/"]}),
    ("http", "app-1/tcp/443", {**HTTP, "paths_asked": ["/"], "name_asked": "app.example.vn"}),
    ("http", "app-1/tcp/443", {**HTTP, "paths_asked": ["/v1/"], "name_asked": "old.example.vn"}),
    ("tls", "app-1/tcp/443", {"offered": ["TLSv1.3"], "name_checked": "old.example.vn"}),
    ("tls", "app-1/tcp/443", {"offered": ["TLSv1.3"], "addresses_asked": ["10.0.0.77"]}),
    ("tls", "app-1/tcp/9443", {"offered": ["TLSv1.3"], "name_checked": "a.example.vn"}),
    ("http", "app-1/tcp/9443", {**HTTP, "name_asked": "a.example.vn"}),
    ("ssh", "app-1/tcp/22", {"protocol": "2.0", "addresses_asked": ["10.0.0.77"]}),
]


@pytest.mark.parametrize(("kind", "subject", "data"), AT_THE_SUBJECT)
def test_a_look_at_its_subject_is_left_as_it_is(kind: str, subject: str, data: dict[str, Any]) -> None:
    made = look(kind, subject, data)

    assert as_declared(ESTATE, made) is made


@pytest.mark.parametrize(("kind", "subject", "data"), AT_SOMETHING_ELSE)
def test_a_look_at_something_else_is_not_finished(kind: str, subject: str, data: dict[str, Any]) -> None:
    made = look(kind, subject, data)

    found = as_declared(ESTATE, made)

    assert (found.state, found.cause.code if found.cause else "") == (State.PARTIAL, "aimed_elsewhere")
    assert found.data == made.data, "what it saw stays, as a fault may"


def test_only_addresses_of_the_routing_domain_looked_from_are_asked_for() -> None:
    made = look("ports", "app-1", {**PORTS, "addresses_asked": ["192.168.1.5"]}, zone="lan")

    assert as_declared(ESTATE, made) is made


def test_a_place_that_nobody_declared_asks_for_nothing() -> None:
    made = look("ports", "app-1", {**PORTS, "addresses_asked": ["10.0.0.77"]}, zone="somewhere")

    assert as_declared(ESTATE, made) is made
