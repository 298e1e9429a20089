"""Measuring keeps the worlds apart: folders, work orders, progress and notes of the open one hold nothing covered."""

import shutil
from pathlib import Path

import orjson
import pytest

from auditor.audit import Declared, Folders, Looks, collect_worlds
from auditor.audit.scans import collect_scans
from auditor.collectors import Progress, read_facts
from auditor.collectors.job import Job
from auditor.collectors.looks import looks
from auditor.collectors.outcome import Outcome, failed
from auditor.inventory import load_scope, load_settings
from auditor.model.facts import Manifest
from auditor.model.settings import ExchangeLogFiles, SshAccess
from auditor.model.vocab.declared import Channel
from auditor.model.vocab.measurements import State
from tests.secrecy.estates import (
    CANARY,
    OPEN,
    Lists,
    labelled_network,
    labelled_system,
    labelled_zone,
    measured,
    naming,
    write,
)
from tests.secrecy.test_canary import leaks, written


class Ear(Progress):
    """Writes down everything it hears, and interrupts where it hears `stop_at`."""

    def __init__(self, stop_at: str = "") -> None:
        self.heard: list[str] = []
        self.stop_at = stop_at

    def started(self, vantage: str, units: int) -> None:
        """Notes the beginning."""
        self.heard.append(f"{vantage} {units}")

    def unit_done(self, vantage: str, unit: str) -> None:
        """Notes a unit."""
        self.heard.append(f"{vantage} {unit}")

    def note(self, vantage: str, text: str) -> None:
        """Notes a note."""
        self.heard.append(f"{vantage}: {text}")
        if self.stop_at and self.stop_at in self.heard[-1]:
            raise KeyboardInterrupt

    def finished(self, vantage: str, *, complete: bool) -> None:
        """Notes the end."""
        self.heard.append(f"{vantage} {complete}")


class Province:
    """An inventory folder with one vantage that is carried by hand, and both facts folders."""

    def __init__(self, root: Path, covered: Lists) -> None:
        self.covered = covered
        self.folder = write(root / "province", naming(OPEN, covered), covered)
        settings = load_settings(self.folder / "auditor.yaml")
        access = SshAccess(user="auditor", key_file="key", known_hosts_file="known_hosts")
        self.settings = settings.model_copy(
            update={"vantages": tuple(one.model_copy(update={"ssh": access}) for one in settings.vantages)}
        )
        self.folders = Folders(root / "facts", self.folder / "inside" / "facts" / "facts")

    def collect(
        self,
        *,
        resume: bool = False,
        imports: tuple[str, ...] = (),
        exchange_logs: tuple[ExchangeLogFiles, ...] = (),
        stop_at: str = "",
    ) -> tuple[list[str], tuple[Manifest, ...]]:
        """What was heard, and the manifests."""
        settings, ear = (
            self.settings.model_copy(update={"imports": imports, "exchange_logs": exchange_logs}),
            Ear(stop_at),
        )
        looks = Looks(Declared.of(self.folder).worlds, load_scope(self.folder / "scope.yaml"), settings)
        return ear.heard, collect_worlds(looks, self.folders, ear, resume=resume)

    def bring_back(self) -> None:
        """Results of the open order: a look at an open machine that names a covered one, and one that does not."""
        named, plain = (
            item
            for item in measured(naming(OPEN, self.covered) | {"hosts": [*OPEN["hosts"], *self.covered["hosts"]]})
            if (item.kind, item.subject) in {("logging", "web1"), ("ports", "web1")}
        )
        given = {(item.kind, item.subject): item for item in (named, plain)}
        for vantage in (self.folders.open / "bundles").iterdir():
            lines: list[object] = []
            for unit, promised in looks(Job.model_validate_json((vantage / "job.json").read_bytes())).items():
                for look in promised:
                    seen = given.get((look.kind, look.subject))
                    outcome = Outcome(seen.state, seen.data) if seen else failed(State.TIMEOUT, "no_answer")
                    found = [look.observed(outcome).model_dump(mode="json")]
                    lines.append({"unit": unit, "document": look.document, "observations": found})
                lines.append({"unit": unit})
            (vantage / "result.jsonl").write_bytes(b"\n".join(map(orjson.dumps, [*lines, {"end": True}])) + b"\n")


@pytest.fixture
def province(tmp_path: Path) -> Province:
    return Province(tmp_path, labelled_system())


def test_what_an_open_look_finds_about_a_covered_thing_lies_inside(province: Province) -> None:
    """It is written to the labelled folder and never to the open one, nor left there in what was carried by hand; a
    labelled collection that was finished takes it in all the same.
    """
    province.collect()
    province.bring_back()
    heard, (opened, _) = province.collect(resume=True)

    assert opened.complete, heard
    assert [] == leaks(written(province.folders.open))
    assert ["ports/web1"] == [
        item.id.rpartition("/")[0] for item in read_facts([province.folders.open]).observations if item.data
    ]
    assert province.folders.labelled is not None
    assert {"logging"} <= {item.kind for item in read_facts([province.folders.labelled]).observations if item.data}
    assert (province.folders.labelled / "bundles" / "probe" / "result.jsonl").is_file()
    assert [] == [path for path in province.folders.labelled.rglob("*") if path.stat().st_mode & 0o077]


