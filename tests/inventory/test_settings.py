"""Settings files, sound and wrong."""

from pathlib import Path

import pytest

from auditor.errors import SettingsError
from auditor.inventory.settings import is_target, load_settings

SOUND = """\
store: sqlite:///../runs.sqlite
restricted_store: sqlite:///secret/runs.sqlite
opa: {url: https://opa.example.vn, token_file: token, ca_file: /etc/ca.pem}
vantages:
  - id: probe-dmz
    zone: dmz
    kind: netns
    namespace: aud-dmz
    control_target: 10.0.1.53:53
    egress_targets: ["[2001:db8::1]:443"]
    ssh: {known_hosts_file: keys/known_hosts, key_file: keys/id}
trust_anchors: [ca.pem]
schedules:
  - {id: weekly, cron: 30 2 * * sun, inventory: ., output: ../out}
params: {CN-08: {warn_days: 45}}
params_reason: Quy định của tỉnh
"""


def problems(path: Path) -> list[tuple[int | None, str, str]]:
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    return [(problem.line, problem.key, problem.message) for problem in caught.value.problems]


def written(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "estate"
    folder.mkdir(exist_ok=True)
    path = folder / "auditor.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    """Relative paths are resolved against the file's folder; absolute ones and other databases stay."""
    settings = load_settings(written(tmp_path, SOUND))
    folder = (tmp_path / "estate").resolve()

    assert settings.opa is not None
    assert settings.vantages[0].ssh is not None
    assert [
        f"sqlite:///{folder.parent}/runs.sqlite",
        f"sqlite:///{folder}/secret/runs.sqlite",
        f"{folder}/token",
        "/etc/ca.pem",
        f"{folder}/keys/known_hosts",
        f"{folder}/keys/id",
        (f"{folder}/ca.pem",),
        str(folder),
        f"{folder.parent}/out",
    ] == [
        settings.store,
        settings.restricted_store,
        settings.opa.token_file,
        settings.opa.ca_file,
        settings.vantages[0].ssh.known_hosts_file,
        settings.vantages[0].ssh.key_file,
        settings.trust_anchors,
        settings.schedules[0].inventory,
        settings.schedules[0].output,
    ]


def test_another_database_is_left_as_it_is(tmp_path: Path) -> None:
    """A database URL that is no file is not touched."""
    settings = load_settings(written(tmp_path, "store: postgresql://db.example.vn/auditor\n"))

    assert "postgresql://db.example.vn/auditor" == settings.store


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    namespace: aud-dmz\n", "", (5, "vantages[0].namespace", "is missing for a vantage of kind netns")),
        ("kind: netns", "kind: nets", (7, "vantages[0].kind", "is not an allowed value")),
        ("10.0.1.53:53", "dns.example.vn:53", (9, "vantages[0].control_target", "is no address with a port")),
        ("[2001:db8::1]:443", "2001:db8::1", (10, "vantages[0].egress_targets[0]", "is no address with a port")),
        ("[2001:db8::1]:443", "10.1.2.3/udp", (10, "vantages[0].egress_targets[0]", "is no address with a port")),
        (
            "[2001:db8::1]:443",
            "[2001:db8::1]:443/udp",
            (10, "vantages[0].egress_targets[0]", "is no port whose protocol is asked"),
        ),
        ("10.0.1.53:53", "10.0.1.53:53/udp", (9, "vantages[0].control_target", "is no address with a port")),
        ("30 2 * * sun", "30 2 * *", (14, "schedules[0].cron", "has not 5 fields")),
        (
            "output: ../out",
            "time_zone: Asia/Hanoi",
            (14, "schedules[0].time_zone", "is no time zone this machine knows"),
        ),
        ("https://opa", "opa", (3, "opa.url", "is no web address")),
        ("params_reason: Quy định của tỉnh\n", "", (15, "params", "are changed without a reason")),
        (
            "params_reason: Quy định của tỉnh\n",
            (
                "params_reason: Quy định\nparams_waivers: [{control: CN-08, parameter: days, number: 1/QĐ, "
                "issuer: UBND, date: 2026-06-01, until: 2026-07-01}]\n"
            ),
            (17, "params_waivers[0]", "allows what `params` does not change"),
        ),
        (
            "params_reason: Quy định của tỉnh\n",
            (
                "params_reason: Quy định\nparams_waivers: [{control: CN-08, parameter: warn_days, number: 1/QĐ, "
                "issuer: UBND, date: 2026-06-01, until: 2026-05-01}]\n"
            ),
            (17, "params_waivers[0].until", "lies before `date`"),
        ),
        (
            "sqlite:///secret/runs.sqlite",
            "sqlite:///../runs.sqlite",
            (2, "restricted_store", "is the ordinary store"),
        ),
        ("store: sqlite", "stor: sqlite", (1, "stor", "is no known key here")),
    ],
)
def test_refused(tmp_path: Path, old: str, new: str, expected: tuple[int, str, str]) -> None:
    """A setting that cannot work is refused with its line before anything starts."""
    assert old in SOUND

    assert [expected] == problems(written(tmp_path, SOUND.replace(old, new, 1)))


