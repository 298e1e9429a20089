"""Scans that somebody else made, read from files: whose ports they tell, what they prove, what they never replace."""

import datetime
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from auditor.collectors import read_facts
from auditor.collectors.planning.addresses import PlanningEstate
from auditor.collectors.running.folder import FactsFolder
from auditor.collectors.running.scans import read_scan, scanned
from auditor.errors import FactsError
from auditor.inventory import load, load_settings
from auditor.model.facts import Observation, Ports, Services, Tls
from tests.collectors.loopback import WEB
from tests.collectors.servers import says, serving

RECORDED = Path(__file__).parents[1] / "recordings" / "nmap"
SMALL = Path(__file__).parents[1] / "data" / "small" / "inventory"
ENDED = int(time.time()) - 1000
NOW = datetime.datetime.now(datetime.UTC)
HERE = {"198.51.100.17": "127.0.7.10", "10.20.30.11": "127.0.7.20"}


def recorded(path: Path, name: str = "sweep.xml", **changes: str) -> Path:
    """A recorded scan of the small province's machines, with changes to its text."""
    text = (RECORDED / name).read_text()
    text = re.sub(r' (start|time|starttime|endtime)="[0-9]+"', rf' \g<1>="{ENDED}"', text)
    for old, new in (HERE | changes).items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def read(*files: Path, vantage: str = "probe-dmz") -> dict[str, Observation]:
    """What the files say, by id."""
    estate, settings = PlanningEstate(load(SMALL)), load_settings(SMALL / "auditor.yaml")
    (post,) = (one for one in settings.vantages if one.id == vantage)
    found = scanned(estate, post, [read_scan(path, NOW) for path in files])
    return {item.observation.id: item.observation for item in found}


