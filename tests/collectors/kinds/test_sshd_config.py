"""Effective configurations of OpenSSH, as recorded, and held against the server itself."""

import os
from itertools import count
from pathlib import Path

import pytest

from auditor.collectors.agent.transports import SshReader
from auditor.collectors.asks import Answer, Answers, Trouble
from auditor.collectors.kinds.sshd_config.asking import FILES, LOGINS, OTHER_FILES
from auditor.collectors.kinds.sshd_config.linux import read
from auditor.collectors.kinds.sshd_config.servers import PROCESSES, SINCE, Servers, changed_since, servers
from auditor.collectors.kinds.sshd_config.sources import limited
from auditor.collectors.platforms.linux_sshd import SSHD
from auditor.model.facts import Reading, SshdConfig
from tests.collectors.sshd import PLACE, running

CASES = Path(__file__).parent / "sshd_config" / "linux"
REPORT = Path("answers", "sshd-T.txt")


OPEN = "passwordauthentication no\npubkeyauthentication yes\nkbdinteractiveauthentication no\n"
MAIN = "/etc/ssh/sshd_config"
LISTED = Answer((CASES / "weak" / "answers" / "ps-sshd.txt").read_text())


def reading(text: str, files: dict[str, str] | None = None, accounts: tuple[str, ...] = ()) -> Reading:
    each = tuple((path, Answer(told)) for path, told in (files or {MAIN: ""}).items())
    return read(Answers({SSHD.id: Answer(text), FILES.id: Answer(files=each), PROCESSES.id: LISTED}, accounts=accounts))


def unread(found: Reading, code: str = "conditional") -> dict[str, str]:
    """Fields that are unread for one reason, and where."""
    return {item.field: item.where for item in found.unread if item.code == code}


def parse(text: str) -> SshdConfig:
    """The settings of an output that has some."""
    data = reading(text).data
    assert isinstance(data, SshdConfig)
    return data


def test_two_factors_and_limited_sources() -> None:
    """A server for two factors, whose users may come from two networks only."""
    found = parse((CASES / "two-factors" / REPORT).read_text())

    assert (
        ("publickey,keyboard-interactive",),
        False,
        True,
        True,
        "no",
        (
            "quantri@10.20.40.0/24",
            "quantri@2001:db8:40::/64",
            "auditor@10.20.40.0/24",
            "auditor@2001:db8:40::/64",
        ),
        True,
        ("chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com"),
    ) == (
        found.authentication_methods,
        found.password_authentication,
        found.keyboard_interactive,
        found.public_key,
        found.permit_root_login,
        found.allow_users,
        found.source_limited,
        found.ciphers,
    )


def test_passwords_and_old_ciphers() -> None:
    """A weak server: any method, passwords, root, CBC."""
    found = parse((CASES / "weak" / REPORT).read_text())

    assert (("any",), True, "yes", False) == (
        found.authentication_methods,
        found.password_authentication,
        found.permit_root_login,
        found.source_limited,
    )
    assert "3des-cbc" in (found.ciphers or ())


@pytest.mark.parametrize("lines", [0, 5, 20])
def test_cut_short(lines: int) -> None:
    """Output without the keywords that decide who may log in tells nothing."""
    text = (CASES / "two-factors" / REPORT).read_text().splitlines()[:lines]
    found = reading("\n".join(text))

    assert found.data is None
    assert found.cause is not None
    assert "lacks" in found.cause.args[0]


def test_what_was_cut_off_later() -> None:
    """A keyword that every server prints and that is not there leaves its field unread."""
    found = reading(f"{OPEN}ciphers a,b\n")

    assert {"permit_root_login", "macs", "kex", "authentication_methods", "ports"} == set(unread(found, "not_told"))
    assert isinstance(found.data, SshdConfig)
    assert (None, ("a", "b")) == (found.data.macs, found.data.ciphers)


def test_ports() -> None:
    """Ports of the addresses listened on, which `Port` alone does not decide."""
    listens = "port 22\nlistenaddress 127.0.0.1:2222\nlistenaddress [::]:22\nlistenaddress 0.0.0.0:22\n"

    assert ("tcp/22", "tcp/2222") == parse(OPEN + listens).ports


