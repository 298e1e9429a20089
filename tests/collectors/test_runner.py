"""Ways to a vantage: a child, a namespace, another machine over SSH, and a folder carried by hand."""

import subprocess
from pathlib import Path

import pytest

from auditor.collectors import collect, read_facts
from auditor.collectors.running.carriers import decode, enter
from auditor.errors import CollectError
from auditor.model.snmp_access import SnmpAccess
from tests.collectors.loopback import AGENT, WEB, brief, planned, scope
from tests.collectors.servers import datagrams
from tests.collectors.sshd import PLACE, Server


def states(folder: Path) -> dict[str, tuple[str, str]]:
    found = read_facts([folder]).observations
    return {item.id: (item.state.value, item.cause.code if item.cause else "") for item in found}


def test_over_ssh(server: Server, tmp_path: Path) -> None:
    """An agent on another machine measures and its results come back whole."""
    access = server.access().model_dump()
    manifest = collect(brief(kind="ssh", address=str(PLACE), ssh=access, agent_command=AGENT), tmp_path / "facts")

    assert manifest.complete
    assert ("ok", "") == states(tmp_path / "facts")["ports/web/v"]


def test_a_machine_that_is_not_the_known_one(server: Server, tmp_path: Path) -> None:
    """With another host key nothing is handed over, and every look says why it is missing."""
    access = server.access(known_hosts_file=str(server.folder / "other_hosts")).model_dump()
    manifest = collect(brief(kind="ssh", address=str(PLACE), ssh=access, agent_command=AGENT), tmp_path / "facts")

    assert not manifest.complete
    assert ("not_tried", "agent_failed") == states(tmp_path / "facts")["ports/web/v"]


def test_a_bundle(tmp_path: Path) -> None:
    """The order is carried away, carried out, carried back, and the collection is whole."""
    folder = tmp_path / "facts"
    first = collect(brief(kind="bundle"), folder)
    bundle = folder / "bundles" / "v"
    subprocess.run([*AGENT, "--job", bundle / "job.json", "--output", bundle / "result.jsonl"], check=True)
    second = collect(brief(kind="bundle"), folder, resume=True)

    assert (False, True) == (first.complete, second.complete)
    assert ("ok", "") == states(folder)["ports/web/v"]


def test_a_bundle_cut_short(tmp_path: Path) -> None:
    """A result that lost its end is taken as far as it goes, and the rest is missing."""
    folder = tmp_path / "facts"
    collect(brief(kind="bundle"), folder)
    bundle = folder / "bundles" / "v"
    subprocess.run([*AGENT, "--job", bundle / "job.json", "--output", bundle / "result.jsonl"], check=True)
    whole = (bundle / "result.jsonl").read_bytes()
    (bundle / "result.jsonl").write_bytes(whole[: whole.index(b'"unit"') + 30])
    manifest = collect(brief(kind="bundle"), folder, resume=True)

    assert not manifest.complete
    assert ("not_tried", "agent_failed") == states(folder)["ports/web/v"]


@pytest.mark.parametrize("name", ["../etc", "a b", "", "pid:0", "pid:x", "pid:1;reboot", ".."])
def test_no_namespace(name: str) -> None:
    """A name that could be a path, an option or a command is refused."""
    with pytest.raises(CollectError, match="no network namespace"):
        enter(name)


def test_namespaces() -> None:
    """By name only the network is entered; by process its files, too."""
    assert ["nsenter", "--net=/run/netns/aud-dmz", "--"] == enter("aud-dmz")
    assert ["nsenter", "--target", "42", "--net", "--mount", "--uts", "--"] == enter("pid:42")


def test_an_order_that_cannot_be_read() -> None:
    """An agent refuses an order it does not understand, and sends nothing."""
    done = subprocess.run(AGENT, input=b'{"schema": "job/2"}\n', capture_output=True, check=False)

    assert (2, b"") == (done.returncode, done.stdout)
    assert b"cannot be read" in done.stderr


def test_lines() -> None:
    """Only an object is a message."""
    assert {"unit": "x"} == decode(b'{"unit": "x"}\n')
    assert [None, None, None] == [decode(line) for line in (b"", b"[1]", b'{"unit": ')]


def test_what_the_owner_entered_stands_in_no_file(tmp_path: Path) -> None:
    """An agent hears it on its standard input; neither a bundle nor a fact, log or journal has it."""
    word = "cong-dong-rieng"
    entered = SnmpAccess(communities=(word,))
    asked: list[bytes] = []

    def silent(data: bytes) -> None:
        asked.append(data)

    permission = scope(ports=["udp/161"])
    with datagrams(silent, WEB, 161):
        for kind in ("local", "bundle"):
            collect(planned(permission=permission, kind=kind, agent_command=AGENT), tmp_path / kind, entered=entered)

    assert 2 == sum(word.encode() in each for each in asked)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (tmp_path / "bundle" / "bundles" / "v" / "job.json") in files
    assert not [path for path in files if word.encode() in path.read_bytes()]
