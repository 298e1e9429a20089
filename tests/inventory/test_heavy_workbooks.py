"""Workbooks that are small as files and large as work, or damaged where the library does not expect it."""

import io
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.inventory.exchange import write_workbook
from auditor.inventory.exchange.weighing import DEEPEST, MOST_CELLS, MOST_STYLES

SHEET = "xl/worksheets/sheet3.xml"
STYLES = "xl/styles.xml"
MEMORY = 1 << 30
"""Bytes of address space within which each of these is refused."""

Parts = dict[str, bytes]

_READ = """
import sys
from pathlib import Path
from auditor.errors import InputError
from auditor.inventory.exchange import import_workbook
from auditor.plan.checklist.readback import open_filled
for read in (import_workbook, open_filled):
    try:
        read(Path(sys.argv[1]))
    except InputError as fault:
        print(fault.problems[0].message)
    else:
        print("sound")
"""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """What an empty template holds."""
    path = tmp_path_factory.mktemp("template") / "t.xlsx"
    write_workbook(path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def told(path: Path) -> list[str]:
    """What the inventory's reader and the checklist's say of a file, each with little memory."""

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    command = [sys.executable, "-c", _READ, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, preexec_fn=bounded)
    assert not done.stderr
    return done.stdout.splitlines()


def packed(path: Path, parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A workbook of these parts."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _in_sheet(before: str, more: str) -> Callable[[Parts], Parts]:
    return lambda parts: parts | {SHEET: parts[SHEET].decode().replace(before, more + before, 1).encode()}


def _behind_rows(more: str) -> Callable[[Parts], Parts]:
    return lambda parts: (
        parts | {SHEET: parts[SHEET].decode().replace("</sheetData>", "</sheetData>" + more, 1).encode()}
    )


def _in_styles(more: str) -> Callable[[Parts], Parts]:
    return lambda parts: parts | {STYLES: re.sub(b"</(x:)?fonts>", more.encode() + rb"\g<0>", parts[STYLES], count=1)}


_ALL = "A1:XFD1048576"
_CELLS = "holds more cells than any that people fill in"
_AREAS = "merges or links more cells than any that people fill in"
_DEEP = "<row>" + "<a>" * DEEPEST + "</a>" * DEEPEST + "</row>"
_ENTITY = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet'

HEAVY: dict[str, tuple[Callable[[Parts], Parts], str]] = {
    "merged": (_behind_rows(f'<mergeCells><mergeCell ref="{_ALL}"/></mergeCells>'), _AREAS),
    "merged in columns": (_behind_rows('<mergeCells><mergeCell ref="A:XFD"/></mergeCells>'), _AREAS),
    "merged in many pieces": (
        _behind_rows("<mergeCells>" + '<mergeCell ref="A1:A1001"/>' * 21 + "</mergeCells>"),
        _AREAS,
    ),
    "linked": (_behind_rows(f'<hyperlinks><hyperlink ref="{_ALL}" location="x"/></hyperlinks>'), _AREAS),
    "cells": (_in_sheet("</sheetData>", "<row>" + "<c/>" * (MOST_CELLS + 1) + "</row>"), _CELLS),
    "fonts": (_in_styles('<font><name val="x"/></font>' * (MOST_STYLES // 2 + 1)), "holds more formats than any"),
    "depth": (_in_sheet("</sheetData>", _DEEP), "holds more parts than any"),
    "entities": (
        lambda parts: parts | {SHEET: parts[SHEET].decode().replace("<worksheet", _ENTITY, 1).encode()},
        "defines entities of its own",
    ),
}


@pytest.mark.parametrize("how", HEAVY)
def test_heavy(how: str, parts: Parts, tmp_path: Path) -> None:
    """Both readers refuse it in words before the library makes objects of it."""
    change, expected = HEAVY[how]

    assert all(line.startswith(expected) for line in told(packed(tmp_path / "x.xlsx", change(dict(parts)))))


def test_sizes_that_lie(parts: Parts, tmp_path: Path) -> None:
    """What a part holds counts, and not what the archive says of it."""
    path = packed(tmp_path / "x.xlsx", parts | {"xl/media/a.bin": b"\0" * (300 << 20)})
    content = bytearray(path.read_bytes())
    at = content.rindex(b"xl/media/a.bin") - 46
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(content)

    assert {"is no workbook that can be read"} == set(told(path))


def test_a_part_that_stands_twice(parts: Parts, tmp_path: Path) -> None:
    """Which of two is meant nobody can tell."""
    path = packed(tmp_path / "x.xlsx", parts)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET, parts[SHEET])

    assert {"holds one part twice"} == set(told(path))


def _flipped(content: bytes, name: str, offset: int) -> bytes:
    """The file with some bytes of one part's packed data changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.getinfo(name).header_offset + 30 + len(name) + offset
    return content[:start] + bytes(byte ^ 0x55 for byte in content[start : start + 8]) + content[start + 8 :]


@pytest.mark.parametrize("offset", [0, 20, 100, 300])
@pytest.mark.parametrize("name", [SHEET, STYLES, "xl/workbook.xml", "[Content_Types].xml"])
def test_damaged_data(name: str, offset: int, parts: Parts, tmp_path: Path) -> None:
    """Whatever is wrong with the packed data is said as a fault of the file."""
    path = packed(tmp_path / "x.xlsx", parts)
    path.write_bytes(_flipped(path.read_bytes(), name, offset))

    assert {"is no workbook that can be read"} == set(told(path))


@pytest.mark.parametrize(
    "change",
    [
        lambda content: _everywhere(content, 8, 10, (99).to_bytes(2, "little")),
        lambda content: _everywhere(content, 6, 8, (1).to_bytes(2, "little")),
    ],
    ids=["packed in an unknown way", "encrypted"],
)
def test_data_nobody_can_unpack(change: Callable[[bytes], bytes], parts: Parts, tmp_path: Path) -> None:
    """A password, or a way of packing that nobody knows, is a fault of the file."""
    path = packed(tmp_path / "x.xlsx", parts)
    path.write_bytes(change(path.read_bytes()))

    assert {"is no workbook that can be read"} == set(told(path))


def _everywhere(content: bytes, first: int, last: int, value: bytes) -> bytes:
    """The same field changed in each header of the archive; those of its end hold it two bytes further on."""
    changed = bytearray(content)
    for mark, further in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + first + further : at + last + further] = value
            at = changed.find(mark, at + 4)
    return bytes(changed)


@pytest.mark.parametrize("encoding", ["x-none", "utf-7", "utf-16"])
def test_an_encoding_that_is_not_there(encoding: str, parts: Parts, tmp_path: Path) -> None:
    """XML that names an encoding nobody knows, or another than it has, is a fault of the file."""
    head = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    path = packed(tmp_path / "x.xlsx", parts | {SHEET: head + parts[SHEET].rpartition(b"?>")[2]})

    assert {"is no workbook that can be read"} == set(told(path))
