"""What each server is told: sound and faulty twins differ in the planted thing."""

import datetime

import pytest

from lab import pki
from lab.hosts import HOSTS
from lab.model import Host, Log, Page, Plain, Site, Ssh, Tls
from lab.services import clock, database, hostwall, log, ssh, updates, web
from lab.services.place import Lab, Place


def settings(text: str) -> dict[str, str]:
    """First word and rest of every line."""
    return {word: rest for word, _, rest in (line.strip().partition(" ") for line in text.splitlines()) if word}


def test_a_sound_ssh_server_asks_for_two_factors_from_named_places() -> None:
    """Two methods in one chain, and every allowed user is bound to a source."""
    found = settings(ssh.config(HOSTS["tthc-app"]))

    assert found["PasswordAuthentication"] == "no"
    assert "KbdInteractiveAuthentication yes" in ssh.config(HOSTS["tthc-app"])
    assert "\nAuthenticationMethods publickey,keyboard-interactive\n" in ssh.config(HOSTS["tthc-app"])
    assert all("@" in user for user in found["AllowUsers"].split())


@pytest.mark.parametrize(
    ("state", "planted"),
    [
        (Ssh.ONE_FACTOR, "\nAuthenticationMethods publickey\n"),
        (Ssh.WEAK, "\nPasswordAuthentication yes\n"),
        (Ssh.WEAK, "\nCiphers +3des-cbc,aes128-cbc,aes256-cbc\n"),
    ],
)
def test_a_faulty_ssh_server_differs_in_what_is_planted(state: Ssh, planted: str) -> None:
    """The fault is in the file, and not in the sound one."""
    assert planted in ssh.config(Host("x", "dmz", 99, ssh=state))
    assert planted not in ssh.config(Host("x", "dmz", 99))


def test_an_open_ssh_server_limits_nobody() -> None:
    """Without a list of users and sources anybody may try."""
    assert "AllowUsers" not in ssh.config(Host("x", "dmz", 99, ssh=Ssh.OPEN_SOURCE))


@pytest.mark.parametrize(
    ("tls", "protocols"),
    [(Tls.SOUND, "TLSv1.2 TLSv1.3"), (Tls.NO13, "TLSv1.2"), (Tls.TLS11, "TLSv1.1 TLSv1.2"), (Tls.TLS10, "TLSv1")],
)
def test_a_site_offers_the_planted_versions(tls: Tls, protocols: str) -> None:
    """One line of the server block decides."""
    blocks = web.server_blocks(Host("x", "dmz", 99, sites=(Site("a.example", tls=tls),)))

    assert f"  ssl_protocols {protocols};\n" in blocks


@pytest.mark.parametrize(
    ("plain", "lines"),
    [
        (Plain.REDIRECT, ["return 301 https://$host$request_uri;"]),
        (Plain.TEMPORARY, ["return 302 https://$host$request_uri;"]),
        (Plain.LOGIN, ["location / { try_files /login.html =404; }"]),
        (Plain.CLOSED, []),
    ],
)
def test_the_plain_port_does_what_is_planted(plain: Plain, lines: list[str]) -> None:
    """Port 80 redirects for good, for now, shows a login form, or is not there."""
    blocks = web.server_blocks(Host("x", "dmz", 99, sites=(Site("a.example", plain=plain),)))
    after = blocks.split(":80;")[1] if ":80;" in blocks else ""

    assert lines == [line.strip() for line in after.splitlines() if "return" in line or "location" in line]


def test_an_interface_for_programs_wants_a_certificate() -> None:
    """A caller without one is told 403 and gets nothing."""
    blocks = web.server_blocks(Host("x", "dmz", 99, sites=(Site("a.example", pages=(("/", Page.API_MTLS),)),)))

    assert "ssl_verify_client on;" in blocks
    assert "location @denied { return 403; }" in blocks


def test_every_clock_that_is_not_absent_has_one_source() -> None:
    """Each follows exactly one server, or is itself the reference."""
    sources = {
        name: [line for line in clock.config(host).splitlines() if line.split()[0] in {"server", "local"}]
        for name, host in HOSTS.items()
        if host.clock.value != "absent"
    }

    assert {1} == {len(lines) for lines in sources.values()}
    assert ["server 10.20.20.12 port 11123 iburst minpoll 2 maxpoll 4"] == sources["ioc-app"]


def test_logs_are_sent_and_kept_as_planted() -> None:
    """A week where all is sent on; four weeks, 14 weeks and 13 months; a machine that only keeps sends nothing."""
    states = (Log.SHORT, Log.QUARTER, Log.SOUND, Log.LOCAL, Log.CENTRAL)
    hosts = {state: Host("x", "dmz", 99, log=state) for state in states}

    assert {
        Log.CENTRAL: (True, "weekly", "rotate 1"),
        Log.SHORT: (False, "weekly", "rotate 4"),
        Log.QUARTER: (False, "weekly", "rotate 14"),
        Log.SOUND: (True, "monthly", "rotate 13"),
        Log.LOCAL: (False, "monthly", "rotate 13"),
    } == {
        state: ("omfwd" in log.config(host), *(line.strip() for line in log.rotation(host).splitlines()[1:3]))
        for state, host in hosts.items()
    }


def test_a_machine_without_ssh_refuses_the_port_itself() -> None:
    """A filter would make its port silent, which tells nobody that nothing runs there."""
    lab = Lab(ca=pki.authority(), auditor_key="")
    without = [host for host in HOSTS.values() if host.ssh is Ssh.NONE]

    assert len(without) > 3
    assert [] == [line for host in without for line in hostwall.build(host, lab, Place(host.name))]


def test_a_machines_own_filter_lets_administration_in_from_its_zones_only() -> None:
    """The management zone of a sound machine, also the office of a planted one."""
    assert "ip saddr { 10.20.40.0/24 } tcp dport 22 accept" in hostwall.ruleset(HOSTS["tthc-app"])
    assert "ip saddr { 10.20.40.0/24, 10.30.1.0/24 } tcp dport 22 accept" in hostwall.ruleset(HOSTS["ioc-app"])


def test_a_service_writes_only_into_its_machines_layers() -> None:
    """A path outside /etc and /var is a mistake of ours and refused."""
    with pytest.raises(ValueError, match="outside"):
        Place("x").path("/usr/bin/true")


def test_a_database_without_data_sets_has_an_empty_log_of_exchanges() -> None:
    """The table of exchanges stands, and no row is invented."""
    assert "create table sync_log" in database.seed_sql(Host("x", "dmz", 99))
    assert "insert" not in database.seed_sql(Host("x", "dmz", 99))


def test_an_update_waits_where_it_is_planted() -> None:
    """The index of a faulty machine has a version that nobody has installed; that of a sound one has nothing."""
    assert "Package: bash\nVersion: 99:1\n" in updates.index(HOSTS["report-app"], "amd64")
    assert updates.index(HOSTS["mail-gw"], "amd64") == ""


def test_the_index_is_one_for_security_updates_of_a_day() -> None:
    """Label, code name and day are what an auditor tells such an archive and its age by."""
    day = datetime.datetime(2026, 11, 22, 8, tzinfo=datetime.UTC)

    assert {"Label: Debian-Security", "Codename: bookworm-security", "Date: Sun, 22 Nov 2026 08:00:00 +0000"} <= set(
        updates.release("bookworm", day).splitlines()
    )