def test_the_same_vantage_twice(tmp_path: Path) -> None:
    """Two vantages of one id are refused."""
    row = "  - {id: v, zone: z, kind: local}\n"

    assert [(3, "vantages[1].id", "stands twice")] == problems(written(tmp_path, f"vantages:\n{row}{row}"))


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("10.0.0.1:443", True),
        ("[2001:db8::1]:443", True),
        ("2001:db8::1:443", False),
        ("[10.0.0.1]:443", False),
        ("10.0.0.1", False),
        ("10.0.0.1:0", False),
        ("10.0.0.1:65536", False),
        ("10.0.0.1:4433333333", False),
        ("10.0.0.1:٤٤٣", False),
        ("[fe80::1%-x]:443", False),
        ("--script=evil:80", False),
    ],
)
def test_is_target(text: str, *, sound: bool) -> None:
    """A target is a plain address and a port number, with brackets exactly around IPv6."""
    assert sound == is_target(text)


@pytest.mark.parametrize(
    ("written_as", "meant"),
    [
        ("sqlite+pysqlite:///runs.sqlite?timeout=9", "sqlite+pysqlite:///{0}/runs.sqlite?timeout=9"),
        ("sqlite:///a%20b.sqlite", "sqlite:///{0}/a b.sqlite"),
        ("sqlite:///100%25.sqlite", "sqlite:///{0}/100%25.sqlite"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql:///runs?host=/run/pg", "postgresql:///runs?host=/run/pg"),
    ],
)
def test_a_store_stands_where_its_settings_do(tmp_path: Path, written_as: str, meant: str) -> None:
    """A file is found from the folder of the settings, by whatever driver and in whatever spelling."""
    settings = load_settings(written(tmp_path, f"store: '{written_as}'\n"))

    assert meant.format((tmp_path / "estate").resolve()) == settings.store


@pytest.mark.parametrize("text", ["[::ffff:10.0.1.5]:443", "[0:0:0:0:0:ffff:a00:105]:443", "[64:ff9b::a00:105]:443"])
def test_a_target_in_ipv6_clothing(text: str) -> None:
    """A target that means an IPv4 address is none."""
    assert not is_target(text)


def test_targets_over_udp(tmp_path: Path) -> None:
    """A name or time server outside is named with its protocol."""
    text = SOUND.replace("[2001:db8::1]:443", "[2001:db8::1]:53/udp").replace(
        "trust_anchors:", "snmp_file: s.yaml\ntrust_anchors:"
    )
    settings = load_settings(written(tmp_path, text))

    assert ("[2001:db8::1]:53/udp",) == settings.vantages[0].egress_targets
    assert str((tmp_path / "estate" / "s.yaml").resolve()) == settings.snmp_file
