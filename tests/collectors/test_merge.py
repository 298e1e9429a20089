"""Several collections merged, and what a silent sweep means."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.collectors.running.folder import dumped, system_file, write_part
from auditor.collectors.running.merge import merge, read_facts, settle, settle_together
from auditor.errors import FactsError
from auditor.model.facts import Cause, Manifest, Observation, Ports, SystemFacts
from auditor.model.vocab.measurements import State

AT = datetime.datetime(2026, 11, 22, 3, 0, tzinfo=datetime.UTC)
DATA = Ports(swept=("tcp/23",), refused=(), silent=("tcp/23",))


def seen(state: str = "ok", *, days: int = 0, vantage: str = "v", **changes: Any) -> Observation:
    base: dict[str, Any] = {
        "id": f"ports/web/{vantage}",
        "kind": "ports",
        "subject": "web",
        "vantage": vantage,
        "zone": vantage,
        "state": state,
        "basis": "measured",
        "observed_at": AT + datetime.timedelta(days=days),
        "data": DATA if state in {"ok", "partial", "filtered"} else None,
        "cause": None if state == "ok" else {"code": "silent" if state == "filtered" else "x"},
    }
    return Observation.model_validate(base | changes)


def merged(*items: Observation) -> dict[str, str]:
    found: dict[str, Observation] = {}
    for item in items:
        merge(found, item)
    return {key: item.state.value for key, item in found.items()}


def test_a_newer_success_stands_alone() -> None:
    """In whichever order the folders come."""
    old, new = seen("timeout"), seen(days=3)

    assert {"ports/web/v": "ok"} == merged(old, new) == merged(new, old)


def test_a_newer_failure_hides_nothing() -> None:
    """The older stays under its id and instant, where its age can be judged."""
    old, new = seen(), seen("timeout", days=3)

    expected = {"ports/web/v": "timeout", "ports/web/v@2026-11-22T03:00:00Z": "ok"}
    assert expected == merged(old, new) == merged(new, old)


def test_the_same_folder_twice() -> None:
    """Equal observations are one."""
    assert {"ports/web/v": "timeout"} == merged(seen("timeout"), seen("timeout"))


@given(st.lists(st.tuples(st.sampled_from(["ok", "timeout", "partial"]), st.integers(0, 5)), min_size=1, max_size=6))
def test_nothing_newer_is_lost(rows: list[tuple[str, int]]) -> None:
    """Whatever is merged, the newest observation stands under the plain id."""
    items = [seen(state, days=day) for state, day in rows]
    found: dict[str, Observation] = {}
    for item in items:
        merge(found, item)

    assert max(item.observed_at for item in items) == found["ports/web/v"].observed_at


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (None, State.FILTERED),
        (seen(vantage="near"), State.OK),
        (seen(vantage="near", days=3), State.FILTERED),
        (seen("filtered", vantage="far"), State.FILTERED),
        (seen("timeout", vantage="near"), State.FILTERED),
        (seen("partial", vantage="near", data={"open": ["tcp/22"]}), State.OK),
        (seen("partial", vantage="near"), State.FILTERED),
        (seen(kind="snmp", id="snmp/web/near", data={"answered": []}), State.FILTERED),
        (seen(kind="snmp", id="snmp/web/near", data={"answered": ["v1"]}), State.OK),
        (seen(kind="ssh", id="ssh/web/tcp/22/near", subject="web/tcp/22", data={}), State.OK),
        (seen(kind="ssh", id="ssh/other/tcp/22/near", subject="other/tcp/22", data={}), State.FILTERED),
        (seen(kind="services", id="services/web/near", data={"services": []}), State.FILTERED),
    ],
)
def test_silence(other: Observation | None, expected: State) -> None:
    """A silent sweep is finished only where another look of about the same time shows the host alive; what was silent
    stays silent.
    """
    silent = seen("filtered")
    found = settle([silent, *([other] if other else [])])

    assert (expected, Cause(code="silent"), DATA) == (found[0].state, found[0].cause, found[0].data)


def tries(*targets: str, answered: bool = False) -> Observation:
    """Tries from the office into another zone."""
    sockets = [{"target": target, "port": "tcp/22"} for target in targets]
    data = {"to_zone": "dmz", "tried": sockets, "answered": sockets[:1] if answered else [], "control": True}
    return seen(kind="reach", id="reach/office/v/dmz", subject="office", data=data)


@pytest.mark.parametrize(
    ("look", "others", "expected"),
    [
        (tries("web"), [], State.FILTERED),
        (tries("web"), [seen(vantage="near")], State.OK),
        (tries("web", "db"), [seen(vantage="near")], State.OK),
        (tries("web"), [seen(vantage="near", days=3)], State.FILTERED),
        (tries("web"), [seen("filtered", vantage="near")], State.FILTERED),
        (tries("db"), [seen(vantage="near")], State.FILTERED),
        (tries("web", answered=True), [], State.OK),
        (tries("province/203.0.113.10"), [], State.OK),
        (tries(), [], State.OK),
    ],
)
def test_tries_that_nobody_answered(look: Observation, others: list[Observation], expected: State) -> None:
    """They show that a zone is closed only where another look shows one of its machines alive. That an address of the
    Internet answers somebody is why it was chosen.
    """
    found = settle_together([look, *others])[0]

    assert expected is found.state
    assert (found.cause is None) == (expected is State.OK)
    assert look.data == found.data


def test_one_collection_alone_doubts_nothing() -> None:
    """The machines that a labelled collection tries to reach are looked at by the open one."""
    assert [tries("web")] == settle([tries("web")])


def test_a_cause_names_five_machines() -> None:
    """However many were tried."""
    cause = settle_together([tries(*(f"host-{number}" for number in range(9)))])[0].cause

    assert Cause(code="targets_not_seen_alive", args=tuple(f"host-{number}" for number in range(5))) == cause


def test_a_broken_network_is_never_settled() -> None:
    """A sweep whose own network was not proven stays partial, whatever else is known."""
    broken = seen("partial", cause={"code": "control_failed"})

    assert State.PARTIAL is settle([broken, seen(vantage="near")])[0].state


def write(folder: Path, *items: Observation, started: int = 0, complete: bool = True) -> Path:
    folder.mkdir()
    part = write_part(folder, system_file("portal"), SystemFacts(system="portal", observations=items))
    at = AT + datetime.timedelta(days=started)
    write_part(
        folder, "manifest.json", dumped(Manifest(id=folder.name, started_at=at, complete=complete, parts=(part,)))
    )
    return folder


def test_two_folders(tmp_path: Path) -> None:
    """Vantages collected apart stand side by side, and settle each other's silence."""
    one = write(tmp_path / "one", seen("filtered", vantage="far"))
    two = write(tmp_path / "two", seen(vantage="near"), started=1, complete=False)
    facts = read_facts([two, one])

    assert [("ports/web/far", State.OK), ("ports/web/near", State.OK)] == [(o.id, o.state) for o in facts.observations]
    assert (["one", "two"], False) == ([manifest.id for manifest in facts.manifests], facts.complete)
    assert read_facts([one, two]).digest == facts.digest != read_facts([one]).digest


def test_no_folder() -> None:
    """Nothing to read is a mistake, not empty facts."""
    with pytest.raises(FactsError, match="no facts folder"):
        read_facts([])


def test_a_count_of_data_is_no_sign_of_life() -> None:
    """A data set that has a host's name says nothing about the host."""
    count = seen(
        id="data_manifest/web/import/old",
        kind="data_manifest",
        vantage="import",
        data={"side": "old", "rows": 1, "bytes": None, "sha256": "", "complete": True},
    )

    assert [count, seen("filtered")] == settle([count, seen("filtered")])