def test_a_labelled_collection_that_was_never_begun_is_not_judged(province: Province) -> None:
    """Interrupted in the open one, what there is can be judged: a folder made for the other holds nothing yet."""
    with pytest.raises(KeyboardInterrupt):
        province.collect(stop_at="probe: carry")

    assert province.folders.labelled is not None
    assert province.folders.labelled.is_dir()
    assert (province.folders.open,) == province.folders.written()
    assert not read_facts(province.folders.written()).complete


def test_without_a_place_inside_it_is_kept_nowhere(province: Province) -> None:
    """What may not stand in the open folder is dropped, and its look stays unknown."""
    province.folders = Folders(province.folders.open, None)
    province.collect()
    province.bring_back()
    heard, _ = province.collect(resume=True)

    assert [] == leaks(written(province.folders.open))
    assert not (province.folder / "inside").exists()
    assert ["labelled: not measured, and nobody searches for undeclared machines"] == [
        line.rpartition(":")[0] for line in heard if "labelled" in line
    ]


def test_what_was_left_of_the_labelled_world_is_gone_on_with(province: Province) -> None:
    """An open collection that is finished is not in the way of the labelled one, and is not touched again."""
    province.collect()
    province.bring_back()
    province.collect(resume=True)
    inside = province.folders.labelled
    assert inside is not None
    shutil.rmtree(inside)
    before = {path: path.read_bytes() for path in province.folders.open.rglob("*") if path.is_file()}
    heard, manifests = province.collect(resume=True)

    assert (2, {"labelled"}) == (len(manifests), {line.partition(":")[0] for line in heard})
    assert before == {path: path.read_bytes() for path in province.folders.open.rglob("*") if path.is_file()}


def test_nothing_tells_where_covered_things_stand(tmp_path: Path) -> None:
    """Estates with the same open things and other covered ones are heard of alike, and their work orders are alike: no
    counts, no vantages, no state, and no prefix left out of a search because a covered machine stands in it.
    """
    elsewhere = labelled_system("192.0.2.20")
    elsewhere["hosts"][0]["interfaces"][0]["network"] = "net-dmz"
    elsewhere["flows"][0]["to_zone"] = "dmz"
    provinces = [
        Province(tmp_path / str(number), covered)
        for number, covered in enumerate((labelled_system(), elsewhere, labelled_zone(), labelled_network()))
    ]
    heard = [province.collect()[0] for province in provinces]
    orders = [
        orjson.loads((province.folders.open / "bundles/probe/job.json").read_bytes()) | {"collection": ""}
        for province in provinces[:2]  # whose permissions are worded alike
    ]
    inside = orjson.loads((provinces[0].folder / "inside/facts/facts/bundles/probe/job.json").read_bytes())

    assert [heard[0]] * 4 == heard
    assert ["labelled: measuring; how far it is stands in its own folder only", "labelled: ended"] == heard[0][-2:]
    assert orders[0] == orders[1]
    assert ["192.0.2.0/25"] == [search["prefix"] for search in inside["discovery"]]


def test_rows_about_covered_data_are_as_if_they_were_not_there(province: Province, tmp_path: Path) -> None:
    """A file of exports with rows of both worlds: no note names a covered data set, and its faults spoil nothing."""
    covered = province.covered["data_sets"][0]["id"]
    exports = tmp_path / "exports.json"
    rows = [
        {"data_set": covered, "rows": "many"},
        {"data_set": f"{covered}-old"},
        {"data_set": "ds1", "exported_at": "2026-11-22T00:00:00Z", "rows": 7},
        {"data_set": "ds2"},
    ]
    exports.write_bytes(orjson.dumps(rows))
    heard, _ = province.collect(imports=(str(exports),))

    assert ["import: exports.json: no data set 'ds2' is declared"] == [line for line in heard if "import" in line]
    assert [("ds1", "ok")] == [
        (item.subject, item.state.value)
        for item in read_facts([province.folders.open]).observations
        if item.kind == "exports"
    ]