def auditor(*words: object, cwd: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "auditor", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


def ports(item: Observation) -> Ports:
    """What a look at ports found."""
    assert isinstance(item.data, Ports)
    return item.data


def test_a_sweep(tmp_path: Path) -> None:
    """Ports of declared machines, as seen from the vantage, at the time and with the tool that the file tells."""
    found = read(recorded(tmp_path / "s.xml"))
    web, database = found["ports/web/probe-dmz"], found["ports/db/probe-dmz"]

    assert ("ok", "imported", "dmz") == (web.state, web.basis, web.zone)
    assert datetime.datetime.fromtimestamp(ENDED, datetime.UTC) == web.observed_at
    assert web.tool.startswith("nmap 7.93 by file s.xml ")
    assert (("tcp/22", "tcp/80", "tcp/443"), (), ("127.0.7.10",)) == (
        ports(web).open,
        ports(web).refused,
        ports(web).addresses_asked,
    )
    # nobody knows whether the network worked there: silence is not finished
    assert ("partial", "control_failed") == (database.state, database.cause and database.cause.code)
    assert ("tcp/22", "tcp/80", "tcp/443") == ports(database).silent
    # names from the number of the port are no services
    services = found["services/web/probe-dmz"]
    assert ("partial", "services_not_asked") == (services.state, services.cause and services.cause.code)


def test_services_that_answered(tmp_path: Path) -> None:
    """Versions of `-sV` are observed services."""
    text = (RECORDED / "services.xml").read_text()
    address = text.partition('<address addr="')[2].partition('"')[0]
    found = read(recorded(tmp_path / "s.xml", "services.xml", **{address: "127.0.7.10"}))
    services = found["services/web/probe-dmz"].data

    assert isinstance(services, Services)
    assert {"tcp/80": "http", "tcp/443": "http"} == {one.port: one.name for one in services.services}


@pytest.mark.parametrize(("version", "tried"), [("7.93", True), ("7.80", False)])
def test_tls_of_an_older_nmap(tmp_path: Path, version: str, tried: bool) -> None:  # noqa: FBT001  # an expected value
    """Versions are told, the certificate is not; TLS 1.3 was not tried by an nmap that cannot speak it."""
    text = (RECORDED / "tls10.xml").read_text()
    address = text.partition('<address addr="')[2].partition('"')[0]
    changes = {address: "127.0.7.10", 'version="7.93"': f'version="{version}"'}
    look = read(recorded(tmp_path / "s.xml", "tls10.xml", **changes))["tls/web/tcp/443/tinh.gov.vn/probe-dmz"]

    assert isinstance(look.data, Tls)
    assert ("partial", ("TLSv1.0",)) == (look.state, look.data.offered)
    assert tried is ("TLSv1.3" in look.data.tried)
    assert look.data.chain_valid is None


def test_a_machine_nobody_declared(tmp_path: Path) -> None:
    """An address of no declared machine is one that nobody declared."""
    found = read(recorded(tmp_path / "s.xml", **{"198.51.100.17": "127.0.7.9"}))

    assert "ports/province/127.0.7.9/probe-dmz" in found
    assert not [key for key in found if key.startswith("services/province")]


@pytest.mark.parametrize("kind", ["ack", "fin"])
def test_a_scan_that_tells_nothing_of_ports(tmp_path: Path, kind: str) -> None:
    """An ACK scan shows no port open or closed, and so nothing."""
    assert {} == read(recorded(tmp_path / "s.xml", **{'type="syn"': f'type="{kind}"'}))


def test_a_file_cut_short(tmp_path: Path) -> None:
    """Hosts told to their end keep what was open, and nothing of it is finished; the others are not told."""
    path = recorded(tmp_path / "s.xml")
    text = path.read_text()
    path.write_text(text[: text.index("</host>") + 8], encoding="utf-8")
    found = read(path)

    assert {"ports/web/probe-dmz", "services/web/probe-dmz"} == set(found)
    assert {"partial"} == {item.state.value for item in found.values()}
    assert ("tcp/22", "tcp/80", "tcp/443") == ports(found["ports/web/probe-dmz"]).open


def test_several_files(tmp_path: Path) -> None:
    """Of two looks the newer finished one stands alone; a newer one that is cut short replaces nothing."""
    older = recorded(tmp_path / "a.xml")
    newer = recorded(tmp_path / "b.xml", **{str(ENDED): str(ENDED + 100)})
    cut = recorded(tmp_path / "c.xml", **{str(ENDED): str(ENDED + 200)})
    cut.write_text(cut.read_text()[: cut.read_text().index("</host>") + 8], encoding="utf-8")

    web = {key: item for key, item in read(older, newer).items() if key.startswith("ports/web")}
    assert ["b.xml"] == [item.tool.split()[4] for item in web.values()]
    web = {key: item for key, item in read(cut, newer, older).items() if key.startswith("ports/web")}
    assert {("ports/web/probe-dmz", "partial"), (f"ports/web/probe-dmz@{_stamp(ENDED + 100)}", "ok")} == {
        (key, item.state.value) for key, item in web.items()
    }


def _stamp(seconds: int) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_narrow_scan_closes_nothing(tmp_path: Path) -> None:
    """A newer scan that did not try a port which was open before is no finished look: what stood open still counts."""
    wide = recorded(tmp_path / "a.xml")
    changes = {str(ENDED): str(ENDED + 100), 'services="22,80,443"': 'services="80,443"', 'portid="22"': 'portid="80"'}
    found = read(wide, recorded(tmp_path / "b.xml", **changes))
    web = {key: item for key, item in found.items() if key.startswith("ports/web")}

    assert ["partial", "ok"] == [item.state.value for _, item in sorted(web.items(), key=lambda pair: len(pair[0]))]
    newer = web["ports/web/probe-dmz"].cause
    assert newer is not None
    assert ("narrower_than_before", ("tcp/22",)) == (newer.code, newer.args)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read"),
        (b"Starting Nmap 7.93", "cannot be read"),
        (b"<html></html>", "no output of nmap"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><nmaprun start="1">&b;</nmaprun>', "cannot be read"),
        (b"<nmaprun></nmaprun>", "does not tell when"),
        (b'<nmaprun start="99999999999"></nmaprun>', "made in the future"),
    ],
)
def test_what_is_no_scan(tmp_path: Path, content: bytes, words: str) -> None:
    """Anything else is refused in words that name the file."""
    (tmp_path / "x.xml").write_bytes(content)
    with pytest.raises(FactsError, match=words) as caught:
        read_scan(tmp_path / "x.xml", NOW)

    assert "x.xml" in str(caught.value)


