"""A computer that is held against a time server at home, reads a machine in a LAN without any, and is held again."""

import datetime
import json
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from auditor.cli.collect_text import dry_run_text, notice_text
from auditor.collectors import collect, read_facts
from auditor.collectors.agent.holding import comparison
from auditor.collectors.clocks import Compared, Moment, Taken
from auditor.collectors.interface import Progress
from auditor.collectors.planning.plan import CollectionPlan, Order, plan
from auditor.collectors.running.folder import FactsFolder
from auditor.collectors.session import utc_now
from auditor.collectors.steady import steady_clock, steady_us
from auditor.model.facts import Observation
from auditor.model.facts.own_clock import OwnClock
from auditor.model.facts.steady import ClockComparison
from auditor.model.inventory import Inventory
from auditor.model.scope import Scope
from auditor.model.settings import Settings
from tests.collectors.agent.test_time_servers import says
from tests.collectors.loopback import AGENT
from tests.collectors.servers import datagrams

PROJECT = Path(__file__).parents[2]
NET = "127.7." + os.environ.setdefault("AUDITOR_TEST_NETWORK", str(20 + os.getpid() % 200))
SERVER, OTHER, KIN = f"{NET}.11", f"{NET}.12", f"{NET}.33"
READING = "own_clock/kin/kin"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(os.geteuid() != 0, reason="port 123 needs root"),
    pytest.mark.skipif(steady_clock() is None, reason="the kernel tells no time namespace"),
]


def inventory(*servers: str) -> Inventory:
    """A time server in the province, and a machine in a LAN that nothing leads to."""
    name = {"vi": "Tên"}
    row = {"system": "portal", "roles": ["time_server"]}
    return Inventory.model_validate(
        {
            "organisations": [{"id": "ubnd", "name": name, "kind": "province"}],
            "sites": [{"id": "idc", "name": name, "organisation": "ubnd"}],
            "zones": [
                {"id": "servers", "name": name, "kind": "servers", "site": "idc"},
                {"id": "lan", "name": name, "kind": "independent_lan", "site": "idc", "domain": "lan"},
            ],
            "networks": [
                {"id": "n", "zone": "servers", "prefixes": [f"{NET}.0/28"]},
                {"id": "l", "zone": "lan", "prefixes": [f"{NET}.32/28"]},
            ],
            "systems": [
                {"id": "portal", "name": name, "kind": "portal", "owner": "ubnd"},
                {"id": "docs", "name": name, "kind": "portal", "owner": "ubnd"},
            ],
            "hosts": [
                *(
                    {**row, "id": f"ntp-{number}", "interfaces": [{"network": "n", "address": address}]}
                    for number, address in enumerate(servers or (SERVER,), start=1)
                ),
                {
                    "id": "kin",
                    "system": "docs",
                    "configuration": "ssh",
                    "interfaces": [{"network": "l", "address": KIN}],
                },
            ],
        }
    )


def scope(*ports: str) -> Scope:
    paper = {
        "id": "p1",
        "owner": "ubnd",
        "document": "1/GP",
        "allowed_by": "ai",
        "valid_from": "2020-01-01",
        "valid_until": "2099-12-31",
        "areas": [
            {"domain": "province", "prefixes": [f"{NET}.0/28"]},
            {"domain": "lan", "prefixes": [f"{NET}.32/28"]},
        ],
        "ports": list(ports),
        "rate": {"packets_per_second": 2000, "parallel_hosts": 8},
    }
    return Scope.model_validate({"authorisations": [paper]})


def planned(*servers: str, ports: tuple[str, ...] = ("udp/123",), lan: str = "local", **home: Any) -> CollectionPlan:
    """A vantage in either place, both on this computer or that in the LAN reached by a carried folder."""
    vantages = [
        {"id": "home", "zone": "servers", "kind": "local", "sweep": False} | home,
        {"id": "lan", "zone": "lan", "kind": lan, "host": "kin", "sweep": False, "agent_command": AGENT},
    ]
    return plan(inventory(*servers), scope(*ports), Settings.model_validate({"vantages": vantages}), utc_now())


