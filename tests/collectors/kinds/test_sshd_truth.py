"""What is read of SSH servers, held against `sshd -T -C` for many logins of many configurations."""

import ipaddress
import os
import random
from typing import Any

import pytest

from tests.collectors.kinds.room import Input, asked

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="sshd and its host keys are root's")

MAIN, PART = "/etc/ssh/sshd_config", "/etc/ssh/sshd_config.d/50-more.conf"
PARTS, SIZE = 5, 40
"""Two hundred configurations, in parts that run side by side."""

USERS = ("root", "admin", "backup", "sftp1", "nobody-of-them")
ADDRESSES = ("10.10.1.5", "10.20.0.9", "192.0.2.7", "203.0.113.9", "2001:db8::7", "2400:cb00::1")
HOSTS = ("bastion.idc.vn", "elsewhere.example")
FACTORS = "KbdInteractiveAuthentication yes\nAuthenticationMethods publickey,keyboard-interactive\n"

PASSWORD = " PasswordAuthentication yes\n AuthenticationMethods password\n"
ROOT = "Match User root\n PermitRootLogin yes\n AuthenticationMethods publickey\n"


def logins(dice: random.Random | None = None, count: int = 0) -> list[str]:
    """Logins to ask the real server about: all, or some of them."""
    each = [
        f"user={user},host={host},addr={address},laddr={here},lport={port}"
        for user in USERS
        for address in ADDRESSES
        for host in HOSTS
        for here, port in (("192.0.2.250", "22"), ("10.9.9.9", "2222"))
    ]
    return each if dice is None else dice.sample(each, count)


def machine(files: dict[str, str], about: list[str]) -> Input:
    """A machine with these files of its SSH server, and the logins that the real one is asked about."""
    return Input(
        files=files, truth=[["/usr/sbin/sshd", "-T"], *(["/usr/sbin/sshd", "-T", "-C", login] for login in about)]
    )


def run(inputs: list[Input]) -> list[dict[str, Any]]:
    """Each input with a host key of its own folder."""
    return asked("sshd_config", inputs, emptied=["/etc/ssh/sshd_config", "/etc/ssh/sshd_config.d", "/etc/ssh/own"])


