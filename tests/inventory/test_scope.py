"""Scope files, sound and wrong."""

from pathlib import Path

import pytest

from auditor.errors import ScopeError
from auditor.inventory.scope import load_scope, scope_of
from auditor.model.scope import Scope

SOUND = """\
authorisations:
  - id: idc-2026
    owner: so-khcn
    document: 15/GP-SKHCN
    allowed_by: Giám đốc Sở
    valid_from: 2026-11-01
    valid_until: 2026-12-31
    areas:
      - {domain: province, prefixes: [10.0.0.0/16, "2001:db8::/48"]}
    ports: [tcp/22, udp/123]
    rate: {packets_per_second: 100}
    windows:
      - {days: [sat, sun], from: 22:00, to: 04:00}
    do_not_touch: [10.0.9.9]
"""


def problems(path: Path) -> list[tuple[int | None, str, str]]:
    with pytest.raises(ScopeError) as caught:
        load_scope(path)
    assert all(problem.remedy for problem in caught.value.problems)
    return [(problem.line, problem.key, problem.message) for problem in caught.value.problems]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "scope.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_sound(tmp_path: Path) -> None:
    """Dates, times and addresses mean what they say, also a time that YAML would read as a number in base sixty."""
    paper = load_scope(written(tmp_path, SOUND)).authorisations[0]

    assert "22:00:00" == paper.windows[0].start.isoformat()
    assert ("10.0.0.0/16", "2001:db8::/48") == paper.areas[0].prefixes
    assert "2026-12-31" == paper.valid_until.isoformat()


def test_no_file_permits_nothing(tmp_path: Path) -> None:
    """A folder without a scope has an empty one; a scope that was named and is not there is an error."""
    assert Scope() == scope_of(tmp_path)
    assert problems(tmp_path / "scope.yaml") == [(None, "", "cannot be read: No such file or directory")]


def test_a_dangling_link_is_an_error(tmp_path: Path) -> None:
    """A scope that is a link to nowhere is an error, not an absent scope."""
    (tmp_path / "scope.yaml").symlink_to(tmp_path / "gone.yaml")

    with pytest.raises(ScopeError, match="cannot be read"):
        scope_of(tmp_path)


@pytest.mark.parametrize("text", ["", "authorisations: []\n", "# none\n"])
def test_empty_file_permits_nothing(tmp_path: Path, text: str) -> None:
    """A scope file without authorisations is sound and permits nothing."""
    assert Scope() == load_scope(written(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "valid_until: 2026-12-31",
            "valid_until: 2026-10-31",
            (7, "authorisations[0].valid_until", "lies before valid_from (2026-11-01)"),
        ),
        ("document: 15/GP-SKHCN", "document: ''", (4, "authorisations[0].document", "is empty")),
        (
            "10.0.0.0/16",
            "0.0.0.0/0",
            (9, "authorisations[0].areas[0].prefixes[0]", "holds more addresses than one owner has (shorter than /8)"),
        ),
        (
            "2001:db8::/48",
            "2000::/3",
            (9, "authorisations[0].areas[0].prefixes[1]", "holds more addresses than one owner has (shorter than /32)"),
        ),
        ("udp/123", "udp/70000", (10, "authorisations[0].ports[1]", "is no port number")),
        ("udp/123", "udp/0123", (10, "authorisations[0].ports[1]", "is no port number")),
        ("to: 04:00", "to: 22:00", (13, "authorisations[0].windows[0]", "never opens")),
        ("days: [sat, sun]", "days: []", (13, "authorisations[0].windows[0]", "never opens")),
        (
            "days: [sat, sun]",
            "days: [sat, sonntag]",
            (13, "authorisations[0].windows[0].days[1]", "is not an allowed value"),
        ),
        (
            "do_not_touch: [10.0.9.9]",
            "do_not_touch: [--script=evil]",
            (14, "authorisations[0].do_not_touch[0]", "'--script=evil' does not appear to be an IPv4 or IPv6 address"),
        ),
        ("    owner: so-khcn\n", "", (2, "authorisations[0].owner", "is missing")),
        ("do_not_touch", "do_not_tuch", (14, "authorisations[0].do_not_tuch", "is no known key here")),
    ],
)
def test_refused(tmp_path: Path, old: str, new: str, expected: tuple[int, str, str]) -> None:
    """Whatever is unclear in a permission is refused with its line."""
    assert old in SOUND

    assert [expected] == problems(written(tmp_path, SOUND.replace(old, new, 1)))


def test_the_same_id_twice(tmp_path: Path) -> None:
    """Two authorisations of one id are refused, naming both."""
    twice = SOUND + SOUND.removeprefix("authorisations:\n")

    assert [(15, "authorisations[1].id", "stands twice: as entry 1 and as entry 2")] == problems(
        written(tmp_path, twice)
    )


@pytest.mark.parametrize(
    "prefix",
    ["::ffff:0:0/96", "0::ffff:0:0/96", "0:0:0:0:0:ffff:a00:0/112", "64:ff9b::/96", "64:ff9b:0:0:0:0:a00:0/104"],
)
def test_ipv4_in_ipv6_clothing(prefix: str, tmp_path: Path) -> None:
    """However a prefix of IPv4 addresses is written, its own do-not-touch list would not hold for it: refused."""
    path = written(tmp_path, SOUND.replace("2001:db8::/48", prefix))

    assert [f"{prefix!r} holds IPv4 addresses in IPv6 clothing; write the IPv4 prefix"] == [
        message for _, _, message in problems(path)
    ]


def test_a_prefix_around_ipv4_in_ipv6_clothing(tmp_path: Path) -> None:
    """A wide prefix in which such addresses lie permits nothing either."""
    path = written(tmp_path, SOUND.replace("2001:db8::/48", "::/32"))

    assert ["holds IPv4 addresses in IPv6 clothing"] == [message for _, _, message in problems(path)]


@pytest.mark.parametrize("address", ["::ffff:10.0.9.9", "0:0:0:0:0:ffff:a00:909", "10.0.9.9%1"])
def test_do_not_touch_in_other_clothing(address: str, tmp_path: Path) -> None:
    """An address that must not be touched is written as what it is, or it would be touched under its other name."""
    path = written(tmp_path, SOUND.replace("[10.0.9.9]", f'["{address}"]'))

    assert ["authorisations[0].do_not_touch[0]"] == [key for _, key, _ in problems(path)]


@pytest.mark.parametrize("ports", ["[icmp/echo]", "[tcp/22, icmp/echo]"])
def test_echo(ports: str, tmp_path: Path) -> None:
    """A paper may permit ICMP echo beside ports, or alone."""
    assert (
        "icmp/echo" in load_scope(written(tmp_path, SOUND.replace("[tcp/22, udp/123]", ports))).authorisations[0].ports
    )