class Notes(Progress):
    """Keeps what is said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def note(self, vantage: str, text: str) -> None:
        """See `Progress.note`."""
        self.said.append(f"{vantage}: {text}")


def reading(*folders: Path) -> Observation:
    return next(item for item in read_facts(folders).observations if item.id == READING)


def offset(item: Observation) -> OwnClock:
    assert isinstance(item.data, OwnClock)
    return item.data


def why(item: Observation) -> str:
    """Why there is no offset."""
    assert offset(item).offset_ms is None
    return item.cause.code if item.cause else ""


def carry(folder: Path) -> None:
    """What is done in the LAN with a folder that was carried there."""
    bundle = folder / "bundles" / "lan"
    command = [*AGENT, "--job", str(bundle / "job.json"), "--output", str(bundle / "result.jsonl")]
    subprocess.run(command, check=True)


def comparisons(folder: Path) -> tuple[ClockComparison, ...]:
    return FactsFolder(folder).clocks().comparisons


def test_a_collection_that_sees_both_places(tmp_path: Path) -> None:
    """The server is 1.5 s ahead of this computer, so the machine, which is this computer, is as much behind it."""
    folder, notes = tmp_path / "facts", Notes()
    with datagrams(says(1.5), SERVER, 123):
        manifest = collect(planned(), folder, progress=notes)
    item = reading(folder)
    data = offset(item)
    first, last = comparisons(folder)
    log = [json.loads(line) for line in (folder / "probes.log").read_text().splitlines()]

    assert (True, "ok", []) == (manifest.complete, item.state.value, notes.said)
    assert ("ntp-1", "203.0.113.123") == (data.reference, data.reference_source)
    assert abs((data.offset_ms or 0) + 1500) <= (data.within_ms or 0) <= 60
    assert data.carried is not None
    assert (first.asked_at, last.asked_at) == (data.carried.asked_before, data.carried.asked_after)
    assert data.steady is not None
    assert first.held.at_us < data.steady.at_us < last.held.at_us
    assert "against ntp-1" in item.tool
    assert {("home", "time to compare with", SERVER, "udp/123", "p1")} == {
        tuple(line.get(key) for key in ("vantage", "what", "target", "port", "authorisation"))
        for line in log
        if line.get("port") == "udp/123"
    }


def test_a_folder_that_was_carried(tmp_path: Path) -> None:
    """Held against the server when the order is written and when the result is brought back, one run each."""
    folder = tmp_path / "facts"
    with datagrams(says(-2), SERVER, 123):
        collect(planned(lan="bundle"), folder)
        carry(folder)
        missing = json.loads((folder / "manifest.json").read_text())["complete"]
        manifest = collect(planned(lan="bundle"), folder, resume=True)
    data = offset(reading(folder))

    assert (False, True) == (missing, manifest.complete)
    assert abs((data.offset_ms or 0) - 2000) <= (data.within_ms or 0) <= 60
    assert 4 == len(comparisons(folder))


def test_three_folders_judged_together(tmp_path: Path) -> None:
    """At home, in the LAN, and at home again, each a collection of its own: what none of them tells, all of them do."""
    with datagrams(says(0), SERVER, 123):
        for number, name in enumerate(("home", "lan", "home")):
            collect(_only(name), tmp_path / str(number))
    one, lan, two = (tmp_path / str(number) for number in range(3))

    assert "no_time_reference" == why(reading(lan))
    assert "clock_one_sided" == why(reading(one, lan))
    assert "clock_one_sided" == why(reading(lan, two))
    assert "ok" == reading(one, lan, two).state.value


def _only(vantage: str) -> CollectionPlan:
    rows = [
        {"id": "home", "zone": "servers", "kind": "local", "sweep": False},
        {"id": "lan", "zone": "lan", "kind": "local", "host": "kin", "sweep": False},
    ]
    settings = Settings.model_validate({"vantages": rows})
    return plan(inventory(), scope("udp/123"), settings, utc_now(), [vantage])


@pytest.mark.parametrize(
    ("server", "said"), [({"stratum": 16}, "none gave its time"), ({"leap": 3}, "none gave its time")]
)
def test_a_server_that_gives_no_time(server: dict[str, int], said: str, tmp_path: Path) -> None:
    """Then the offset is unread, that is said, and the rest of the collection is whole."""
    folder, notes = tmp_path / "facts", Notes()
    with datagrams(says(0, **server), SERVER, 123):
        manifest = collect(planned(), folder, progress=notes)

    assert manifest.complete
    assert "no_time_reference" == why(reading(folder))
    assert 2 == sum(said in note for note in notes.said)
    assert not (folder / "clocks.json").exists()


def test_servers_that_disagree(tmp_path: Path) -> None:
    """Of two that tell different times nobody knows which is right."""
    with datagrams(says(0), SERVER, 123), datagrams(says(3), OTHER, 123):
        collect(planned(SERVER, OTHER), tmp_path / "facts")

    assert "no_time_reference" == why(reading(tmp_path / "facts"))


def test_without_permission_nobody_is_asked(tmp_path: Path) -> None:
    """No plan has a look that the scope does not permit."""
    made = planned(ports=("tcp/22",))
    with datagrams(says(0), SERVER, 123):
        collect(made, tmp_path / "facts")

    assert () == made.keepers
    assert "no_time_reference" == why(reading(tmp_path / "facts"))
    assert "udp/123" not in (tmp_path / "facts" / "probes.log").read_text()


@pytest.mark.parametrize("set_ms", [-3_600_000, -7, 40, 10**9])
def test_somebody_sets_this_computers_clock(set_ms: int) -> None:
    """Set between two looks at a server it changes nothing, since the steady one is held against that; set while one
    is asked, it makes that look worth less.
    """
    clock = steady_clock()
    assert clock is not None

    def look(at_ms: int, before_ms: int, after_ms: int) -> ClockComparison:
        """A server 250 ms ahead of the clock as it was, asked for 4 ms; by how much the clock was set by then."""
        wall, steady = 1_796_018_900 * 10**9 + at_ms * 10**6, at_ms * 10**6
        first = Moment(wall + before_ms * 10**6, steady)
        second = Moment(wall + 4 * 10**6 + after_ms * 10**6, steady + 4 * 10**6)
        return comparison(Compared("ntp-1", "x", 250 - before_ms, 4, Taken(first, second)), clock)

    still, after, meanwhile = look(0, 0, 0), look(1000, set_ms, set_ms), look(1000, 0, set_ms)

    assert still.held.ahead_us == after.held.ahead_us == meanwhile.held.ahead_us
    assert still.held.within_us == after.held.within_us == meanwhile.held.within_us - abs(set_ms) * 1000
    assert 3000 <= still.held.within_us <= 3010


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from auditor.collectors import collect
    from auditor.collectors.interface import Progress
    from tests.collectors.test_holding import planned

    class Deadly(Progress):
        def unit_done(self, vantage, unit):
            if vantage == "lan":
                os.kill(os.getpid(), signal.SIGKILL)

    collect(planned(), Path(sys.argv[1]), progress=Deadly())
"""


