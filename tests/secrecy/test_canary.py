"""No byte of anything open speaks of what a label covers, whatever carries the label and whatever verb is run."""

import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from auditor.collectors.running.folder import dumped, write_part
from auditor.model.facts import EstateFacts, Manifest, Observation, SystemFacts
from tests.cli.command import auditor
from tests.secrecy.estates import AT, CANARY, OPEN, VARIANTS, Lists, joined, measured, naming, write

_REPORTS = (("leader", "html"), ("technical", "html"), ("technical", "csv"), ("technical", "json"))
_PLANS = (
    ("readiness", "latest"),
    ("readiness", "latest", "--format", "json"),
    ("decisions", "latest"),
    ("state", "latest"),
    ("fixes", "latest"),
    ("waves", "latest"),
    ("upgrades", "latest"),
    ("firewall", "latest"),
    ("document", "latest", "-o", "out/paper.docx"),
    ("document", "latest", "--format", "html", "-o", "out/paper.html"),
    ("portfolio", "latest", "-o", "out/portfolio.html"),
    ("checklist", "latest", "-o", "out/checklist.xlsx"),
)
VERBS: tuple[tuple[str, ...], ...] = (
    ("runs", "list"),
    ("runs", "show", "latest"),
    ("runs", "show", "latest", "--format", "json"),
    ("runs", "verify"),
    *(("report", "latest", "-e", edition, "-f", kind, "-o", f"out/{edition}.{kind}") for edition, kind in _REPORTS),
    *(("plan", *words) for words in _PLANS),
    ("collect", ".", "--dry-run", "--notice", "out/notice.txt"),
    ("collect", ".", "-o", "out/facts"),
)
"""Everything that reads a stored open run or plans and makes an open collection."""


def facts(folder: Path, observations: tuple[Observation, ...], lists: Lists) -> Path:
    """A facts folder in which all observations stand in one part."""
    rows = {row["id"] for row in lists["hosts"]}
    system = tuple(item for item in observations if item.kind != "reach")
    assert rows
    parts = (
        write_part(folder, "systems/all.json", SystemFacts(system="all", observations=system)),
        write_part(
            folder, "estate.json", EstateFacts(observations=tuple(i for i in observations if i.kind == "reach"))
        ),
    )
    write_part(folder, "manifest.json", dumped(Manifest(id="m", started_at=AT, complete=True, parts=parts)))
    return folder


def bytes_of(store: Path) -> Iterator[tuple[str, bytes]]:
    """Every blob and every record of a store, unpacked."""
    with sqlite3.connect(store) as database:
        for name, content in database.execute("select sha256, content from blobs"):
            yield name, zlib.decompress(content)
        for name, record in database.execute("select id, record from runs"):
            yield name, record


def written(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder by its name, the name itself too; office files are unpacked."""
    for path in sorted(folder.rglob("*")):
        yield "name of a file", str(path.relative_to(folder)).encode()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                yield from ((f"{path.name}!{name}", packed.read(name)) for name in packed.namelist())
        elif path.is_file():
            yield path.name, path.read_bytes()


def leaks(named: Iterable[tuple[str, bytes]]) -> list[tuple[str, str]]:
    """What speaks of a covered thing, also behind escapes, with the words around it."""
    found = []
    for name, content in named:
        plain = content.lower()
        place = max(spelt.find(CANARY.encode()) for spelt in (plain, unquote_to_bytes(plain)))
        if place >= 0:
            found.append((name, content[max(place - 60, 0) : place + 60].decode(errors="replace")))
    return found


@pytest.mark.long
@pytest.mark.no_cover  # every verb again, whose own tests cover it
@pytest.mark.parametrize("variant", VARIANTS)
def test_nothing_open_speaks_of_what_is_covered(variant: str, tmp_path: Path) -> None:
    """Stored parts, pages, tables, papers, notices, plans of probes, facts, words on the screen hold no canary."""
    covered = VARIANTS[variant]()
    lists = naming(OPEN, covered)
    folder = write(tmp_path / "province", lists, covered)
    (folder / "out").mkdir()
    gathered = facts(tmp_path / "gathered", measured(joined(lists, covered)), joined(lists, covered))
    judged = auditor(
        "evaluate", gathered, "-i", ".", "--as-of", "2026-11-22", "--at", "2026-11-22T05:00:00Z", cwd=folder
    )
    assert 0 == judged.code, judged.err

    said = [(" ".join(verb), auditor(*verb, cwd=folder)) for verb in VERBS]
    said.append(("evaluate", judged))

    assert [] == [(verb, done.err[-300:]) for verb, done in said if done.code]
    assert [] == leaks((verb, (done.out + done.err).encode()) for verb, done in said)
    assert [] == leaks(bytes_of(folder / "open.sqlite"))
    assert [] == leaks(written(folder / "out"))
    inside = folder / "inside"
    assert [] != leaks(bytes_of(inside / "labelled.sqlite")), "the labelled run has it all"
    assert [] == [path for path in (inside, *inside.rglob("*")) if path.stat().st_mode & 0o077]