def test_calls_of_a_covered_link_are_as_if_they_were_not_there(province: Province, tmp_path: Path) -> None:
    """A log with calls of both worlds: the open folder and its notes are those of the open calls alone."""
    covered = (
        province.covered["links"][0]["id"] if province.covered.get("links") else province.covered["systems"][0]["id"]
    )
    head, mine = "at,id,consumer,provider,purpose,result,service", "2026-11-20T00:00:00Z,k,a b,c d,Khai sinh,200"
    calls = tmp_path / "calls.csv"
    told = []
    for inside in ("", f"31/13/2026,k,a,b,c,d,{covered}\n2026-11-21T00:00:00Z,k,a,b,c,d,{covered}/x\n"):
        calls.write_text(f"{head}\n{mine},l1\n{inside}{mine},nobody\n")
        shutil.rmtree(province.folders.open, ignore_errors=True)
        if province.folders.labelled:
            shutil.rmtree(province.folders.labelled, ignore_errors=True)
        heard, _ = province.collect(exchange_logs=(ExchangeLogFiles(files=(str(calls),), channel=Channel.LGSP),))
        seen = read_facts([province.folders.open]).observations
        told.append(
            ([line for line in heard if "import" in line], [item for item in seen if item.kind == "exchange_log"])
        )

    assert told[0] == told[1]
    assert ["import: calls.csv: no link is declared that the log calls nobody"] == told[0][0]
    assert [("l1", "ok")] == [(item.subject, item.state.value) for item in told[0][1]]


def test_a_file_named_after_a_covered_thing(province: Province, tmp_path: Path) -> None:
    """Where a fact of an open data set comes from is said inside only, when the file's name may not be said."""
    exports = tmp_path / f"{CANARY}00001-{province.covered['systems'][0]['id']}.json"
    exports.write_bytes(orjson.dumps([{"data_set": "ds1", "exported_at": "2026-11-22T00:00:00Z", "rows": 7}]))
    heard, _ = province.collect(imports=(str(exports), str(exports.with_suffix(".csv"))))

    assert [] == leaks([("progress", "\n".join(heard).encode()), *written(province.folders.open)])


@pytest.mark.parametrize("inside", [True, False], ids=["with a place inside", "without one"])
def test_a_forged_result_tells_nothing(province: Province, *, inside: bool) -> None:
    """What nobody ordered, and what is no result at all, stays out of the open folder, in its words as well."""
    if not inside:
        province.folders = Folders(province.folders.open, None)
    province.collect()
    province.bring_back()
    for vantage in (province.folders.open / "bundles").iterdir():
        result = vantage / "result.jsonl"
        lines = result.read_bytes().replace(b'"subject":"web1"', f'"subject":"{CANARY}"'.encode())
        result.write_bytes(f'{{"unit":"host/{CANARY}"}}\n{{"unit":{{"{CANARY}":1}}}}\n'.encode() + lines)
    heard, (opened, *_) = province.collect(resume=True)

    assert not opened.complete
    assert [] == leaks(written(province.folders.open))
    assert [] == [line for line in heard if CANARY in line]
    assert [line for line in heard if "not believed" in line]


@pytest.mark.parametrize("inside", [True, False], ids=["with a place inside", "without one"])
def test_a_scan_by_file_is_parted(province: Province, tmp_path: Path, *, inside: bool) -> None:
    """What a file says of covered machines goes inside or nowhere; what it says of open ones stands in the open folder,
    which is the same as if the file had never spoken of the others.
    """
    if not inside:
        province.folders = Folders(province.folders.open, None)
    covered = province.covered["hosts"][0]["interfaces"][0]["address"]
    opened = next(host for host in OPEN["hosts"] if host["id"] == "web1")["interfaces"][0]["address"]
    (tmp_path / "scan.xml").write_text(_scan(opened, covered), encoding="utf-8")
    looks_ = Looks(
        Declared.of(province.folder).worlds, load_scope(province.folder / "scope.yaml"), province.settings, ("probe",)
    )
    ear = Ear()
    collect_scans(looks_, province.folders, [tmp_path / "scan.xml"], None, ear)

    found = {item.id for item in read_facts([province.folders.open]).observations}
    assert {"ports/web1/probe", "services/web1/probe"} == found
    assert [] == leaks(written(province.folders.open))
    assert [] == [line for line in ear.heard if CANARY in line]
    if province.folders.labelled is not None:
        inner = {item.subject for item in read_facts([province.folders.labelled]).observations}
        assert province.covered["hosts"][0]["id"] in inner


def _scan(*addresses: str) -> str:
    """What nmap writes of machines with one open port each."""
    port = '<ports><port protocol="tcp" portid="443"><state state="open" reason="syn-ack"/></port></ports>'
    hosts = "".join(
        f'<host><status state="up" reason="user-set"/><address addr="{address}" addrtype="ipv4"/>{port}</host>'
        for address in addresses
    )
    return (
        '<?xml version="1.0"?><nmaprun version="7.93" start="1700000000">'
        f'<scaninfo type="syn" protocol="tcp" services="443"/>{hosts}'
        '<runstats><finished time="1700000000" exit="success"/><hosts up="2" down="0" total="2"/></runstats></nmaprun>'
    )