def test_kill_between_before_and_after(tmp_path: Path) -> None:
    """What was told before is on the disk; going on, the next look is the one after."""
    folder = tmp_path / "facts"
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(folder)]
    with datagrams(says(0.5), SERVER, 123):
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
        known = (folder / "journal.jsonl").read_text()
        manifest = collect(planned(), folder, resume=True)
    data = offset(reading(folder))
    first = comparisons(folder)[0]

    assert (-9, True) == (done.returncode, manifest.complete)
    assert '"compared"' in known
    assert not (folder / "journal.jsonl").exists()
    assert data.carried is not None
    assert first.asked_at == data.carried.asked_before
    assert abs((data.offset_ms or 0) + 500) <= (data.within_ms or 0) <= 60


def forged(folder: Path, change: Callable[[dict[str, Any]], None]) -> list[str]:
    """A folder that was carried and whose reading says something else; what is said of it."""
    notes = Notes()
    with datagrams(says(0), SERVER, 123):
        collect(planned(lan="bundle"), folder)
        carry(folder)
        result = folder / "bundles" / "lan" / "result.jsonl"
        lines = [orjson.loads(line) for line in result.read_bytes().splitlines()]
        for item in (item for line in lines for item in line.get("observations", ())):
            if item["kind"] == "own_clock":
                change(item["data"])
        result.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
        collect(planned(lan="bundle"), folder, resume=True, progress=notes)
    return notes.said


@pytest.mark.parametrize("moved_us", [-3600 * 10**6, 3600 * 10**6])
def test_an_instant_outside_of_the_collection_is_refused(moved_us: int, tmp_path: Path) -> None:
    """An agent by this very clock cannot have read before it was ordered, nor after now."""

    def change(data: dict[str, Any]) -> None:
        data["steady"]["at_us"] = max(0, data["steady"]["at_us"] + moved_us)

    said = forged(tmp_path / "facts", change)

    assert any("outside the collection by its computer's steady clock" in note for note in said)
    assert reading(tmp_path / "facts").data is None


_WHEN = "2026-11-30T09:00:00Z"
_CARRIED = {"asked_before": _WHEN, "asked_after": _WHEN, "apart_seconds": 1, "drift_us": 0}
_OFFSET = {"offset_ms": 0, "within_ms": 1, "reference": "ntp-1", "reference_source": "203.0.113.123"}


@pytest.mark.parametrize("invented", [{"carried": _CARRIED}, _OFFSET])
def test_an_agent_does_not_tell_what_it_was_not_asked(invented: dict[str, Any], tmp_path: Path) -> None:
    """By which looks an offset is known is worked out here and nowhere else, and its order names no time server."""
    said = forged(tmp_path / "facts", lambda data: data.update(invented))

    assert any("a time server it was not to ask" in note for note in said)
    assert reading(tmp_path / "facts").data is None