SOURCES = [
    ("a@10.0.0.0/8", True),
    ("a", False),
    ("a@10.0.0.0/8 b", False),
    ("a@*", False),
    ("a@?*", False),
    ("a@**", False),
    ("a@*.*", False),
    ("a@*.*.*.*", False),
    ("a@*:*", False),
    ("a@*.* a@*:*", False),
    ("a@10.0.0.0/8 a@*:*", False),
    ("a@*::*", None),
    ("a@0.0.0.0/0", False),
    ("a@::/0", False),
    ("a@0.0.0.0/0,::/0", False),
    ("a@", False),
    ("a@0.0.0.0/1 a@128.0.0.0/1", False),
    ("a@0.0.0.0/1,128.0.0.0/1", False),
    ("a@128.0.0.0/1 b@0.0.0.0/1", False),
    ("a@10.0.0.0/8,0.0.0.0/0", False),
    ("a@*,!10.1.2.3", False),
    ("a@0.0.0.0/1", None),
    ("a@1*", None),
    ("a@*.vn", None),
    ("a@10.*", True),
    ("a@10.20.*.*", True),
    ("a@2001:db8:*", True),
    ("a@2001:db8::/32 b@192.0.2.7", True),
    ("a@*,!0.0.0.0/1,!128.0.0.0/2,!192.0.0.0/3,!::/0", True),
    ("a@admin.quangninh.gov.vn", True),
    ("a@*.idc.quangninh.gov.vn", True),
]


@pytest.mark.parametrize(("users", "expected"), SOURCES)
def test_limited_sources(users: str, expected: bool | None) -> None:  # noqa: FBT001  # a column of the table
    """One user without a source, or sources that are everywhere in whatever spelling, and sources are not limited."""
    found = reading(f"{OPEN}allowusers {users}\n")

    assert isinstance(found.data, SshdConfig)
    assert expected is found.data.source_limited
    assert (expected is None) == ("source_limited" in unread(found, "not_understood"))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("allowgroups admins\n", False),
        ("allowgroups admins\nallowusers a@10.0.0.0/8\n", True),
        ("denyusers *@*,!10.0.0.0/8\n", True),
        ("denyusers *@0.0.0.0/0,!10.0.0.0/8\n", False),
        ("denyusers x@*\n", False),
        ("denyusers *@192.0.2.0/24\n", False),
        ("denyusers *@?.vn\n", None),
    ],
)
def test_groups_and_refusals(lines: str, expected: bool | None) -> None:  # noqa: FBT001  # a column of the table
    """Groups limit no source and widen none; refusals limit where they leave little. IPv6 has to be refused as well."""
    found = reading(OPEN + lines)

    assert isinstance(found.data, SshdConfig)
    assert expected is found.data.source_limited


LET_IN = [
    "root",
    "b root",
    *(f"root@{source}" for source in ("*", "?*", "**", "*.*", "*.*.*.*", "0.0.0.0/0", "0.0.0.0/0,::/0", "*,!10.1.2.3")),
    "root@0.0.0.0/1 root@128.0.0.0/1",
    "root@0.0.0.0/1,128.0.0.0/1",
    "root@10.0.0.0/8,0.0.0.0/0",
    "root@0.0.0.0/1",
    "root@1*",
    "root@127.*",
    "root@127.0.0.0/8",
]
KEPT_OUT = [
    "b",
    *(f"root@{source}" for source in ("10.0.0.0/8", "::/0", "128.0.0.0/1", "10.*", "*.vn", "?", "2001:db8:*")),
    "root@*,!0.0.0.0/1,!128.0.0.0/2,!192.0.0.0/3,!::/0",
    "root@admin.quangninh.gov.vn",
    "root@*.idc.quangninh.gov.vn",
]
_PORTS = count(12300)


@pytest.mark.skipif(os.geteuid() != 0, reason="sshd needs root")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("users", "expected"), [*((users, True) for users in LET_IN), *((users, False) for users in KEPT_OUT)]
)
def test_whom_the_server_lets_in(users: str, expected: bool, tmp_path: Path) -> None:  # noqa: FBT001  # a column of the table
    """The server takes the patterns as they are read here: what limits nothing lets root in from this machine."""
    with (
        running(tmp_path, more=f"AllowUsers {users}\n", port=next(_PORTS)) as server,
        SshReader(PLACE, server.access(user="root"), "test") as reader,
    ):
        let_in = reader.unavailable is None

    assert expected is let_in
    assert let_in or "root" not in users or "::/0" in users or limited(users.split(), ()) is not False


