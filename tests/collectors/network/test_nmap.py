"""The scanner itself: over IPv6, against a banner meant to hurt, and when its output is cut off."""

import ipaddress
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.collectors.job import Rates
from auditor.collectors.network.nmap import identify, sweep, tls_versions
from auditor.collectors.outcome import Outcome
from auditor.collectors.parsers.nmap_xml import NmapRun
from auditor.model.vocab.measurements import State
from tests.collectors.servers import LOOPBACK, says, serving

SIX = ipaddress.ip_address("::1")
RATES = Rates(packets_per_second=2000).shared()
BANNER = b"220 ProFTPD 1.3<script>alert(1)</script>\x1b[31m=cmd() Server (x) [127.0.0.1]\r\n"


def test_ipv6() -> None:
    """Ports of an IPv6 address are swept as those of any other."""
    with serving(says(BANNER), "::1") as port:
        run = sweep([SIX], [f"tcp/{port}", "tcp/9"], RATES)

    assert isinstance(run, NmapRun)
    assert [("::1", True, (f"tcp/{port}",))] == [(host.address, host.finished, host.open) for host in run.hosts]
    assert {f"tcp/{port}", "tcp/9"} == set(run.tried)


def test_a_banner_meant_to_hurt() -> None:
    """What a service says of itself comes back as harmless text, and the scan ends."""
    with serving(says(BANNER)) as port:
        run = identify(LOOPBACK, [f"tcp/{port}"], RATES)

    assert isinstance(run, NmapRun)
    ((service,),) = [host.services for host in run.hosts]
    assert ("ftp", "ProFTPD", "1.3<script>alert(1)</script>.[31m=cmd()") == (
        service.name,
        service.product,
        service.version,
    )


@pytest.mark.parametrize("name", ["--script=evil", "a.gov.vn --script=evil", "a;id", "$(id)", "A_B"])
def test_a_name_that_is_an_option(name: str) -> None:
    """A name that could be read as anything else never reaches the command line."""
    outcome = tls_versions(LOOPBACK, "tcp/9", name)

    assert isinstance(outcome, Outcome)
    assert (State.NOT_TRIED, "unsafe_name") == (outcome.state, outcome.cause and outcome.cause.code)


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a scanner of a few lines before the real one on PATH."""

    def install(after_version: str) -> None:
        script = tmp_path / "nmap"
        script.write_text(f'#!/bin/sh\n[ "$1" = -V ] && exec /usr/bin/nmap -V\n{after_version}\n')
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return install


@pytest.mark.parametrize(
    ("after_version", "state", "code"),
    [
        ('/usr/bin/nmap "$@" | head -c 400', State.PARSE_ERROR, "nmap_unreadable"),
        ("echo not xml", State.PARSE_ERROR, "nmap_unreadable"),
        ("kill -9 $$", State.PARSE_ERROR, "nmap_unreadable"),
        ("exit 1", State.PARSE_ERROR, "nmap_unreadable"),
    ],
    ids=["cut short", "no XML", "killed", "failed"],
)
def test_output_cut_off(scanner: Callable[[str], None], after_version: str, state: State, code: str) -> None:
    """A real scan whose output is cut says nothing about any port."""
    scanner(after_version)
    with serving(says(BANNER)) as port:
        outcome = sweep([LOOPBACK], [f"tcp/{port}"], RATES)

    assert isinstance(outcome, Outcome)
    assert (state, code, None) == (outcome.state, outcome.cause and outcome.cause.code, outcome.data)


def test_output_without_its_end(scanner: Callable[[str], None]) -> None:
    """Of a sweep that ended early what hosts told to their end is kept, as a run that did not finish; of versions and
    scripts, which are about one port, nothing.
    """
    scanner('/usr/bin/nmap "$@" | sed "s/<finished[^>]*>//"')
    with serving(says(BANNER)) as port:
        run = sweep([LOOPBACK], [f"tcp/{port}"], RATES)
        others = [identify(LOOPBACK, [f"tcp/{port}"], RATES), tls_versions(LOOPBACK, f"tcp/{port}", "")]

    assert isinstance(run, NmapRun)
    assert (False, [(f"tcp/{port}",)]) == (run.finished, [host.open for host in run.hosts])
    for outcome in others:
        assert isinstance(outcome, Outcome)
        assert (State.PARTIAL, "nmap_ended_early") == (outcome.state, outcome.cause and outcome.cause.code)
