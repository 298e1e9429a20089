"""Writes `reports/sample/`: every edition and format of the sample run. Run after a change the samples should show.

.venv/bin/python -m tests.reports.samples
"""

from pathlib import Path

from auditor.reports import FORMATS, render
from tests.reports.builder import report_input

SAMPLES = Path(__file__).resolve().parents[2] / "reports" / "sample"


def samples() -> dict[str, bytes]:
    """Each sample by file name."""
    source = report_input()
    return {
        edition + chosen.suffix: render(source, *key) for key in FORMATS for edition, chosen in [(key[0], FORMATS[key])]
    }


def write() -> None:
    """Replaces what is in the folder."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for old in SAMPLES.iterdir():
        old.unlink()
    for name, content in samples().items():
        (SAMPLES / name).write_bytes(content)


if __name__ == "__main__":
    write()
