"""The words of the committed PDFs, read by poppler."""

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from auditor.reports import render
from tests.reports.builder import report_input
from tests.reports.samples import SAMPLES


def words(path: Path) -> Counter[str]:
    """The words of a PDF with how often each stands there."""
    tool = shutil.which("pdftotext")
    assert tool, "no pdftotext; to fix: sudo apt-get install poppler-utils"
    read = subprocess.run([tool, "-layout", str(path), "-"], check=True, capture_output=True, text=True, timeout=60)
    return Counter(read.stdout.split())


@pytest.mark.parametrize("edition", ["leader"])
def test_pdf_sample_has_the_words_of_today(tmp_path: Path, edition: str) -> None:
    """The committed PDF says what the code says today, whatever the fonts of the machine."""
    fresh = tmp_path / f"{edition}.pdf"
    fresh.write_bytes(render(report_input(), edition, "pdf"))
    assert words(SAMPLES / fresh.name) == words(fresh)


def test_totals_on_paper_are_the_totals_of_the_run(tmp_path: Path) -> None:
    """The three figures and the answer stand on paper as on the screen."""
    path = tmp_path / "leader.pdf"
    report = report_input()
    path.write_bytes(render(report, "leader", "pdf"))
    found = words(path)
    assert [found[word] > 0 for word in ("74,0%", "81,9%", "90,3%", "13/135")] == [True] * 4
