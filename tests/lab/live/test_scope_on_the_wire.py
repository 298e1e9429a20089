"""What really leaves a collector, seen by the router: nothing outside the permission."""

import datetime
import ipaddress
from pathlib import Path

import pytest

from auditor.collectors.planning.plan import plan
from auditor.collectors.running.collect import collect
from auditor.inventory import load, load_settings
from auditor.model.scope import Scope
from lab.packets import packets
from tests.lab.live.keeper import Answer

ROOT = Path(__file__).resolve().parents[3]
PROBE = ipaddress.ip_address("10.30.1.250")


def paper(**changes: object) -> dict[str, object]:
    """A permission for two servers of one owner, one of which must not be touched."""
    return {
        "id": "one",
        "owner": "vp-ubnd",
        "document": "1/GP-MAU",
        "allowed_by": "mau",
        "valid_from": "2026-01-01",
        "valid_until": "2035-12-31",
        "areas": [{"domain": "province", "prefixes": ["10.20.20.11/32", "10.20.20.12/32"]}],
        "ports": ["tcp/22", "tcp/443", "tcp/8443"],
        "do_not_touch": ["10.20.20.12"],
        **changes,
    }


def touched(papers: list[dict[str, object]], output: Path, answer: Answer) -> set[tuple[str, str]]:
    """Addresses and ports that the office's measuring machine sent anything to during one collection."""
    inventory = load(ROOT / "inventories" / "lab")
    settings = load_settings(ROOT / "lab" / ".run" / "auditor.yaml")
    scope = Scope.model_validate({"authorisations": papers})
    answer("capture", "start")
    collect(plan(inventory, scope, settings, datetime.datetime.now(datetime.UTC), ["probe-office"]), output)
    sent = packets(answer("capture", "stop")["files"], [PROBE])
    return {(str(one.target), one.port) for one in sent}


@pytest.mark.usefixtures("machines")
def test_only_what_the_paper_names_is_sent_anything(tmp_path: Path, answer: Answer) -> None:
    """One server on the named ports; not its neighbour on the do-not-touch list, and nothing else."""
    seen = touched([paper()], tmp_path / "facts", answer)

    assert {address for address, _ in seen} == {"10.20.20.11"}
    assert {port for _, port in seen} <= {"tcp/22", "tcp/443", "tcp/8443", ""}


@pytest.mark.usefixtures("machines")
@pytest.mark.parametrize(
    "papers",
    [
        [],
        [paper(valid_until="2026-01-31")],
        [paper(owner="so-yt")],
        [paper(areas=[{"domain": "lan-a", "prefixes": ["10.20.20.0/24"]}])],
    ],
    ids=["none", "expired", "another owner", "another routing domain"],
)
def test_without_a_paper_in_force_nothing_is_sent(
    papers: list[dict[str, object]], tmp_path: Path, answer: Answer
) -> None:
    """No permission, an expired one, another owner's or another network's: not one packet."""
    assert set() == touched(papers, tmp_path / "facts", answer)
