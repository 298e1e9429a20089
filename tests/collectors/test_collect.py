"""Whole collections on loopback: what is found, what is missing, and what survives a fault."""

import json
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditor.collectors import Progress, collect, read_facts
from auditor.collectors.planning.plan import CollectionPlan
from auditor.errors import CollectError
from auditor.model.facts import Manifest, Observation, Ports, Tls
from tests.collectors.loopback import AGENT, GONE, WEB, anchored, brief, planned, scope
from tests.collectors.servers import PAGE, Authority, floods, over_tls, replies, serving

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A page, and the same over TLS; yields the trust anchor."""
    authority, folder = Authority(), tmp_path_factory.mktemp("web")
    anchor = folder / "ca.pem"
    anchor.write_text(authority.pem)
    secure = over_tls(authority.server(folder, "tinh.gov.vn"), replies(PAGE))
    with ExitStack() as stack:
        stack.enter_context(serving(replies(PAGE), WEB, 18080))
        stack.enter_context(serving(secure, WEB, 18443))
        yield anchor


class Ear(Progress):
    """Writes down what it hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def started(self, vantage: str, units: int) -> None:
        """Notes the beginning."""
        self.heard.append(f"{vantage} {units}")

    def unit_done(self, vantage: str, unit: str) -> None:
        """Notes a unit."""
        self.heard.append(unit if vantage == "v" else "?")

    def finished(self, vantage: str, *, complete: bool) -> None:
        """Notes the end."""
        self.heard.append(f"{vantage} {complete}")


@dataclass(frozen=True)
class Whole:
    """One whole collection, made once for the tests that only look at it."""

    folder: Path
    manifest: Manifest
    heard: list[str]

    @property
    def found(self) -> dict[str, Observation]:
        """Its observations by id."""
        return {item.id: item for item in read_facts([self.folder]).observations}