FACTORS = "authenticationmethods publickey,keyboard-interactive\npermitrootlogin without-password\n"
BLOCK = "Match Address 10.0.0.0/8\n  "


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("AuthenticationMethods password", {"authentication_methods"}),
        ('AuthenticationMethods "publickey,keyboard-interactive"', set()),
        ("PasswordAuthentication yes", {"password_authentication"}),
        ("PasswordAuthentication=no # as before", set()),
        ("ChallengeResponseAuthentication yes", {"keyboard_interactive"}),
        ("PermitRootLogin prohibit-password", set()),
        ("PermitRootLogin yes", {"permit_root_login"}),
        ("AllowUsers *", {"allow_users", "source_limited"}),
        ("DenyUsers *", {"source_limited"}),
        ("AllowGroups admins", {"allow_groups"}),
        ("ForceCommand internal-sftp", set()),
    ],
)
def test_what_a_block_changes_is_unread(line: str, fields: set[str]) -> None:
    """Only what it makes different, named with its line."""
    found = reading(OPEN + FACTORS, {MAIN: f"Port 22\n{BLOCK}{line}\n"})

    assert dict.fromkeys(fields, f"{MAIN}:3") == unread(found)
    assert isinstance(found.data, SshdConfig)
    assert (1, 0) == (found.data.match_blocks, found.data.match_all_blocks)


def test_match_all_ends_a_block() -> None:
    """What holds for everybody again is told by `sshd -T`."""
    found = reading(OPEN + FACTORS, {MAIN: f"{BLOCK}X11Forwarding no\nMatch all\nPasswordAuthentication yes\n"})

    assert {} == unread(found)
    assert isinstance(found.data, SshdConfig)
    assert (1, 1) == (found.data.match_blocks, found.data.match_all_blocks)


def test_blocks_of_included_files() -> None:
    """A block ends with its file, and a file included within a block belongs to it."""
    part, inner = f"{MAIN}.d/a.conf", f"{MAIN}.d/b.inner"
    files = {
        MAIN: f"Include {MAIN}.d/*.conf\nPermitRootLogin yes\nMatch User x\n  Include sshd_config.d/b.inner\n",
        inner: "PasswordAuthentication yes\n",
        part: "Match User y\nX11Forwarding no\n",
    }

    assert {"password_authentication": f"{inner}:1"} == unread(reading(OPEN + FACTORS, files))


def test_an_include_that_leads_elsewhere() -> None:
    """What stands in files nobody reads may change everything that a block may change."""
    found = reading(OPEN + FACTORS, {MAIN: "Include /srv/sshd/*.conf\n"})

    assert {"match_blocks", "authentication_methods", "source_limited"} <= set(unread(found, "not_read"))
    assert isinstance(found.data, SshdConfig)
    assert found.data.match_blocks is None


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(trouble=Trouble.DENIED), "file_not_readable"),
        (Answer(trouble=Trouble.MISSING), "not_read"),
        (Answer(files=((MAIN, Answer("")), (f"{MAIN}.d", Answer(trouble=Trouble.DENIED)))), "file_not_readable"),
    ],
)
def test_files_that_nobody_may_read(answer: Answer, code: str) -> None:
    """Without the files nobody knows about blocks; a folder that may not be looked into is such a file."""
    found = read(Answers({SSHD.id: Answer(OPEN + FACTORS), FILES.id: answer, PROCESSES.id: LISTED}))

    assert {"match_blocks", "authentication_methods", "password_authentication"} <= set(unread(found, code))


OWN = "Match User auditor Address 10.20.40.0/24\n  AuthenticationMethods publickey\n"


