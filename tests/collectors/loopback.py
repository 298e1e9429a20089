"""A province on loopback: one web server to measure, and everything a collection of it needs.

Every test run has a network of its own, so that runs side by side do not meet; a child of a test has its parent's.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.collectors.planning.plan import CollectionPlan, plan
from auditor.model.inventory import Inventory
from auditor.model.scope import Scope
from auditor.model.settings import Settings
from tests.collectors.estates import NOW

_NET = "127.0." + os.environ.setdefault("AUDITOR_TEST_NETWORK", str(20 + os.getpid() % 200))

WEB = f"{_NET}.11"
GONE = f"{_NET}.12"
PORTS = ("tcp/18080", "tcp/18443", "tcp/18022", "udp/161")
AGENT = (sys.executable, "-m", "auditor.collectors.agent")


def inventory() -> Inventory:
    """A portal on one machine, and a machine of another owner that nobody permits to touch."""
    name = {"vi": "Tên"}
    return Inventory.model_validate(
        {
            "organisations": [
                {"id": "ubnd", "name": name, "kind": "province"},
                {"id": "so", "name": name, "kind": "department"},
            ],
            "sites": [{"id": "idc", "name": name, "organisation": "ubnd"}],
            "zones": [
                {"id": "dmz", "name": name, "kind": "dmz", "site": "idc"},
                {"id": "xa", "name": name, "kind": "internal", "site": "idc"},
            ],
            "networks": [
                {"id": "n", "zone": "dmz", "prefixes": [f"{_NET}.0/28"]},
                {"id": "x", "zone": "xa", "prefixes": [f"{_NET}.16/28"]},
            ],
            "systems": [
                {"id": "portal", "name": name, "kind": "portal", "owner": "ubnd"},
                {"id": "land", "name": name, "kind": "database", "owner": "so"},
            ],
            "hosts": [
                {"id": "web", "system": "portal", "interfaces": [{"network": "n", "address": WEB}]},
                {"id": "db", "system": "land", "interfaces": [{"network": "n", "address": GONE}]},
                {"id": "pc", "system": "portal", "interfaces": [{"network": "x", "address": f"{_NET}.17"}]},
            ],
            "endpoints": [
                {"id": "web/tcp/18443/tinh.gov.vn", "purpose": "web", "names": ["tinh.gov.vn"], "tls": True},
                {"id": "web/tcp/18080", "purpose": "web"},
                {"id": "pc/tcp/18080", "purpose": "web"},
            ],
        }
    )  # fmt: skip


def scope(**changes: Any) -> Scope:
    """The portal's owner permits its prefix."""
    paper = {
        "id": "p1",
        "owner": "ubnd",
        "document": "1/GP",
        "allowed_by": "ai",
        "valid_from": "2020-01-01",
        "valid_until": "2099-12-31",
        "areas": [{"prefixes": [f"{_NET}.8/29", f"{_NET}.16/28"]}],
        "ports": list(PORTS),
        "rate": {"packets_per_second": 2000, "parallel_hosts": 8},
    }
    return Scope.model_validate({"authorisations": [paper | changes]})


def planned(*, permission: Scope | None = None, **vantage: Any) -> CollectionPlan:
    """A plan for one local vantage in the web server's zone."""
    place = {"id": "v", "zone": "dmz", "kind": "local", "control_target": f"{WEB}:18080"} | vantage
    settings = Settings.model_validate({"vantages": [place]})
    return plan(inventory(), permission or scope(), settings, NOW)


def brief(**vantage: Any) -> CollectionPlan:
    """A plan that takes a second: only a port on which nothing listens."""
    return planned(permission=scope(ports=["tcp/18022"]), **vantage)


def anchored(plan_: CollectionPlan, path: Path) -> CollectionPlan:
    """The same plan with one trust anchor."""
    return replace(plan_, trust_anchors=(str(path),))
