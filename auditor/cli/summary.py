"""The summary of an audit on a terminal: the answer, the counts, the five matters, and where the pages are."""

import textwrap
from collections.abc import Sequence
from pathlib import Path

from auditor.cli.common import share, show
from auditor.model.verdict import RunHead
from auditor.model.vocab import Status
from auditor.reports.content.whole import Content
from auditor.reports.interface import Language, ReportInput

_WIDTH = 80
_SYSTEMS_SHOWN = 3

_WORDS = {
    "matters": ("Nội dung cần tập trung chỉ đạo", "Matters that need attention"),
    "counts": ("Kết quả", "Verdicts"),
    "reports": ("Báo cáo", "Reports"),
    "labelled": ("Phần có nhãn độ mật được lưu riêng", "What a secrecy label covers is kept apart"),
}


def summary(source: ReportInput, files: Sequence[Path], labelled: RunHead | None, language: Language = "vi") -> None:
    """Print the summary on stdout, within 80 columns."""
    content = Content.of(source)
    totals = source.result.totals
    counts = totals.model_dump(by_alias=True)
    show(_wrapped(content.sentence.of(language)))
    show()
    show(f"{_word('counts', language)}: " + _joined([f"{status.value} {counts[status.value]}" for status in Status]))
    show(f"assured {share(totals.assured)} · compliance {share(totals.compliance)} · coverage {share(totals.coverage)}")
    show()
    show(_word("matters", language))
    for number, matter in enumerate(content.matters, 1):
        titles = "; ".join(title.of(language) for title in matter.titles)
        systems = ", ".join(name.of(language) for name in matter.systems[:_SYSTEMS_SHOWN])
        more = f" +{len(matter.systems) - _SYSTEMS_SHOWN}" if len(matter.systems) > _SYSTEMS_SHOWN else ""
        show(_wrapped(f"{number}. {titles} ({', '.join(matter.controls)}): {systems}{more}", indent="   "))
    show()
    show(_word("reports", language))
    for path in files:
        show(f"  {path}")
    if labelled:
        show(f"{_word('labelled', language)}: {labelled.id}")


def _word(name: str, language: Language) -> str:
    vietnamese, english = _WORDS[name]
    return vietnamese if language == "vi" else english


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, _WIDTH, subsequent_indent=indent)


def _joined(parts: Sequence[str]) -> str:
    return textwrap.fill(" · ".join(parts), _WIDTH, subsequent_indent="  ")
