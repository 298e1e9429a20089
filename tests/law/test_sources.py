"""Every source an instrument names can be looked up."""

import re
from collections.abc import Iterator

import yaml

from auditor.resources import policies_dir

LAW = policies_dir() / "law"
SOURCES = yaml.safe_load((LAW / "sources.yaml").read_text(encoding="utf-8"))["sources"]
INSTRUMENTS = yaml.safe_load((LAW / "instruments.yaml").read_text(encoding="utf-8"))["instruments"]


def keys(text: str) -> Iterator[str]:
    """`S16-S18, K1` as S16, S17, S18, K1."""
    for part in re.split(r"[,;]\s*", text):
        first, _, last = part.partition("-")
        letter, start = first[:1], int(first[1:])
        for number in range(start, int(last[1:] or start) + 1 if last else start + 1):
            yield f"{letter}{number:02d}" if letter == "S" else f"{letter}{number}"


def test_every_source_is_listed() -> None:
    """Each source key of each instrument stands in the list of sources."""
    assert [] == [(row["id"], key) for row in INSTRUMENTS for key in keys(row["source"]) if key not in SOURCES]


def test_each_source_says_what_was_read() -> None:
    """Each source says whether the text itself, a summary or a secondary source was read, and what it is."""
    assert {"original", "summary", "secondary"} == {row["read"] for row in SOURCES.values()}
    assert all(row["what"] and isinstance(row["at"], list) for row in SOURCES.values())