@pytest.mark.parametrize(
    ("text", "accounts", "fields"),
    [
        (OWN, ("auditor",), set()),
        (OWN, (), {"authentication_methods"}),
        (OWN.replace("auditor", "auditor,admin"), ("auditor",), {"authentication_methods"}),
        (OWN.replace("auditor", "*"), ("auditor",), {"authentication_methods"}),
        (OWN.replace("10.20.40.0/24", "*"), ("auditor",), {"authentication_methods"}),
        (OWN.replace(" Address 10.20.40.0/24", ""), ("auditor",), {"authentication_methods"}),
        (OWN.replace("publickey", "password"), ("auditor",), {"authentication_methods"}),
        (OWN + "  PasswordAuthentication yes\n", ("auditor",), {"password_authentication"}),
    ],
)
def test_the_account_that_reads_settings(text: str, accounts: tuple[str, ...], fields: set[str]) -> None:
    """A key alone for the collection's own account, from its addresses, is no administrator's way in; no more is."""
    assert fields == set(unread(reading(OPEN + FACTORS, {MAIN: text}, accounts)))


HOME = "4026531840     0 systemd         /sbin/init\n4026531840     0 ps              ps -ww -p 1 -C sshd,ps -o ...\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups", ((),)),
        ("/usr/sbin/sshd -D", ((),)),
        ("sshd: /usr/sbin/sshd -D -f /etc/ssh/b [listener] 0 of 10-100 startups", (("-f", "/etc/ssh/b"),)),
        (
            "sshd: /usr/sbin/sshd -Dp2222 -oPort=22 -o UsePAM no [listener] 0 of 10-100 startups",
            (("-p", "2222", "-o", "Port=22", "-o", "UsePAM=no"),),
        ),
        ("sshd: root@pts/0", ()),
        ("sshd: admin [priv]", ()),
    ],
)
def test_servers_of_a_list_of_processes(row: str, expected: tuple[tuple[str, ...], ...]) -> None:
    """Listeners with the options that decide what is in force, and no sessions."""
    assert Servers(expected, (), seen=True) == servers(Answer(f"{HOME}4026531840     0 sshd            {row}\n"))


@pytest.mark.parametrize(
    "row",
    [
        "4026531840  1000 sshd            sshd: /usr/sbin/sshd -D -f /srv/own [listener] 0 of 10-100 startups",
        "4026531840     0 sshd            sshd: /opt/own/sshd -D [listener] 0 of 10-100 startups",
        "4026531840     0 sshd            sshd: /usr/sbin/sshd -D -f /etc/ssh/a_long_na",
        "4026531840     0 sshd            sshd: /usr/sbin/sshd -D words [listener] 0 of 10-100 startups",
        "-              0 sshd            sshd: /usr/sbin/sshd -Z [listener] 0 of 10-100 startups",
    ],
)
def test_servers_that_cannot_be_asked(row: str) -> None:
    """Of another account, of another build, or with a line that is cut: what they ask is unread, and says of whom."""
    found = read(
        Answers(
            {
                SSHD.id: Answer(OPEN + FACTORS),
                FILES.id: Answer(files=((MAIN, Answer()),)),
                PROCESSES.id: Answer(HOME + row),
            }
        )
    )

    assert {"authentication_methods", "ports", "source_limited"} <= set(unread(found, "not_read"))


def test_servers_of_other_networks_are_others() -> None:
    """A server of a namespace with a network of its own is another machine's."""
    row = "4026532000     0 sshd            sshd: /usr/sbin/sshd -D -f /x [listener] 0 of 10-100 startups\n"

    assert Servers((), (), seen=True) == servers(Answer(HOME + row))


@pytest.mark.parametrize(
    ("places", "methods"),
    [
        (("127.0.0.1:2222",), ("publickey,keyboard-interactive",)),
        (("[::1]:2222", "127.0.0.2:2222"), ("publickey,keyboard-interactive",)),
        (("127.0.0.1:2222", "10.0.0.5:2222"), ("any", "publickey,keyboard-interactive")),
    ],
)
def test_a_server_on_the_loopback_lets_nobody_in_from_outside(
    places: tuple[str, ...], methods: tuple[str, ...]
) -> None:
    """Its weak settings do not count beside the one that answers the network; at an address of the machine they do."""
    told = (CASES / "weak" / REPORT).read_text().splitlines(keepends=True)
    weak = "".join(line for line in told if not line.startswith("listenaddress"))
    weak += "".join(f"listenaddress {place}\n" for place in places)
    rows = "".join(
        f"4026531840     0 sshd            sshd: /usr/sbin/sshd -D{words} [listener] 0 of 10-100 startups\n"
        for words in ("", " -f /etc/ssh/b")
    )
    answers = {
        SSHD.id: Answer(OPEN + FACTORS),
        FILES.id: Answer(files=((MAIN, Answer("")),)),
        PROCESSES.id: Answer(HOME + rows),
        OTHER_FILES.id: Answer(files=(("/etc/ssh/b", Answer("")),)),
        LOGINS.id: Answer(files=(("-f /etc/ssh/b", Answer(weak)),)),
    }
    data = read(Answers(answers)).data

    assert isinstance(data, SshdConfig)
    assert methods == tuple(sorted(data.authentication_methods or ()))