@pytest.fixture(scope="module")
def whole(web: Path, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A collection of the web server, with a server that floods beside it."""
    folder, ear = tmp_path_factory.mktemp("whole") / "facts", Ear()
    with serving(floods, WEB, 18022):
        manifest = collect(anchored(planned(), web), folder, progress=ear)
    return Whole(folder, manifest, ear.heard)


def run(plan: CollectionPlan, folder: Path, *, resume: bool = False) -> tuple[Manifest, dict[str, Observation]]:
    manifest = collect(plan, folder, resume=resume)
    return manifest, {item.id: item for item in read_facts([folder]).observations}


def states(found: dict[str, Observation]) -> dict[str, tuple[str, str]]:
    return {key: (item.state.value, item.cause.code if item.cause else "") for key, item in found.items()}


def test_a_whole_collection(whole: Whole) -> None:
    """Everything promised is there: measured, closed, or refused with its reason; a flood hurts nothing."""
    manifest, found = whole.manifest, whole.found
    told = states(found)

    assert manifest.complete
    assert {
        "ports/web/v": ("ok", ""),
        "services/web/v": ("ok", ""),
        "http/web/tcp/18080/v": ("ok", ""),
        "http/web/tcp/18443/tinh.gov.vn/v": ("ok", ""),
        "tls/web/tcp/18443/tinh.gov.vn/v": ("ok", ""),
        "snmp/web/v": ("ok", ""),
        "reach/dmz/v/xa": ("partial", "refused_somewhere"),
        "ports/db/v": ("out_of_scope", "no_authorisation_for_owner"),
        "sshd_config/web/web": ("not_tried", "configuration_not_offered"),
    }.items() <= told.items()
    opened = ("tcp/18022", "tcp/18080", "tcp/18443")
    assert (
        Ports(
            open=opened,
            swept=(*opened, "udp/161"),
            refused=("udp/161",),
            silent=(),
            left=(),
            addresses_asked=(WEB,),
            addresses_left_out=(),
            families_asked=("ipv4",),
        )
        == found["ports/web/v"].data
    )
    tls = found["tls/web/tcp/18443/tinh.gov.vn/v"].data
    assert isinstance(tls, Tls)
    assert (True, True) == (tls.chain_valid, tls.name_valid)


def test_the_log_of_probes(whole: Whole) -> None:
    """Every probe is logged with its paper, and none went to another owner's machine."""
    lines = [json.loads(line) for line in (whole.folder / "probes.log").read_text().splitlines()]

    assert {"p1"} == {line["authorisation"] for line in lines}
    assert GONE not in {line["target"] for line in lines}


def test_equal_worlds_give_equal_facts(tmp_path: Path) -> None:
    """Two collections of the same world differ in nothing but their instants."""
    first, second = (run(brief(), tmp_path / name)[1] for name in ("a", "b"))

    assert {key: (item.state, item.data) for key, item in first.items()} == {
        key: (item.state, item.data) for key, item in second.items()
    }


def test_nmap_missing(web: Path, tmp_path: Path) -> None:
    """Without nmap ports are not measured, which is said; what needs no nmap still is."""
    bare = ("env", "PATH=/nonexistent", *AGENT)
    _, found = run(anchored(planned(agent_command=bare), web), tmp_path / "facts")
    told = states(found)

    assert (("not_tried", "nmap_missing"), None) == (told["ports/web/v"], found["ports/web/v"].data)
    assert ("ok", "") == told["http/web/tcp/18080/v"]
    assert ("partial", "nmap_missing") == told["tls/web/tcp/18443/tinh.gov.vn/v"]


def test_nmap_killed(web: Path, tmp_path: Path) -> None:
    """A scanner that dies in the middle has not swept anything."""
    fake = tmp_path / "bin"
    fake.mkdir()
    script = fake / "nmap"
    script.write_text(
        '#!/bin/sh\n[ "$1" = -V ] && exec /usr/bin/nmap -V\necho \'<?xml version="1.0"?><nmaprun><host>\'\nkill -9 $$\n'
    )
    script.chmod(0o755)
    dying = ("env", f"PATH={fake}:/usr/bin:/bin", *AGENT)
    _, found = run(anchored(planned(agent_command=dying), web), tmp_path / "facts")

    assert "nmap_unreadable" == states(found)["ports/web/v"][1]
    data = found["ports/web/v"].data
    assert data is None or (isinstance(data, Ports) and "tcp/18080" not in data.swept)


@pytest.mark.parametrize(
    "agent",
    [
        ("false",),
        ("sh", "-c", "echo not json; sleep 60"),
        ("sh", "-c", 'echo "{\\"unit\\": \\"host/web\\", \\"document\\": \\"portal\\", \\"observations\\": [{}]}"'),
        ("sh", "-c", 'echo "{\\"unit\\": \\"host/elsewhere\\"}"'),
        ("no-such-agent",),
    ],
)
def test_an_agent_that_fails(agent: tuple[str, ...], tmp_path: Path) -> None:
    """An agent that dies, babbles or invents results leaves every promised look as not tried."""
    manifest, found = run(planned(agent_command=agent), tmp_path / "facts")

    assert not manifest.complete
    assert ("not_tried", "agent_failed") == states(found)["ports/web/v"]
    assert not [item for item in found.values() if item.kind == "ports" and item.data]


def test_resume_does_only_what_is_missing(tmp_path: Path) -> None:
    """After a failed run, the same folder goes on; a finished one is not touched again."""
    folder = tmp_path / "facts"
    first, _ = run(brief(agent_command=("false",)), folder)
    second, found = run(brief(), folder, resume=True)

    assert (False, True) == (first.complete, second.complete)
    assert first.id == second.id
    assert ("ok", "") == states(found)["ports/web/v"]
    with pytest.raises(CollectError, match="already holds"):
        collect(brief(), folder, resume=True)


def test_a_folder_in_use(tmp_path: Path) -> None:
    """An interrupted collection is not overwritten without a word."""
    collect(planned(agent_command=("false",)), tmp_path / "facts")

    with pytest.raises(CollectError, match="already holds"):
        collect(planned(), tmp_path / "facts")


def test_another_scope_does_not_resume(tmp_path: Path) -> None:
    """What was measured under one permission is not continued under another."""
    collect(planned(agent_command=("false",)), tmp_path / "facts")

    with pytest.raises(CollectError, match="changed since"):
        collect(planned(permission=scope(document="2/GP")), tmp_path / "facts", resume=True)


def test_an_expired_permission_sends_nothing(web: Path, tmp_path: Path) -> None:
    """With an expired paper nothing is sent, and the facts say so."""
    _, found = run(anchored(planned(permission=scope(valid_until="2026-01-01")), web), tmp_path / "facts")

    assert ("out_of_scope", "authorisation_expired") == states(found)["ports/web/v"]
    assert "" == "".join(
        line for line in (tmp_path / "facts" / "probes.log").read_text().splitlines() if "refused" not in line
    )


def test_a_permission_that_ends_meanwhile(web: Path, tmp_path: Path) -> None:
    """The agent asks again: an order planned under a paper that has since run out sends nothing."""
    plan = planned()
    (order,) = plan.orders
    late = order.job.model_copy(update={"scope": scope(valid_until="2026-01-01")})
    stale = CollectionPlan(
        **{
            **{name: getattr(plan, name) for name in plan.__dataclass_fields__},
            "orders": (type(order)(order.vantage, late),),
        }
    )
    _, found = run(anchored(stale, web), tmp_path / "facts")

    assert ("out_of_scope", "authorisation_expired") == states(found)["ports/web/v"]
    assert ("out_of_scope", "authorisation_expired") == states(found)["http/web/tcp/18080/v"]


def test_progress_is_told(whole: Whole) -> None:
    """An observer hears of every vantage and every unit."""
    assert ("v 4", "v True") == (whole.heard[0], whole.heard[-1])
    assert {"host/web", "host/pc", "reach/xa"} <= set(whole.heard)


def script(body: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(body)]


SLOW = """
    import sys
    from pathlib import Path
    from auditor.collectors import collect
    from tests.collectors.loopback import brief
    slow = ("sh", "-c", 'echo "{\\\\"sent\\\\": {\\\\"what\\\\": \\\\"x\\\\"}}"; sleep 60')
    print("go", flush=True)
    collect(brief(agent_command=slow), Path(sys.argv[1]))
"""


@pytest.mark.long
def test_ctrl_c_keeps_what_there_is(tmp_path: Path) -> None:
    """An interrupt writes a folder that says it is not complete, ends the agents, and is still an interrupt."""
    process = subprocess.Popen(
        [*script(SLOW), str(tmp_path / "facts")], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)

    assert b"KeyboardInterrupt" in errors
    facts = read_facts([tmp_path / "facts"])
    assert not facts.complete
    ports = [item for item in facts.observations if item.id == "ports/web/v"]
    assert [("not_tried", "interrupted")] == [(item.state.value, item.cause.code) for item in ports if item.cause]


@pytest.mark.long
def test_kill_loses_only_the_unit_in_hand(tmp_path: Path) -> None:
    """After kill -9 the journal goes on where it stopped, even if its last line was cut."""
    process = subprocess.Popen(
        [*script(SLOW), str(tmp_path / "facts")], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(1.5)
    process.kill()
    process.communicate()
    with (tmp_path / "facts" / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"vantage": "v", "unit": "ho')
    manifest, found = run(brief(), tmp_path / "facts", resume=True)

    assert manifest.complete
    assert ("ok", "") == states(found)["ports/web/v"]


FULL = """
    import resource, signal, sys
    from pathlib import Path
    from auditor.collectors import collect
    from auditor.errors import CollectError
    from tests.collectors.loopback import planned
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        collect(planned(agent_command=("false",)), Path(sys.argv[1]))
    except CollectError as fault:
        print(fault.message, "|", fault.remedy)
        sys.exit(7)
"""


@pytest.mark.long
@pytest.mark.parametrize("room", [10, 400, 2000])
def test_a_full_disk(room: int, tmp_path: Path) -> None:
    """When the disk refuses, the error says what to do, and no half-written part has a part's name."""
    done = subprocess.run(
        [*script(FULL), str(tmp_path / "facts"), str(room)], cwd=PROJECT, capture_output=True, text=True, check=False
    )

    assert (7, "") == (done.returncode, done.stderr)
    assert "cannot be written" in done.stdout
    assert "--resume" in done.stdout
    assert not (tmp_path / "facts" / "manifest.json").exists()
    for part in (tmp_path / "facts").glob("**/*.json"):
        json.loads(part.read_text())


def test_no_place_to_write(tmp_path: Path) -> None:
    """A folder that cannot be made is an error before anything is sent."""
    (tmp_path / "file").write_text("")

    with pytest.raises(CollectError, match="cannot be written"):
        collect(planned(), tmp_path / "file" / "facts")
