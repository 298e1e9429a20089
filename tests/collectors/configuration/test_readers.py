"""Settings read over a real SSH server, and locally; and every way in which that is refused."""

import time
from collections.abc import Iterator

import pytest

from auditor.collectors.configuration import commands
from auditor.collectors.configuration.commands import Command
from auditor.collectors.configuration.firewall import read_firewall, zones_of
from auditor.collectors.configuration.readers import LIMIT, LocalReader, Result, SshReader
from auditor.collectors.configuration.settings import READERS, read_sshd
from auditor.collectors.outcome import Outcome
from auditor.model.facts import HostInterface, Interfaces, SshdConfig
from auditor.model.vocab import State
from tests.collectors.sshd import PLACE, PORT, Server


@pytest.fixture(params=["ssh", "local"])
def reader(request: pytest.FixtureRequest, server: Server) -> Iterator[SshReader | LocalReader]:
    """Both ways of running a command."""
    if request.param == "local":
        yield LocalReader()
        return
    with SshReader(PLACE, server.access(), "test") as over_ssh:
        assert over_ssh.unavailable is None
        yield over_ssh


def test_commands(reader: SshReader | LocalReader) -> None:
    """Words are quoted, input is handed over, failures and missing programs are told apart."""
    assert Result(0, "a b;$(id)\n", "") == reader.run(Command(("echo", "a b;$(id)")))
    assert Result(0, "in", "") == reader.run(Command(("cat",), stdin=b"in"))
    assert reader.run(Command(("false",))).code == 1
    assert reader.run(Command(("no-such-program-here",))).missing


def test_endless_output(reader: SshReader | LocalReader) -> None:
    """A command that never stops writing is cut off, and counts as nothing learnt."""
    started = time.monotonic()
    result = reader.run(Command(("head", "-c", str(20 * LIMIT), "/dev/zero")))

    assert (None, "") == (result.code, result.out)
    assert time.monotonic() - started < 20


def test_kinds(reader: SshReader | LocalReader) -> None:
    """Every kind of settings ends in an outcome on a real machine."""
    found = {kind: read(reader) for kind, read in READERS.items()}

    assert State.OK is found["interfaces"].state
    assert State.OK is found["routes"].state
    assert isinstance(found["sshd_config"].data, SshdConfig)
    assert all(outcome.data is not None or outcome.cause is not None for outcome in found.values())


def test_a_key_that_is_not_admitted(server: Server) -> None:
    """A refused login is no permission."""
    with SshReader(PLACE, server.access(key_file=str(server.folder / "stranger")), "test") as reader:
        outcome = reader.unavailable

    assert outcome is not None
    assert (State.NO_PERMISSION, "login_refused") == (outcome.state, outcome.cause.code if outcome.cause else "")


def test_another_host_key(server: Server) -> None:
    """A machine that is not the one we know gets no login at all."""
    known = str(server.folder / "other_hosts")
    with SshReader(PLACE, server.access(known_hosts_file=known), "test") as reader:
        outcome = reader.unavailable

    assert outcome is not None
    assert (State.NO_PERMISSION, "host_key_unknown") == (outcome.state, outcome.cause.code if outcome.cause else "")


def test_nobody_listens(server: Server) -> None:
    """A closed port is refused; missing files are our own fault and said so."""
    with SshReader(PLACE, server.access(port=PORT + 1), "test") as closed:
        assert closed.unavailable is not None
        assert State.REFUSED is closed.unavailable.state
    with SshReader(PLACE, server.access(known_hosts_file="/nonexistent"), "test") as absent:
        assert absent.unavailable is not None
        assert State.NOT_TRIED is absent.unavailable.state


class Canned:
    """A tiny real reader: a table of results, everything else missing."""

    name = "table"
    unavailable: Outcome | None = None

    def __init__(self, **results: Result) -> None:
        self._results = results

    def run(self, command: Command) -> Result:
        """The result of the table for the program, whatever its arguments."""
        return self._results.get(command.argv[0].rpartition("/")[2], Result(127, "", "not found"))


SOUND = (
    "passwordauthentication no\npubkeyauthentication yes\nkbdinteractiveauthentication yes\nauthenticationmethods any\n"
)


