"""What rows tell of records kept of systems and connections: which fields say something, and where they lead."""

import datetime
from typing import Any

from auditor.estate import World
from auditor.model.base import VIETNAM
from auditor.model.inventory import Inventory
from auditor.policy.documents import Clocks
from auditor.policy.join import Join

AT = datetime.datetime(2026, 11, 22, 12, tzinfo=VIETNAM)
INVENTORY: dict[str, Any] = {
    "organisations": [
        {"id": "ubnd", "name": {"vi": "UBND"}, "kind": "province"},
        {"id": "ndc", "name": {"vi": "Trung tâm dữ liệu quốc gia"}, "kind": "national"},
    ],
    "sites": [
        {"id": "idc", "name": {"vi": "IDC"}, "organisation": "ubnd"},
        {"id": "centre", "name": {"vi": "TTDLQG"}, "organisation": "ndc", "kind": "external"},
    ],
    "zones": [
        {"id": "servers", "name": {"vi": "Máy chủ"}, "kind": "servers", "site": "idc"},
        {"id": "called", "name": {"vi": "Gọi là quốc gia"}, "kind": "national", "site": "idc"},
        {"id": "away", "name": {"vi": "Đám mây"}, "kind": "servers", "site": "centre", "domain": "centre"},
    ],
    "networks": [{"id": "net", "zone": "away", "prefixes": ["10.0.0.0/24"]}],
    "systems": [
        {
            "id": "full",
            "name": {"vi": "Đủ"},
            "kind": "application",
            "owner": "ubnd",
            "operator": "ubnd",
            "layer": 3,
            "nas_code": "NAS-3-0042",
            "decision": "migrate",
            "decision_reason": "theo kế hoạch",
            "technology": {"os": "Debian 12", "dbms": "..."},
        },
        {"id": "bare", "name": {"vi": "Trống"}, "kind": "application", "owner": "ubnd", "nas_code": "chưa có"},
    ],
    "hosts": [
        {"id": "a", "system": "full", "interfaces": [{"network": "net", "address": "10.0.0.5"}], "roles": ["app"]},
    ],
    "links": [
        {"id": "inner", "source": "full", "target": "bare", "channel": "lgsp", "network": "lan", "protocol": "https"},
        {"id": "outer", "source": "full", "external": "chưa rõ", "channel": "direct", "network": "internet"},
        {
            "id": "portal",
            "source": "full",
            "external": "Cổng Dịch vụ công Quốc gia",
            "organisation": "ndc",
            "channel": "ndop",
            "network": "tslcd",
            "authentication": "mtls",
        },
        {
            "id": "by-name",
            "source": "full",
            "external": "API",
            "service_name": "API.dichvucong.gov.vn.",
            "channel": "ndop",
            "network": "tslcd",
        },
        {
            "id": "alike",
            "source": "full",
            "external": "API",
            "service_name": "xdichvucong.gov.vn",
            "channel": "ndop",
            "network": "tslcd",
        },
        {
            "id": "to-come",
            "source": "full",
            "external": "chưa kết nối Cổng DVCQG",
            "channel": "ndop",
            "network": "tslcd",
        },
    ],
}


def told(list_name: str, key: str) -> dict[str, Any]:
    """One key of every row of a list in the document of the estate."""
    joined = Join(World.of(Inventory.model_validate(INVENTORY)), Clocks(datetime.date(2026, 11, 22), AT))
    [found] = [one.inventory for one in joined.documents() if one.name == "estate"]
    return {row["id"]: row[key] for row in found[list_name]}


def test_fields_of_a_system_that_say_something() -> None:
    """A filler fills no field, and neither does a code without a figure."""
    assert {
        "full": ["decision", "decision_reason", "layer", "nas_code", "operator", "os"],
        "bare": [],
    } == told("systems", "filled")


def test_fields_of_a_connection_that_say_something() -> None:
    """An authentication that is not known is none, and a text that says nothing leads nowhere."""
    assert {
        "inner": ["other_end", "protocol"],
        "outer": [],
        "portal": ["authentication", "organisation", "other_end"],
        "by-name": ["other_end", "service_name"],
        "alike": ["other_end", "service_name"],
        "to-come": ["other_end"],
    } == told("links", "filled")


def test_which_connections_lead_to_the_national_portal() -> None:
    """By what it is called or by its name, and not by one that ends alike, or that is still to come."""
    assert ["portal", "by-name"] == [link for link, leads in told("links", "to_portal").items() if leads]


def test_where_the_national_centre_is() -> None:
    """On premises of a body of the nation, whatever a zone is called."""
    assert {"servers": False, "called": False, "away": True} == told("zones", "at_national_centre")


def test_a_machine_tells_its_roles_with_its_system() -> None:
    """Also in the rows of systems that stand on it."""
    assert [["app"]] == [machine["roles"] for machine in told("systems", "machines")["full"]]
