"""Effective configurations of OpenSSH, as recorded."""

from pathlib import Path

import pytest

from auditor.collectors.parsers.sshd import parse
from auditor.errors import UnreadableError

RECORDED = Path(__file__).parents[2] / "recordings" / "sshd"


def test_two_factors_and_limited_sources() -> None:
    """A server for two factors, whose users may come from two networks only."""
    found = parse((RECORDED / "two-factors.txt").read_text())

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
    found = parse((RECORDED / "weak.txt").read_text())

    assert (("any",), True, "yes", False) == (
        found.authentication_methods,
        found.password_authentication,
        found.permit_root_login,
        found.source_limited,
    )
    assert "3des-cbc" in found.ciphers


@pytest.mark.parametrize("lines", [0, 5, 20])
def test_cut_short(lines: int) -> None:
    """Output without the keywords that decide who may log in is an error."""
    text = (RECORDED / "two-factors.txt").read_text().splitlines()[:lines]

    with pytest.raises(UnreadableError, match="lacks"):
        parse("\n".join(text))


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
    base = "passwordauthentication no\npubkeyauthentication yes\nkbdinteractiveauthentication no\n"

    assert limited is parse(f"{base}allowusers {users}\n").source_limited
