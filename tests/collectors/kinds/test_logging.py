"""How long logs are kept and where they go."""

import pytest

from auditor.collectors.kinds.logging.files import Rotation, parse_logrotate, parse_rsyslog_targets

D = "/etc/logrotate.d"
MAIN = "weekly\nrotate 4\ncreate\ninclude /etc/logrotate.d\n"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("/var/log/a {\n  monthly\n  rotate 13\n}\n", (Rotation(("/var/log/a",), 390),)),
        ("/var/log/a /var/log/b\n{\n  daily\n  rotate 7\n}\n", (Rotation(("/var/log/a", "/var/log/b"), 7),)),
        ("/var/log/a\n/var/log/b {\n}\n", (Rotation(("/var/log/a", "/var/log/b"), 28),)),
        ("/var/log/a {\n  rotate 100\n  maxage 30\n}\n", (Rotation(("/var/log/a",), 30),)),
        ("/var/log/a {\n  hourly\n  rotate 2400\n}\n", (Rotation(("/var/log/a",), 100),)),
        ("/var/log/a {\n  hourly\n  rotate 23\n}\n", (Rotation(("/var/log/a",), 0),)),
        ("/var/log/a {\n  size 10M\n  rotate 3\n}\n", (Rotation(("/var/log/a",), None),)),
        ("/var/log/a {\n  rotate -1\n}\n", (Rotation(("/var/log/a",), 70_000),)),
        (
            '"/var/log/a" {\n  postrotate\n    x { y }\n    rotate 1\n  endscript\n  rotate 2\n}',
            (Rotation(("/var/log/a",), 14),),
        ),
        ("# nothing\n", ()),
        ("/var/log/a {\n  rotate 2\n", ()),
    ],
)
def test_rotation(part: str, expected: tuple[Rotation, ...]) -> None:
    """Defaults of the main file hold until a block changes them; what cannot be told stays untold."""
    assert expected == parse_logrotate(MAIN, D, {"part": part}).blocks


SHORT = "/var/log/a {\n  daily\n  rotate 3\n}\n"


@pytest.mark.parametrize("ending", [".dpkg-old", ".dpkg-dist", ".ucf-old", ".rpmsave", ".swp", "~", ",v", ".disabled"])
def test_what_logrotate_passes_over_by_its_ending(ending: str) -> None:
    """A file left behind by an update is no rule, unless the settings name endings of their own."""
    left = {f"{D}/rsyslog{ending}": SHORT}

    assert parse_logrotate(MAIN, D, left).blocks == ()
    assert parse_logrotate(f"tabooext + .old\n{MAIN}", D, left).blocks == (Rotation(("/var/log/a",), 3),)


def test_a_folder_nobody_includes_says_nothing() -> None:
    """The usual folder counts where the main file includes it, by either spelling."""
    counted = {
        main: parse_logrotate(main, D, {f"{D}/a": SHORT}).blocks for main in ("", f"include {D}/\n", f"include {D}\n")
    }

    assert {main: len(blocks) for main, blocks in counted.items()} == {
        "": 0,
        f"include {D}/\n": 1,
        f"include {D}\n": 1,
    }


def test_what_is_included_from_elsewhere_is_told() -> None:
    """Another folder, or a file that a part includes, may hold a shorter rule; nobody reads it."""
    found = parse_logrotate(f"{MAIN}include /etc/logrotate.web\n", D, {f"{D}/a": f"{SHORT}include /etc/more\n"})

    assert found.elsewhere == ("logrotate.conf:5", f"{D}/a:5")
    assert found.foreign == ()


def test_targets() -> None:
    """Old-style lines and actions, TCP, UDP and IPv6; comments and local files do not count."""
    text = """
*.* @@10.0.0.1:6514
auth.* @log.example
# *.* @@10.9.9.9
*.* /var/log/syslog
*.* action(type="omfwd" target="10.0.0.2" port="1514" protocol="tcp")
*.* action(type="omfile" file="/x" target="10.0.0.3")
*.* action(type="omfwd"
   target="2001:db8::1")
"""
    expected = ("tcp://10.0.0.1:6514", "tcp://10.0.0.2:1514", "udp://[2001:db8::1]:514", "udp://log.example:514")

    assert expected == parse_rsyslog_targets([text])


@pytest.mark.parametrize(
    ("part", "foreign"),
    [
        ("/var/log/a {\n  rotate 2\n  frobnicate 9\n}\n", ("part:3",)),
        ("/var/log/a {\n  rotate 2\n", ("part:2",)),
        ("}\n", ("part:1",)),
        ("/var/log/a {\n/var/log/b {\n}\n", ("part:2",)),
        ("/var/log/a {\n  dateext\n  su root adm\n}\n", ()),
    ],
)
def test_lines_nobody_understands(part: str, foreign: tuple[str, ...]) -> None:
    """A foreign line is told by its place, never by its words, which may be anybody's."""
    assert foreign == parse_logrotate(MAIN, D, {"part": part}).foreign
