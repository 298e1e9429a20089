"""Settings read over a real SSH server, and locally; and every way in which that is refused."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.collectors import registry
from auditor.collectors.agent.settings import Found, Interview
from auditor.collectors.agent.transports import LocalReader, Result, Run, SshReader
from auditor.collectors.asks import LIMIT, MAX_FILES, Command
from auditor.collectors.kinds.firewall.places import zones_of
from auditor.collectors.outcome import Outcome
from auditor.model.facts import Cause, HostInterface, Routes, SshdConfig
from auditor.model.vocab.measurements import State
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
    assert Result(0, "a b;$(id)\n", "") == reader.run(Run(("echo", "a b;$(id)")))
    assert Result(0, "in", "") == reader.run(Run(("cat",), stdin=b"in"))
    assert reader.run(Run(("false",))).code == 1
    assert reader.run(Run(("no-such-program-here",))).missing


def test_a_program_that_may_not_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is there and closed to us, which is no absence."""
    (tmp_path / "cat").write_text("#!/bin/sh\n")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert Result(126, "", "Permission denied") == LocalReader().run(Run(("cat",)))
    assert Result(126, "", "Permission denied") == LocalReader().run(Run((f"{tmp_path}/cat",)))


def test_a_folder_of_programs_that_cannot_be_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It hides no program of another folder, and one that is nowhere else is missing, as in a shell."""
    (tmp_path / "round").symlink_to(tmp_path / "round")  # what a folder without permission is to anybody but root
    monkeypatch.setenv("PATH", f"{tmp_path}/round:/usr/bin:/bin")

    assert Result(0, "there\n", "") == LocalReader().run(Run(("echo", "there")))
    assert Result(127, "", "") == LocalReader().run(Run(("no-such-program-here",)))


def test_endless_output(reader: SshReader | LocalReader) -> None:
    """A command that never stops writing is cut off, and counts as nothing learnt."""
    result = reader.run(Run(("head", "-c", str(20 * LIMIT), "/dev/zero")))

    assert (None, "") == (result.code, result.out)


@pytest.mark.long
def test_kinds(reader: SshReader | LocalReader) -> None:
    """Every kind of settings ends in an outcome on a real machine."""
    interview = Interview(reader, {})
    found = {kind: interview.read(kind, "here") for kind in registry.dialects()}

    assert {"interfaces": State.OK, "routes": State.OK}.items() <= {
        k: f[0].outcome.state for k, f in found.items()
    }.items()
    assert isinstance(found["sshd_config"][0].outcome.data, SshdConfig)
    assert all(item.outcome.data or item.outcome.cause for each in found.values() for item in each)


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
    """A tiny real reader: a table of results by command, program or file, and nothing else. It notes what was run."""

    name = "table"
    unavailable: Outcome | None = None

    def __init__(self, results: dict[str, Result]) -> None:
        self._results = results
        self.ran: list[tuple[str, ...]] = []

    def run(self, command: Run) -> Result:
        """The result for a file that is read or listed, for the whole command, or else for its program."""
        self.ran.append(command.argv)
        name = command.argv[-1] if command.argv[0] in {"cat", "ls"} else command.argv[0].rpartition("/")[2]
        of_program = self._results.get(name, Result(127, "", "not found"))
        return self._results.get(" ".join(command.argv), of_program)


SOUND = (
    "passwordauthentication no\npubkeyauthentication yes\nkbdinteractiveauthentication yes\nauthenticationmethods any\n"
    "permitrootlogin no\nciphers a\nmacs b\nkexalgorithms c\nlistenaddress [::]:22\n"
)
LISTING = "4026531840     0 systemd         /sbin/init\n4026531840     0 ps              ps -ww -p 1 -C {} -o\n"
"""A list of processes in which no program of those that were looked for runs."""

LOOPBACK = '[{"ifname":"lo","flags":["UP"],"link_type":"loopback"}]'


def only(found: list[Found]) -> Outcome:
    """The outcome of a kind that has one."""
    (item,) = found
    return item.outcome


def test_sshd_for_a_user_without_host_keys() -> None:
    """Where the server's keys may not be read, a throw-away key is handed over on standard input instead."""
    files = {"/etc/ssh/sshd_config": Result(0, "", "")}
    reader = Canned(
        {"sshd": Result(1, "", "sshd: no hostkeys available"), "sh": Result(0, SOUND, "")}
        | files
        | {"ps": Result(0, LISTING.format("sshd,ps"), "")}
    )

    assert State.OK is only(Interview(reader, {}).read("sshd_config", "web")).state