def told(text: str) -> dict[str, str]:
    """Values by keyword; several lines of one are joined."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        key, _, value = line.partition(" ")
        found[key] = f"{found[key]} {value}" if key in found else value
    return found


FLAGS = {
    "password_authentication": "passwordauthentication",
    "keyboard_interactive": "kbdinteractiveauthentication",
    "public_key": "pubkeyauthentication",
}


def nobody(values: dict[str, str], user: str) -> bool:
    """Whether a login is refused by what needs no pattern."""
    allowed = values.get("allowusers", "").split()
    return (
        all(values[key] == "no" for key in FLAGS.values())
        or (user == "root" and values["permitrootlogin"] == "no")
        or "*" in values.get("denyusers", "").split()
        or user in values.get("denyusers", "").split()
        or bool(allowed and not any(word.partition("@")[0] in {user, "*"} for word in allowed))
    )


def taken(code: int, err: str) -> bool:
    """Whether the server takes a login; one for which every way in is off it does not."""
    assert code == 0 or "cannot be satisfied" in err or "reprocess config line" in err, err
    return code == 0


def disagreements(found: dict[str, Any], truth: list[tuple[str, dict[str, str]]]) -> list[str]:
    """Logins that are asked less than was told, of fields that are not unread."""
    data, unread = found["data"], {item["field"] for item in found["unread"]}
    wrong = []
    for login, values in truth:
        user = login.partition(",")[0].partition("=")[2]
        if nobody(values, user):
            continue
        if not set(values["authenticationmethods"].split()) <= set(data["authentication_methods"]) | unread_all(
            values["authenticationmethods"].split(), unread
        ):
            wrong.append(f"{login}: {values['authenticationmethods']} is not among {data['authentication_methods']}")
        for field, key in FLAGS.items():
            if values[key] == "yes" and not data[field] and field not in unread:
                wrong.append(f"{login}: {field}")
    return wrong


def unread_all(methods: list[str], unread: set[str]) -> set[str]:
    """All methods where the field is unread."""
    return set(methods) if "authentication_methods" in unread else set()


def _allowed(values: dict[str, str], user: str, address: str) -> bool:
    words = values.get("allowusers", "").split()
    return not words or any(
        name in {user, "*"} and (not at or ipaddress.ip_address(address) in ipaddress.ip_network(source))
        for name, at, source in (word.partition("@") for word in words)
    )


def test_a_file_that_changed_under_a_running_server() -> None:
    """It is in force once the server was told to start anew, in the same process."""
    later = f"sleep 3; printf '{FACTORS}' > {MAIN}"
    begun = f"mkdir -p /run/sshd; /usr/sbin/sshd -D & process=$!; {later}"
    scripts = [f"{begun}; touch /run/done; wait", f"{begun}; kill -HUP $process; sleep 1; touch /run/done; wait"]
    inputs = [
        Input(files={MAIN: "PasswordAuthentication yes\n"}, start=[["sh", "-c", script]], ready="/run/done")
        for script in scripts
    ]
    found = asked("sshd_config", inputs, emptied=["/etc/ssh/sshd_config", "/etc/ssh/sshd_config.d", "/run"])
    unread = [{item["code"] for item in one["found"][""]["unread"]} for one in found]

    assert [True, False] == ["changed_since" in codes for codes in unread]


FOUND = {
    "an address inside may give a password": (
        f"{FACTORS}PasswordAuthentication no\nMatch Address 10.0.0.0/8\n{PASSWORD}",
        {"password", "publickey,keyboard-interactive"},
        False,
    ),
    "one user has a password alone": (
        f"{FACTORS}PermitRootLogin no\nMatch User backup\n{PASSWORD}{ROOT}",
        {"password", "publickey", "publickey,keyboard-interactive"},
        False,
    ),
    "everybody but some may give a password": (
        f"{FACTORS}Match Address *,!10.10.0.0/16\n{PASSWORD}",
        {"password", "publickey,keyboard-interactive"},
        False,
    ),
    "everybody outside is refused": (
        f"{FACTORS}Match Address *,!10.10.0.0/16\n DenyUsers *\n",
        {FACTORS.split()[3]},
        True,
    ),
    "the list of users ends in a block": (
        f"{FACTORS}AllowUsers admin@10.10.0.0/16\nMatch Address *\n AllowUsers *\n",
        {"publickey,keyboard-interactive"},
        False,
    ),
    "a block that asks for more": (
        f"{FACTORS}Match User root\n AuthenticationMethods publickey,password,keyboard-interactive\n",
        {"publickey,keyboard-interactive", "publickey,password,keyboard-interactive"},
        False,
    ),
    "a block that changes nothing": (f"{FACTORS}Match Group sudo\n X11Forwarding no\n", {FACTORS.split()[3]}, False),
    "the second port lets a key in alone": (
        f"Port 22\nPort 2222\n{FACTORS}Match LocalPort 2222\n AuthenticationMethods publickey\n",
        {"publickey,keyboard-interactive", "publickey"},
        False,
    ),
    "the second port asks for two as well": (
        (
            f"Port 22\nPort 2222\n{FACTORS}PasswordAuthentication yes\n"
            "Match LocalPort 2222\n AuthenticationMethods publickey,password\n"
        ),
        {"publickey,keyboard-interactive", "publickey,password"},
        False,
    ),
    "the usual port asks for more than the others": (
        (
            "Port 22\nPort 2222\nKbdInteractiveAuthentication yes\nAuthenticationMethods publickey\n"
            "Match LocalPort 22\n AuthenticationMethods publickey,keyboard-interactive\n"
        ),
        {"publickey,keyboard-interactive", "publickey"},
        False,
    ),
    "a block of a port that nobody is met at": (
        f"Port 22\n{FACTORS}Match LocalPort 2222\n AuthenticationMethods publickey\n",
        {"publickey,keyboard-interactive"},
        False,
    ),
    "what holds at no port that is listened on": (
        (
            "Port 2222\nKbdInteractiveAuthentication yes\nAuthenticationMethods publickey\n"
            "Match LocalPort 2222\n AuthenticationMethods publickey,keyboard-interactive\n"
        ),
        {"publickey,keyboard-interactive"},
        False,
    ),
    "a second port on the loopback": (
        (
            f"ListenAddress 0.0.0.0:22\nListenAddress 127.0.0.1:2222\n{FACTORS}"
            "Match LocalPort 2222\n AuthenticationMethods publickey\n"
        ),
        {"publickey,keyboard-interactive"},
        False,
    ),
    "a block for those who may not log in": (
        f"{FACTORS}AllowUsers admin\nMatch User backup\n AuthenticationMethods password\n",
        {"publickey,keyboard-interactive"},
        False,
    ),
}


@pytest.mark.long
def test_what_a_block_asks_is_asked() -> None:
    """Every login that a block means is asked about, and what asks least counts; who may not log in at all does not."""
    told_ = run([machine({MAIN: text}, []) for text, _, _ in FOUND.values()])

    assert {name: (methods, source) for name, (_, methods, source) in FOUND.items()} == {
        name: (set(found["data"]["authentication_methods"]), found["data"].get("source_limited"))
        for name, found in zip(FOUND, (each["found"][""] for each in told_), strict=True)
    }
    assert ["ok"] * len(FOUND) == [each["found"][""]["state"] for each in told_]


@pytest.mark.long
def test_servers_with_files_of_their_own() -> None:
    """Each server is asked with what it was started with; the usual file does not count where no server has it."""
    own = "/etc/ssh/own/admin_config"
    text = f"Port 2222\nListenAddress 0.0.0.0\nPidFile none\n{FACTORS}"
    ports = Input(
        files={MAIN: "", own: f"Port 2022\n{text}Match LocalPort 2022\n AuthenticationMethods password\n"},
        start=[["/usr/sbin/sshd", "-D", "-f", own]],
    )
    strict = Input(files={MAIN: "", own: text}, start=[["/usr/sbin/sshd", "-D", "-f", own]])
    weak = Input(
        files={MAIN: FACTORS, own: f"{text}Match User backup\n AuthenticationMethods password\n"},
        start=[["/usr/sbin/sshd", "-D", "-f", own, "-o", "Banner=none"], ["/usr/sbin/sshd", "-D", "-p", "2022"]],
    )
    first, second, third = (each["found"][""]["data"] for each in run([strict, weak, ports]))

    assert (["publickey,keyboard-interactive"], ["tcp/2222"], 0) == (
        first["authentication_methods"],
        first["ports"],
        first["match_blocks"],
    )
    assert {"publickey,keyboard-interactive", "password"} == set(second["authentication_methods"])
    assert (["tcp/2022", "tcp/2222"], 1) == (second["ports"], second["match_blocks"])
    assert {"publickey,keyboard-interactive", "password"} == set(third["authentication_methods"])


LINES = (
    "PasswordAuthentication {yes}",
    "KbdInteractiveAuthentication {yes}",
    "ChallengeResponseAuthentication {yes}",
    "PubkeyAuthentication {yes}",
    "AuthenticationMethods {methods}",
    "PermitRootLogin {root}",
    "AllowUsers {users}",
    "DenyUsers {denied}",
    "X11Forwarding {yes}",
)
MATCHES = (
    "Match User {user}",
    "Match User {user},{user}",
    "Match User *,!{user}",
    "Match Address {address}",
    "Match Address *,!{address}",
    "Match Address {address},{address}",
    "Match User {user} Address {address}",
    "Match Host *.idc.vn",
    "Match Host *,!bastion.idc.vn",
    "Match LocalPort 2222",
    "Match LocalAddress 10.9.0.0/16",
    "Match Group root",
    "Match all",
)
WORDS = {
    "yes": ("yes", "no"),
    "methods": ("any", "password", "publickey", "publickey,keyboard-interactive", "publickey,password publickey"),
    "root": ("yes", "no", "prohibit-password", "forced-commands-only"),
    "users": ("admin", "admin@10.10.0.0/16", "*@10.0.0.0/8 root@2001:db8::/32", "*", "root admin backup"),
    "denied": ("*", "backup", "root"),
    "user": ("root", "admin", "backup", "sftp*"),
    "address": ("10.10.0.0/16", "10.0.0.0/8", "192.0.2.0/24", "10.20.*", "2001:db8::/32", "203.0.113.9"),
}


def generated(dice: random.Random) -> dict[str, str]:
    """A configuration of some lines and blocks, a part of it in a file that is included."""

    def filled(line: str) -> str:
        while "{" in line:
            name = line[line.index("{") + 1 : line.index("}")]
            line = line.replace(f"{{{name}}}", dice.choice(WORDS[name]), 1)
        return line

    def block() -> list[str]:
        return [filled(dice.choice(MATCHES)), *(f"  {filled(each)}" for each in dice.sample(LINES, dice.randint(1, 3)))]

    head = [filled(each) for each in dice.sample(LINES, dice.randint(0, 5))]
    rows = [row for _ in range(dice.randint(0, 2)) for row in block()]
    ports = ["Port 22", "Port 2222"]
    files = {MAIN: "\n".join([*ports, "Include /etc/ssh/sshd_config.d/*.conf", *head, *rows]) + "\n"}
    if dice.random() < 0.3:
        files[PART] = "\n".join(block() if dice.random() < 0.5 else [filled(dice.choice(LINES))]) + "\n"
    return files


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_generated_configurations(part: int) -> None:
    """No login of two hundred configurations is asked less than was told, and little of them stays unread."""
    dice = random.Random(20261130 + part)
    about = [logins(dice, 6) for _ in range(SIZE)]
    files = [generated(dice) for _ in range(SIZE)]
    each = run([machine(given, asked_) for given, asked_ in zip(files, about, strict=True)])
    wrong = {}
    known = 0
    for given, asked_, answer in zip(files, about, each, strict=True):
        found = answer["found"][""]
        known += not found["unread"]
        if found["data"] is None:
            assert all(code for code, _, _ in answer["truth"]), given  # the server itself does not take it
            continue
        truth = [
            (login, told(out))
            for login, (code, out, err) in zip(asked_, answer["truth"][1:], strict=True)
            if taken(code, err)
        ]
        differing = disagreements(found, truth)
        if found["data"].get("source_limited") is True and "source_limited" not in {
            u["field"] for u in found["unread"]
        }:
            differing += [f"{login}: from everywhere" for login, values in truth if _from_outside(login, values)]
        if differing:
            wrong[given[MAIN] + given.get(PART, "")] = differing

    assert {} == wrong
    assert known >= SIZE * 0.8  # what cannot be told is rare


def _from_outside(login: str, values: dict[str, str]) -> bool:
    """Whether somebody may come from a public address that stands for most of all."""
    parts = dict(part.split("=", 1) for part in login.split(","))
    return (
        parts["addr"] == "2400:cb00::1"
        and not nobody(values, parts["user"])
        and _allowed(values, parts["user"], parts["addr"])
    )