def test_a_reading_by_another_computers_clock(tmp_path: Path) -> None:
    """Carried by somebody else, or after a new start, it has no offset."""

    def change(data: dict[str, Any]) -> None:
        data["steady"]["clock"]["boot"] = "00000000-0000-4000-8000-000000000001"

    assert [] == forged(tmp_path / "facts", change)
    assert "clock_elsewhere" == why(reading(tmp_path / "facts"))


def _held(**changes: Any) -> dict[str, Any]:
    clock = steady_clock()
    assert clock is not None
    row = {"at_us": steady_us(), "ahead_us": 0, "within_us": 1, "clock": clock.model_dump(mode="json")}
    when = utc_now().isoformat(timespec="seconds")
    return {"server": "ntp-1", "source": "x", "asked_at": when, "held": row} | changes


def _babbles(lines: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    text = "".join(json.dumps(line) + "\n" for line in lines)
    return ("sh", "-c", "printf '%s' \"$0\"", text)


_EARLY = _held()
_STRANGER = {"boot": "00000000-0000-4000-8000-000000000001", "namespace": "time:[1]", "asleep_ms": 0, "bare": True}


@pytest.mark.parametrize(
    ("compared", "said"),
    [
        ([_EARLY], "at which it was not asked"),
        ([_held(server="stranger")], "nobody ordered"),
        ([_EARLY, _EARLY], "nobody ordered"),
        ([_held(held=_EARLY["held"] | {"clock": _STRANGER})], "another computer's clock"),
        ([_held(held=_EARLY["held"] | {"within_us": -1})], "no comparison"),
        ([{}], "no comparison"),
        ("x", "no comparison"),
    ],
)
def test_an_agent_at_home_is_believed_about_its_order_only(compared: Any, said: str, tmp_path: Path) -> None:
    """Another server, another computer's clock, another time than that in which it was asked, or no comparison."""
    notes = Notes()
    made = planned(agent_command=_babbles([{"compared": compared}, {"end": True}]))
    collect(made, tmp_path / "facts", progress=notes)

    assert any(said in note for note in notes.said), notes.said
    assert not (tmp_path / "facts" / "clocks.json").exists()
    assert "no_time_reference" == why(reading(tmp_path / "facts"))


def test_what_is_labelled_changes_nothing_open(tmp_path: Path) -> None:
    """An open machine is not told by looks of a labelled collection, whose being there would show; the other way is
    no harm.
    """
    with datagrams(says(0), SERVER, 123):
        for number, name in enumerate(("home", "lan", "home")):
            collect(_only(name), tmp_path / str(number))
    one, lan, two = (tmp_path / str(number) for number in range(3))
    manifests = {path: json.loads((path / "manifest.json").read_text()) for path in (one, lan, two)}

    def labelled(*paths: Path) -> Observation:
        for path, manifest in manifests.items():
            label = {"label": "mat"} if path in paths else {}
            (path / "manifest.json").write_text(json.dumps(manifest | label))
        return reading(one, lan, two)

    assert "ok" == labelled().state.value
    assert "no_time_reference" == why(labelled(one, two))
    assert "clock_one_sided" == why(labelled(two))
    assert "ok" == labelled(lan).state.value
    assert "ok" == labelled(one, lan, two).state.value


def test_where_one_place_is_told_nothing_the_next_one_asks(tmp_path: Path) -> None:
    """A wall may stand between a vantage and the time servers that its plan names; the one that was told the time is
    the first to ask again.
    """
    notes = Notes()
    made = planned()
    (home,) = made.keepers
    deaf = Order(home.vantage.model_copy(update={"id": "deaf", "agent_command": _babbles([{"end": True}])}), home.job)
    with datagrams(says(0), SERVER, 123):
        collect(replace(made, keepers=(deaf, home)), tmp_path / "facts", progress=notes)

    assert "ok" == reading(tmp_path / "facts").state.value
    assert 1 == sum(note.startswith("deaf: this computer's clock was not held") for note in notes.said)


def test_a_dry_run_names_every_server() -> None:
    """Nothing is asked that was not said before."""
    text = dry_run_text(planned())

    assert "BEFORE AND AFTER ALL THAT, FROM home" in text
    assert SERVER in text.partition("BEFORE AND AFTER")[2]
    assert f"- {SERVER}\n" in notice_text(planned())


def test_the_steady_clock_is_one_and_goes_on() -> None:
    """Read twice it is the same clock, further on, by as much as has passed."""
    first, at = steady_clock(), steady_us()
    begun = time.monotonic()
    time.sleep(0.05)
    second, then, gone = steady_clock(), steady_us(), time.monotonic() - begun

    assert first == second
    assert 0.05 <= (then - at) / 10**6 <= gone + 0.05
    assert datetime.timedelta(milliseconds=(first.asleep_ms if first else -1)) >= datetime.timedelta(0)