MAIN, PARTS = "/etc/ssh/sshd_config", "/etc/ssh/sshd_config.d"
CLOSED = Result(1, "", "cat: x: Permission denied")
DROP_INS = {
    "the folder": {"find": Result(1, "", f"find: '{PARTS}': Permission denied\n")},
    "a part": {"find": Result(0, f"{PARTS}/00-local.conf\n", ""), f"{PARTS}/00-local.conf": CLOSED},
    "a part of a part": {
        "find": Result(0, f"{PARTS}/00-local.conf\n{PARTS}/inner.conf\n", ""),
        f"{PARTS}/00-local.conf": Result(0, "Include sshd_config.d/inner.conf\n", ""),
        f"{PARTS}/inner.conf": CLOSED,
    },
}


@pytest.mark.parametrize("closed", DROP_INS)
def test_sshd_for_a_user_who_may_not_read_what_is_included(closed: str) -> None:
    """What its user may not see the server passes over in silence, so what it tells him is not what is in force."""
    told = {
        "sshd": Result(0, SOUND, ""),
        MAIN: Result(0, f"Include {PARTS}/*.conf\n", ""),
        "ps": Result(0, LISTING.format("sshd,ps"), ""),
    }
    outcome = only(Interview(Canned(told | DROP_INS[closed]), {}).read("sshd_config", "web"))
    fields = {item.field for item in outcome.unread or () if item.code == "file_not_readable"}

    assert State.PARTIAL is outcome.state
    assert {"authentication_methods", "password_authentication", "permit_root_login", "source_limited"} <= fields


@pytest.mark.parametrize(
    ("result", "state", "code"),
    [
        (Result(127, "", ""), State.NOT_TRIED, "not_installed"),
        (Result(1, "", "cat: x: Permission denied"), State.NO_PERMISSION, "not_permitted"),
        (Result(None, "", "took too long"), State.TIMEOUT, "command_cut_off"),
        (Result(None, "", "wrote too much"), State.TIMEOUT, "command_cut_off"),
        (Result(0, "[", ""), State.PARSE_ERROR, "unreadable"),
        (Result(3, "", "strange"), State.NOT_TRIED, "command_failed"),
    ],
)
def test_faults(result: Result, state: State, code: str) -> None:
    """Each way of failing has its own name, and none teaches anything."""
    outcome = only(Interview(Canned({"ip": result}), {}).read("interfaces", "web"))

    assert (state, code, None) == (outcome.state, outcome.cause.code if outcome.cause else "", outcome.data)


def test_an_ask_is_put_once() -> None:
    """Addresses are wanted for interfaces and for the firewall, and asked for once."""
    reader = Canned({"ip": Result(0, LOOPBACK, ""), "nft": Result(0, '{"nftables": []}', "")})
    interview = Interview(reader, {"dmz": ("10.1.0.0/24",)})
    interview.read("interfaces", "gw")
    interview.read("firewall", "gw")

    assert 1 == reader.ran.count(("ip", "-j", "-d", "addr"))


def test_what_no_dialect_names_is_never_run() -> None:
    """An ask that is not in the registry is refused before anything is started."""
    reader = Canned({})
    dialect = replace(registry.of("interfaces")[0], asks=(Command(id="shadow", words=("cat", "/etc/shadow")),))

    with pytest.raises(PermissionError, match="shadow is no ask"):
        Interview(reader, {}).answers(dialect)
    assert [] == reader.ran


def test_a_client_that_answers_makes_the_others_needless() -> None:
    """Where chrony told, nobody asks for another client."""
    told = "0A14287B,10.20.40.123,3,1795387281.5,0.00001,0,0,0,0,0,0,0,16.0,Normal"
    reader = Canned({"chronyc": Result(0, told, ""), "chronyc -c -N sources": Result(0, "", "")})

    assert State.OK is only(Interview(reader, {}).read("time_config", "web")).state
    assert {"timedatectl", "ntpq"}.isdisjoint(argv[0] for argv in reader.ran)


def test_the_daemon_does_not_run() -> None:
    """A program that is there and says that its daemon is not, has answered; one that may not be asked has not."""
    nobody = Result(0, LISTING.format("chronyd,systemd-timesyn,ntpd,ps"), "")
    absent = Canned({"chronyc": Result(1, "506 Cannot talk to daemon\n", ""), "ps": nobody})
    hidden = Canned({"chronyc": Result(1, "501 Not authorised\n", "")})

    assert State.OK is only(Interview(absent, {}).read("time_config", "web")).state
    assert State.NO_PERMISSION is only(Interview(hidden, {}).read("time_config", "web")).state


NO_MORE = {"find": Result(0, "", "")}
NGINX = NO_MORE | {"/etc/nginx/nginx.conf": Result(0, "http { include sites/*.conf; server { listen 80; } }", "")}
APACHE = NO_MORE | {"/etc/apache2/apache2.conf": Result(0, "Listen 8080\nInclude sites/*.conf\n", "")}
LISTED = {"apachectl": Result(0, "VirtualHost configuration:\n", "")}