def test_sshd_for_a_user_without_host_keys() -> None:
    """Where the server's keys may not be read, a throw-away key is handed over on standard input instead."""
    reader = Canned(sshd=Result(1, "", "sshd: no hostkeys available"), sh=Result(0, SOUND, ""))

    assert State.OK is read_sshd(reader).state


@pytest.mark.parametrize(
    ("result", "state", "code"),
    [
        (Result(127, "", ""), State.NOT_TRIED, "not_installed"),
        (Result(1, "", "cat: x: Permission denied"), State.NO_PERMISSION, "not_permitted"),
        (Result(None, "", "took too long"), State.TIMEOUT, "command_cut_off"),
        (Result(0, "[", ""), State.PARSE_ERROR, "unreadable"),
        (Result(3, "", "strange"), State.NOT_TRIED, "command_failed"),
    ],
)
def test_faults(result: Result, state: State, code: str) -> None:
    """Each way of failing has its own name, and none teaches anything."""
    outcome = READERS["interfaces"](Canned(ip=result))

    assert (state, code, None) == (outcome.state, outcome.cause.code if outcome.cause else "", outcome.data)


def test_no_time_client() -> None:
    """That no client runs is said only when each was asked; one we may not ask is not absent."""
    absent = READERS["time_config"](Canned(chronyc=Result(1, "506 Cannot talk to daemon\n", "")))
    hidden = READERS["time_config"](Canned(chronyc=Result(1, "", "501 Not authorised")))

    assert absent.data is not None
    assert {"service": "none", "synchronised": False} == absent.data.model_dump(include={"service", "synchronised"})
    assert (State.NO_PERMISSION, None) == (hidden.state, hidden.data)


def test_firewalls() -> None:
    """A firewall that may not be read is no open and no closed one."""
    zones = {"dmz": ("10.1.0.0/24",)}
    denied = read_firewall(Canned(nft=Result(1, "", "Operation not permitted")), zones)
    broken = read_firewall(Canned(nft=Result(0, "{", ""), ip=Result(0, "[]", "")), zones)

    assert isinstance(denied, Outcome)
    assert State.NO_PERMISSION is denied.state
    assert isinstance(broken, Outcome)
    assert State.PARSE_ERROR is broken.state


def test_zones_of_interfaces() -> None:
    """An interface leads to the zone its address lies in."""
    interfaces = Interfaces(interfaces=(HostInterface(name="eth1", addresses=("fe80::1", "10.1.0.1")),))

    assert {"eth1": "dmz"} == zones_of(interfaces, {"dmz": ("10.1.0.0/24",), "x": ("10.2.0.0/24",)})


@pytest.mark.parametrize(
    "path",
    [
        "/etc/shadow",
        "/etc/nginx/../shadow",
        "/etc/nginx/ssl/site.key",
        "/etc/nginx/site.PEM",
        "/etc/logrotate.d/../shadow",
        "/etc/logrotate.d/sub/x",
        "/etc/nginx/a;reboot",
        "etc/nginx/x",
        "/etc/nginx/.htpasswd",
        "",
    ],
)
def test_files_nobody_listed(path: str) -> None:
    """No command exists for a file outside the table, whatever a configuration points to."""
    assert commands.read(path) is None


def test_listed_files() -> None:
    """What is listed is read by cat alone; only listed folders are listed."""
    assert Command(("cat", "/etc/nginx/sites-enabled/a.conf")) == commands.read("/etc/nginx/sites-enabled/a.conf")
    assert Command(("cat", "/etc/rsyslog.d/50.conf")) == commands.read("/etc/rsyslog.d/50.conf")
    with pytest.raises(ValueError, match="no folder"):
        commands.listing("/etc")


def test_nothing_writes_or_uses_sudo() -> None:
    """Every command of the table starts a program that only reads."""
    programs = {command.argv[0].rpartition("/")[2] for command in (*commands.FIXED, commands.NGINX_FILES)}

    assert {"sshd", "ip", "cat", "nft", "chronyc", "timedatectl", "ntpq", "find"} == programs
