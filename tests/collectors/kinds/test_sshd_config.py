"""Effective configurations of OpenSSH, as recorded."""

from pathlib import Path

import pytest

from auditor.collectors.asks import Answer, Answers
from auditor.collectors.kinds.sshd_config.linux import SSHD, read
from auditor.model.facts import Reading, SshdConfig

CASES = Path(__file__).parent / "sshd_config" / "linux"
REPORT = Path("answers", "sshd-T.txt")


OPEN = "passwordauthentication no\npubkeyauthentication yes\nkbdinteractiveauthentication no\n"


def reading(text: str) -> Reading:
    return read(Answers({SSHD.id: Answer(text)}))


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
    assert "3des-cbc" in found.ciphers


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

    assert {"permit_root_login", "macs", "kex", "authentication_methods"} == {item.field for item in found.unread}


@pytest.mark.parametrize(
    ("users", "limited"),
    [
        ("a@10.0.0.0/8", True),
        ("a", False),
        ("a@10.0.0.0/8 b", False),
        ("a@*", False),
        ("a@0.0.0.0/0", False),
        ("a@", False),
    ],
)
def test_limited_sources(users: str, limited: bool) -> None:  # noqa: FBT001  # a column of the table
    """One user without a source, or with a source that is everywhere, and sources are not limited."""
    assert limited is parse(f"{OPEN}allowusers {users}\n").source_limited