def test_two_servers_are_two_observations() -> None:
    """A machine with nginx and Apache tells of both, each under its platform's name."""
    shown = Result(0, "# configuration file /etc/nginx/nginx.conf:\nhttp { server { listen 80; } }\n", "")
    found = Interview(Canned(APACHE | LISTED | {"nginx": shown}), {}).read("web_config", "web")

    assert [("apache", State.OK), ("nginx", State.OK)] == [(item.detail, item.outcome.state) for item in found]


def test_no_server_that_is_known() -> None:
    """A machine with neither is said to have none of those that were looked for, which is not to have none."""
    outcome = only(Interview(Canned({}), {}).read("web_config", "web"))

    assert (State.NOT_TRIED, Cause(code="no_dialect", args=("apache", "nginx")), ("apache", "nginx")) == (
        outcome.state,
        outcome.cause,
        outcome.cover.tried if outcome.cover else (),
    )


def test_a_server_that_may_not_be_read() -> None:
    """A main file that is there and closed to us is no absence."""
    denied = {"/etc/nginx/nginx.conf": Result(1, "", "cat: Permission denied")}
    found = Interview(Canned(denied), {}).read("web_config", "web")

    assert [("nginx", State.NO_PERMISSION)] == [(item.detail, item.outcome.state) for item in found]


def test_only_what_is_included_is_read() -> None:
    """Of all that lies beside the main file, only what it includes is fetched, and never what looks like a secret."""
    below = ("sites/a.conf", "sites/b.key", "other.conf", "sites/../../shadow", "sites/.htpasswd")
    listing = "\n".join(f"/etc/nginx/{name}" for name in below)
    reader = Canned(NGINX | {"find": Result(0, listing, ""), "/etc/nginx/sites/a.conf": Result(0, "", "")})
    Interview(reader, {}).read("web_config", "web")

    read = {argv[-1] for argv in reader.ran if argv[0] == "cat" and argv[-1].startswith("/etc/nginx")}
    assert {"/etc/nginx/nginx.conf", "/etc/nginx/sites/a.conf"} == read


def test_more_files_than_are_read() -> None:
    """A tree of more files than are read is not whole."""
    names = [f"/etc/nginx/sites/{number}.conf" for number in range(MAX_FILES + 1)]
    files = {name: Result(0, "", "") for name in names}
    reader = Canned(NGINX | {"find": Result(0, "\n".join(names), "")} | files)

    assert State.PARTIAL is only(Interview(reader, {}).read("web_config", "web")).state


@pytest.mark.parametrize(
    ("closed", "code"), [("sites", "file_not_readable"), ("private", "not_told"), ("sit", "not_told")]
)
def test_a_folder_that_may_not_be_looked_into(closed: str, code: str) -> None:
    """A server's globs reach into it and ours do not, which nothing but `find` says; elsewhere it hides nothing."""
    said = f"find: '/etc/nginx/{closed}': Permission denied\n"
    reader = Canned(NGINX | {"find": Result(1, "", said)})

    cause = only(Interview(reader, {}).read("web_config", "web")).cause

    assert cause is not None
    assert code == cause.code


def test_only_the_network_is_the_hosts_own() -> None:
    """Where the files that can be seen are another machine's, none is read, and what they would say is unread."""
    reader = Canned({"ip": Result(0, "[]", ""), "grep": Result(0, "/etc/environment:http_proxy=http://mine:1\n", "")})
    outcome = only(Interview(reader, {}, network_only=True).read("routes", "web"))

    assert {"ip"} == {argv[0] for argv in reader.ran}
    assert ("proxy", "not_told") in [(item.field, item.code) for item in outcome.unread or ()]
    assert isinstance(outcome.data, Routes)
    assert outcome.data.proxy is None


def test_firewalls() -> None:
    """A firewall that may not be read is no open and no closed one; a zone the gateway is not in is not tried."""
    zones = {"dmz": ("10.1.0.0/24",)}
    addresses = Result(0, LOOPBACK, "")
    denied = Canned({"nft": Result(1, "", "Operation not permitted"), "ip": addresses})
    broken = Canned({"nft": Result(0, "{", ""), "ip": addresses})
    elsewhere = Canned({"nft": Result(0, '{"nftables": []}', ""), "ip": addresses})

    assert [State.NO_PERMISSION, State.PARSE_ERROR, State.NOT_TRIED] == [
        only(Interview(reader, zones).read("firewall", "gw")).state for reader in (denied, broken, elsewhere)
    ]


def test_zones_of_interfaces() -> None:
    """An interface leads to the zone its address lies in."""
    interfaces = (HostInterface(name="eth1", addresses=("fe80::1", "10.1.0.1")),)

    assert {"eth1": "dmz"} == zones_of(interfaces, {"dmz": ("10.1.0.0/24",), "x": ("10.2.0.0/24",)})
