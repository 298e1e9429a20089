"""Weighs the parts of a workbook before a library makes objects of them: a small file may ask for much work.

Every part is unpacked in pieces, so that what it really holds counts and not what the archive says of it, and its XML
is walked once without making anything: cells, formats, depth, and the areas that merged cells and links name.
"""

import zipfile
import zlib
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

MOST_CELLS = 1_000_000
"""Cells of all sheets together, and elements of every other part."""

MOST_STYLES = 200_000
"""Elements of the styles; the library makes an object of each."""

MOST_AREA = 20_000
"""Cells that the merged areas, or the links, of a workbook may cover; the library makes an object of each."""

DEEPEST = 100
_PIECE = 1 << 20
_AREAS = frozenset({"mergeCell", "hyperlink"})

FAULTS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, expat.ExpatError, LookupError, ValueError),
    *(TypeError, SyntaxError, AttributeError, OverflowError, AssertionError),
)
"""What unpacking and reading raise for what is no workbook: damaged, encrypted, packed or encoded as nobody knows."""


class HeavyError(Exception):
    """A workbook asks for more work than a bound allows; says what there is too much of."""


@dataclass(slots=True)
class _Weight:
    unpacked: int = 0
    cells: int = 0
    area: int = 0


def weigh(archive: zipfile.ZipFile, unpacked: int) -> None:
    """Raises HeavyError for more bytes, cells, formats or covered cells than the bounds, for parts that stand twice,
    and for definitions of entities; one of FAULTS for what cannot be read.
    """
    names = [part.filename for part in archive.infolist()]
    if len(set(names)) < len(names):
        raise HeavyError("holds one part twice")
    weight = _Weight()
    for name in names:
        walker = _Walker(name, weight) if name.lower().endswith((".xml", ".rels", ".vml")) else None
        with archive.open(name) as part:
            while piece := part.read(_PIECE):
                weight.unpacked += len(piece)
                if weight.unpacked > unpacked:
                    raise HeavyError("unpacks to more than it says")
                if walker is not None:
                    walker.feed(piece)
        if walker is not None and not name.lower().endswith(".vml"):
            walker.end()


class _Walker:
    """Counts the elements of one part."""

    def __init__(self, name: str, weight: _Weight) -> None:
        self._weight = weight
        self._elements = self._depth = 0
        styles = name.lower().endswith("styles.xml")
        self._most, self._what = (MOST_STYLES, "formats") if styles else (10 * MOST_CELLS, "parts")
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refused

    def feed(self, piece: bytes) -> None:
        """The next piece of the part."""
        self._parser.Parse(piece)

    def end(self) -> None:
        """The part is over."""
        self._parser.Parse(b"", True)  # noqa: FBT003  # the parser takes it by place only

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self._elements += 1
        self._depth += 1
        if tag in {"c", "si"}:
            self._weight.cells += 1
        elif tag in _AREAS:
            self._weight.area += _area(attributes.get("ref", ""))
        if self._elements > self._most or self._depth > DEEPEST:
            raise HeavyError(f"holds more {self._what} than any that people fill in")
        if self._weight.cells > MOST_CELLS:
            raise HeavyError("holds more cells than any that people fill in")
        if self._weight.area > MOST_AREA:
            raise HeavyError("merges or links more cells than any that people fill in")

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _refused(self, *_: Any) -> None:
        raise HeavyError("defines entities of its own")


def _area(text: str) -> int:
    """Cells that a reference covers; one that is none, or that leaves a side open, covers more than there may be."""
    if not text:
        return 0
    left, top, right, bottom = range_boundaries(text)
    if left is None or top is None or right is None or bottom is None:
        return MOST_AREA + 1
    return max(0, right - left + 1) * max(0, bottom - top + 1)
