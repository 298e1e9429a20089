"""Writes `reports/sample/`: every edition and format of the sample run. Run after a change the samples should show.

.venv/bin/python -m tests.reports.samples
"""

from pathlib import Path

from auditor.pages.formats import FORMATS as FILE_FORMATS
from auditor.reports import FORMATS, render
from tests.reports.builder import report_input

SAMPLES = Path(__file__).resolve().parents[2] / "reports" / "sample"


def sample(edition: str, format_: str) -> str:
    """The name of a sample."""
    return edition + FILE_FORMATS[format_].suffix


def samples() -> dict[str, bytes]:
    """Each sample by file name."""
    report = report_input()
    return {sample(*key): render(report, *key) for key in FORMATS}


def write() -> None:
    """Replaces what is in the folder."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for old in SAMPLES.iterdir():
        old.unlink()
    for name, content in samples().items():
        (SAMPLES / name).write_bytes(content)


if __name__ == "__main__":
    write()
