"""A small province for planning and collecting: two zones of one domain, two independent LANs, and a scope for it."""

import datetime
from typing import Any

from auditor.model.inventory import Inventory
from auditor.model.scope import Scope
from auditor.model.settings import Settings

NOW = datetime.datetime(2026, 11, 22, 3, 0, tzinfo=datetime.UTC)
"""A Sunday, 10:00 in Viet Nam."""


def inventory(**changes: Any) -> Inventory:
    """The small province, with whole lists replaced by `changes`."""
    name = {"vi": "Tên"}
    base: dict[str, Any] = {
        "organisations": [
            {"id": "ubnd", "name": name, "kind": "province"},
            {"id": "so", "name": name, "kind": "department"},
        ],
        "sites": [{"id": "idc", "name": name, "organisation": "ubnd"}],
        "zones": [
            {"id": "dmz", "name": name, "kind": "dmz", "site": "idc"},
            {"id": "servers", "name": name, "kind": "servers", "site": "idc"},
            {"id": "internet", "name": name, "kind": "internet", "site": "idc"},
            {"id": "lan", "name": name, "kind": "independent_lan", "site": "idc", "domain": "lan"},
            {"id": "lan2", "name": name, "kind": "independent_lan", "site": "idc", "domain": "lan2"},
        ],
        "networks": [
            {"id": "n-dmz", "zone": "dmz", "prefixes": ["10.1.0.0/24"]},
            {"id": "n-servers", "zone": "servers", "prefixes": ["10.2.0.0/24", "2001:db8:2::/64"]},
            {"id": "n-lan", "zone": "lan", "prefixes": ["192.168.1.0/24"]},
            {"id": "n-lan2", "zone": "lan2", "prefixes": ["192.168.1.0/24"]},
        ],
        "systems": [
            {"id": "portal", "name": name, "kind": "portal", "owner": "ubnd", "domains": ["tinh.gov.vn"]},
            {"id": "land", "name": name, "kind": "database", "owner": "so"},
            {"id": "mat", "name": name, "kind": "secret_docs", "owner": "ubnd", "label": "mat"},
        ],
        "hosts": [
            {
                "id": "web",
                "system": "portal",
                "interfaces": [{"network": "n-dmz", "address": "10.1.0.11"}],
                "roles": ["web"],
                "configuration": "ssh",
            },
            {
                "id": "db",
                "system": "land",
                "interfaces": [
                    {"network": "n-servers", "address": "10.2.0.12"},
                    {"network": "n-servers", "address": "2001:db8:2::12"},
                ],
                "roles": ["database"],
            },
            {"id": "kin", "system": "mat", "interfaces": [{"network": "n-lan", "address": "192.168.1.9"}]},
            {"id": "kin2", "system": "mat", "interfaces": [{"network": "n-lan2", "address": "192.168.1.9"}]},
        ],
        "endpoints": [
            {"id": "web/tcp/443/tinh.gov.vn", "purpose": "web", "names": ["tinh.gov.vn"], "tls": True},
            {"id": "web/tcp/80", "purpose": "web"},
            {"id": "web/tcp/22", "purpose": "ssh"},
            {"id": "db/tcp/5432", "purpose": "database"},
            {"id": "kin/tcp/9443", "purpose": "web", "tls": True},
        ],
    }
    return Inventory.model_validate(base | changes)


def paper(**changes: Any) -> dict[str, Any]:
    """One authorisation of the province's own organisation."""
    return {
        "id": "p1",
        "owner": "ubnd",
        "document": "1/GP",
        "allowed_by": "ai",
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
        "areas": [
            {"domain": "province", "prefixes": ["10.1.0.0/24", "203.0.113.80/32"]},
            {"domain": "lan", "prefixes": ["192.168.1.0/24"]},
        ],
    } | changes


def scope(*papers: dict[str, Any]) -> Scope:
    """A scope of these authorisations; of the usual one when none is given."""
    return Scope.model_validate({"authorisations": list(papers) or [paper()]})


def settings(*vantages: dict[str, Any], **more: Any) -> Settings:
    """Settings with these vantages."""
    return Settings.model_validate({"vantages": list(vantages), **more})


def vantage(zone: str = "dmz", **changes: Any) -> dict[str, Any]:
    """A vantage of one zone, measuring where the auditor runs."""
    return {"id": f"v-{zone}", "zone": zone, "kind": "local"} | changes