def test_processes_that_are_not_shown() -> None:
    """Where others' processes are hidden nobody knows which servers run."""
    own = HOME.splitlines()[1].replace("     0 ps", "  1000 ps")
    hidden = Answer(f"{own}\n-           1000 sshd            sshd: admin@pts/0\n")
    each = Answer(files=((MAIN, Answer()),))
    found = read(Answers({SSHD.id: Answer(OPEN + FACTORS), FILES.id: each, PROCESSES.id: hidden}))

    assert {"authentication_methods", "ports"} <= set(unread(found, "not_told"))


@pytest.mark.parametrize(
    "words",
    [
        ("-f", "/etc/ssh/../shadow"),
        ("-f", "/etc/ssh/ssh_host_rsa.key"),
        ("-f", "relative"),
        ("-o", "AuthorizedKeysCommand=/bin/x;y"),
        ("-C", "user=a b,host=h,addr=10.0.0.1,laddr=::1,lport=22"),
        ("-C", "user=-x,host=h,addr=10.0.0.1,laddr=::1,lport=22"),
        ("-h", "/etc/shadow"),
        (),
    ],
)
def test_what_no_server_is_asked(words: tuple[str, ...]) -> None:
    """Whatever processes and files name, only options of a known form are put to the program."""
    assert not LOGINS.admits(words)


AGED = "4026531840     0 ps              ps -ww -p 1 -C sshd,ps -o netns=,etimes=,comm=,args=\n"
CLOCK = "1764500100\n1764500050 /etc/ssh/sshd_config\n1764400000 /etc/ssh/sshd_config.d\n"


@pytest.mark.parametrize(
    ("line", "age", "files", "expected"),
    [
        ("/usr/sbin/sshd -D", 10, CLOCK, ""),
        ("/usr/sbin/sshd -D", 51, CLOCK, ""),
        ("/usr/sbin/sshd -D", 90, CLOCK, "/etc/ssh/sshd_config"),
        ("sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups", 90, CLOCK, "/etc/ssh/sshd_config"),
        ("/usr/sbin/sshd -D", 90, f"{CLOCK}1764500060 /run/sshd.pid\n", ""),
        ("/usr/sbin/sshd -D", 90, f"{CLOCK}1764500020 /run/sshd.pid\n", "/etc/ssh/sshd_config"),
        ("sshd: an [priv]", 90, CLOCK, ""),
        ("/usr/sbin/sshd -D -f /etc/ssh/other", 90, CLOCK, ""),
        ("/usr/sbin/sshd -D", 90, "", ""),
        ("/usr/sbin/sshd -D", 90, "1764500100\n", ""),
    ],
)
def test_files_that_changed_after_the_server_began(line: str, age: int, files: str, expected: str) -> None:
    """A start anew on a signal keeps the process and writes its number again."""
    listed = Answer(f"{AGED}4026531840  {age} sshd            {line}\n")

    assert expected == changed_since(listed, Answer(files))


def test_what_changed_after_the_server_began_is_not_in_force() -> None:
    """It is told as the files have it, and unread."""
    given = {
        SSHD.id: Answer(OPEN + FACTORS),
        FILES.id: Answer(files=((MAIN, Answer()),)),
        PROCESSES.id: LISTED,
        SINCE.ages.id: Answer(f"{AGED}4026531840  90 sshd            /usr/sbin/sshd -D\n"),
        SINCE.files.id: Answer(CLOCK),
    }
    found = read(Answers(given))

    assert {"authentication_methods", "source_limited", "ports"} <= {
        item.field for item in found.unread if item.code == "changed_since"
    }