def test_the_command(tmp_path: Path) -> None:
    """`collect --scan` writes a facts folder that is judged as any other, and sends nothing."""
    file = recorded(tmp_path / "s.xml")
    done = auditor("collect", SMALL, "-o", "facts", "--scan", file, "--vantage", "probe-dmz", cwd=tmp_path)
    folder = FactsFolder(tmp_path / "facts")

    assert (0, True) == (done.returncode, "Nothing was sent" in done.stderr), done.stderr
    assert (True, [("probe-dmz", "dmz")]) == (
        folder.manifest.complete,
        [(one.id, one.zone) for one in folder.manifest.vantages],
    )
    assert b"" == (tmp_path / "facts" / "probes.log").read_bytes()
    assert "ports/web/probe-dmz" in {item.id for item in read_facts([tmp_path / "facts"]).observations}
    done = auditor("evaluate", "facts", "--inventory", SMALL, "--no-store", "--format", "json", cwd=tmp_path)
    assert 0 == done.returncode, done.stderr
    assert '"imported"' in done.stdout


def test_the_command_says_what_is_not_whole(tmp_path: Path) -> None:
    """A cut file makes a folder that is not complete."""
    file = recorded(tmp_path / "s.xml")
    file.write_text(file.read_text()[: file.read_text().index("</host>") + 8], encoding="utf-8")
    done = auditor("collect", SMALL, "-o", "facts", "--scan", file, "--vantage", "probe-dmz", cwd=tmp_path)

    assert (0, True) == (done.returncode, "not whole" in done.stderr), done.stderr
    assert not FactsFolder(tmp_path / "facts").manifest.complete


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "needs the one vantage it was made from"),
        (("--vantage", "dmz"), "no vantage is called dmz"),
        (("--vantage", "probe-dmz", "--vantage", "probe-database"), "needs the one vantage"),
        (("--vantage", "probe-dmz", "--dry-run"), "takes no --dry-run"),
        (("--vantage", "probe-dmz", "--resume"), "takes no --resume"),
        (("--vantage", "probe-dmz", "--at", "2026-11-01"), "needs a time zone"),
        (("--vantage", "probe-dmz", "--at", "2199-11-01T00:00:00+07:00"), "made in the future"),
    ],
)
def test_a_command_that_asks_too_little_or_too_much(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    """Each slip is one clear line, and no folder is made."""
    file = recorded(tmp_path / "s.xml")
    done = auditor("collect", SMALL, "-o", "facts", "--scan", file, *words, cwd=tmp_path)

    assert (2, True) == (done.returncode, told in " ".join(done.stderr.split())), done.stderr
    assert not (tmp_path / "facts").exists()


def test_a_scan_of_today(tmp_path: Path) -> None:
    """What the nmap of this machine writes is read: a port that was open, one that refused."""
    with serving(says(b"SSH-2.0-x\r\n"), WEB) as port:
        command = ["nmap", "-n", "-Pn", "-sT", "-p", f"{port},9", "-oX", str(tmp_path / "s.xml"), WEB]
        subprocess.run(command, check=True, capture_output=True)
    scan = read_scan(tmp_path / "s.xml", datetime.datetime.now(datetime.UTC))
    (host,) = scan.run.hosts

    assert (True, (f"tcp/{port}",), {f"tcp/{port}", "tcp/9"}) == (scan.whole, host.open, set(scan.run.tried))
