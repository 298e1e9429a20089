"""Every source an instrument names can be looked up."""

import yaml

from auditor.law.check import source_keys
from auditor.resources import policies_dir

LAW = policies_dir() / "law"
SOURCES = yaml.safe_load((LAW / "sources.yaml").read_text(encoding="utf-8"))["sources"]
INSTRUMENTS = yaml.safe_load((LAW / "instruments.yaml").read_text(encoding="utf-8"))["instruments"]


def test_every_source_is_listed() -> None:
    """Each source key of each instrument stands in the list of sources."""
    assert [] == [(row["id"], key) for row in INSTRUMENTS for key in source_keys(row["source"]) if key not in SOURCES]


def test_each_source_says_what_was_read() -> None:
    """Each source says whether the text itself, a summary or a secondary source was read, and what it is."""
    assert {"original", "summary", "secondary"} == {row["read"] for row in SOURCES.values()}
    assert all(row["what"] and isinstance(row["at"], list) for row in SOURCES.values())
