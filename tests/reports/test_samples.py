"""The committed samples are what the code makes today."""

import pytest

from auditor.reports import FORMATS, render
from tests.reports.builder import report_input
from tests.reports.samples import SAMPLES, sample

# The fonts of a machine go into a PDF, so its bytes are held only against a second rendering on the same machine,
# and its words by a test of those that need poppler.
_HELD = [key for key in FORMATS if key[1] != "pdf"]


@pytest.mark.parametrize("key", _HELD)
def test_sample_is_current(key: tuple[str, str]) -> None:
    """Equal bytes; otherwise run `python -m tests.reports.samples` and look at the difference."""
    name = sample(*key)
    assert (SAMPLES / name).read_bytes() == render(report_input(), *key), name


def test_the_folder_holds_every_format_and_nothing_else() -> None:
    """A format without a sample, or a sample without a format, is a mistake."""
    assert {path.name for path in SAMPLES.iterdir()} == {sample(*key) for key in FORMATS}
