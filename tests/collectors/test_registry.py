"""What there is to look at follows from the files, and what may be run from what there is to look at."""

import subprocess
import sys
from dataclasses import replace

import pytest

from auditor.collectors import registry
from auditor.collectors.asks import Command, File, Folder, Includes, Series
from auditor.collectors.dialect import Dialect, Machine
from auditor.model.facts import KINDS
from auditor.model.inventory import Host
from auditor.model.vocab.measurements import Basis
from auditor.model.vocab.subjects import SubjectKind

LINUX = registry.of("interfaces")[0]
FOLDERS = [ask for ask in registry.asks().values() if isinstance(ask, Folder)]
SERIES = [ask for ask in registry.asks().values() if isinstance(ask, Series)]
TREES = [ask for ask in registry.asks().values() if isinstance(ask, Includes)]


def test_what_is_read_from_where() -> None:
    """Today's kinds of settings with their platforms, and the questions to services."""
    assert {
        "accounts": ["linux"],
        "firewall": ["linux"],
        "host_filter": ["linux"],
        "interfaces": ["linux"],
        "listening": ["linux"],
        "logging": ["linux"],
        "own_clock": ["linux"],
        "packages": ["debian"],
        "password_policy": ["linux"],
        "routes": ["linux"],
        "sshd_config": ["linux"],
        "time_config": ["linux"],
        "updates": ["debian"],
        "web_config": ["apache", "nginx"],
    } == {kind: [dialect.platform.id for dialect in each] for kind, each in registry.dialects().items()}
    assert {"tls", "http", "http_versions", "incident_contacts", "ssh"} == set(registry.questions())
    of_network = {kind for kind in registry.dialects() if registry.of_network(kind)}
    assert {"firewall", "host_filter", "interfaces", "listening", "routes"} == of_network
    assert {"own_clock"} == {kind for kind in registry.dialects() if registry.compared(kind)}
    assert (Basis.CONFIGURED, Basis.MEASURED) == (registry.basis("web_config"), registry.basis("tls"))


def test_questions_are_about_endpoints() -> None:
    """A question to a service makes an observation about an endpoint."""
    assert {SubjectKind.ENDPOINT} == {KINDS[kind].subject for kind in registry.questions()}


@pytest.mark.parametrize(
    ("roles", "more"), [((), set()), (("web",), {"web_config"}), (("gateway", "database"), {"firewall"})]
)
def test_what_is_wanted_of_a_machine(roles: tuple[str, ...], more: set[str]) -> None:
    """Roles of the inventory decide what is wanted beyond what every machine is asked."""
    host = Host.model_validate(
        {"id": "h", "system": "s", "interfaces": [{"network": "n", "address": "10.0.0.1"}], "roles": roles}
    )
    every = {"host_filter", "interfaces", "listening", "logging", "own_clock", "packages", "routes", "sshd_config"}
    every |= {"accounts", "password_policy", "time_config", "updates"}

    assert every | more == set(registry.wanted(Machine(host, ())))


ODD = Command(id=LINUX.asks[0].id, words=("cat", "/etc/hostname"))


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ({"interfaces": (LINUX, LINUX)}, "read twice from one platform: linux, linux"),
        ({"gossip": (LINUX,)}, "gossip is no kind"),
        ({"routes": (LINUX,)}, "another kind stands in the folder routes"),
        (
            {"interfaces": (LINUX, replace(LINUX, asks=(ODD,), platform=replace(LINUX.platform, id="odd")))},
            "two different asks are called ip addr",
        ),
    ],
)
def test_what_is_refused(found: dict[str, tuple[Dialect, ...]], fault: str) -> None:
    """A dialect that is there twice, stands in a wrong place or takes another's name is a mistake of ours."""
    with pytest.raises(ValueError, match=fault):
        registry.check_dialects(found)


def test_nothing_writes_or_uses_sudo() -> None:
    """Every program that is ever started on a machine is one that only reads."""
    commands = [ask for ask in registry.asks().values() if isinstance(ask, Command)]
    commands += [ask.listing() for ask in TREES]
    commands += [Command(id=ask.id, words=ask.words, otherwise=ask.otherwise) for ask in SERIES]
    commands += [ask.otherwise for ask in commands if ask.otherwise is not None]
    programs = {command.words[0].rpartition("/")[2] for command in commands}

    assert {
        "sshd",
        "sh",
        "apt-cache",
        "apt-config",
        "dpkg-query",
        "uname",
        "ip",
        "cat",
        "nft",
        "ipset",
        "iptables-save",
        "iptables-nft-save",
        "iptables-legacy-save",
        "ip6tables-save",
        "ip6tables-nft-save",
        "ip6tables-legacy-save",
        "chronyc",
        "timedatectl",
        "ntpq",
        "find",
        "grep",
        "apachectl",
        "httpd",
        "ps",
        "systemctl",
        "getent",
        "journalctl",
        "systemd-analyze",
        "nginx",
        "ss",
        "date",
        "passwd",
        "chage",
        "lslogins",
        "stat",
        "useradd",
    } == programs
    assert {"apachectl -t -D DUMP_VHOSTS", "httpd -t -D DUMP_VHOSTS"} == {
        " ".join(command.words) for command in commands if command.words[0] in {"apachectl", "httpd"}
    }


@pytest.mark.parametrize(
    "path",
    [
        "/etc/shadow",
        "/etc/nginx/../shadow",
        "/etc/nginx/ssl/site.key",
        "/etc/apache2/tls/site.PEM",
        "/etc/logrotate.d/../shadow",
        "/etc/logrotate.d/sub/x",
        "/etc/nginx/a;reboot",
        "etc/nginx/x",
        "/etc/nginx/.htpasswd",
        "/etc/apache2/users.htpasswd",
        "",
    ],
)
def test_files_nobody_named(path: str) -> None:
    """No ask reads a file outside of what it names, whatever a configuration points to."""
    assert not any(ask.admits(path) for ask in FOLDERS)
    assert not any(ask.admits(path) for ask in TREES)
    assert path not in {p for ask in registry.asks().values() if isinstance(ask, File) for p in ask.paths}


def test_files_that_are_read() -> None:
    """Files of the named folders, and those below a main file's."""
    assert any(ask.admits("/etc/rsyslog.d/50.conf") for ask in FOLDERS)
    assert any(ask.admits("/etc/nginx/sites-enabled/a.conf") for ask in TREES)
    assert any(ask.admits("/etc/apache2/mods-enabled/ssl.load") for ask in TREES)


def test_help_does_not_pay_for_what_can_be_read() -> None:
    """Dialects and heavy libraries are loaded when somebody collects, and not to say what the verbs are."""
    probe = (
        "import sys\nfrom auditor.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([n for n in sys.modules if n.startswith('auditor.collectors.kinds') or n in ('asyncssh', 'crossplane')])"
    )
    told = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout

    assert "[]" == told.strip().splitlines()[-1]
