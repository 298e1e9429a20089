"""The summary of an audit on a terminal: the answer, the counts, the five matters, what was not measured and why, and
where the pages are.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from auditor.cli.common import show, wrapped
from auditor.model.facts import Cause, Observation
from auditor.model.vocab.measurements import State
from auditor.model.vocab.verdicts import Status
from auditor.pages.asks import shown_asks
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.reports.content.whole import Content
from auditor.text.causes import cause_in_words
from auditor.text.vocabulary import STATUS, word
from auditor.text.words import Bilingual, Language, joined, number, say, share

_SYSTEMS_SHOWN = 3
_CAUSES_SHOWN = 3
_ASKS_SHOWN = 3

_ACTIONS = Bilingual("Nội dung cần tập trung chỉ đạo", "Matters that need attention")
_COUNTS = Bilingual("Kết quả", "Verdicts")
_BY_DECLARATION = Bilingual("Không áp dụng chỉ theo kê khai", "Not applicable by declaration alone")
_GAPS = Bilingual("Phép đo không thực hiện được, nhiều nhất vì", "Measurements that taught nothing, mostly because")
_ASKS = Bilingual(
    "Nên đề nghị tiếp theo để kết luận được nhiều nhất", "What to ask for next, as it would conclude most"
)
_ALL_ASKS = Bilingual("Tất cả và công văn: auditor plan requests", "All of them, and letters: auditor plan requests")
_REPORTS = Bilingual("Báo cáo", "Reports")
_LABELLED = Bilingual(
    "Phần có nhãn độ mật được lưu riêng: auditor runs list --restricted",
    "What a secrecy label covers is kept apart: auditor runs list --restricted",
)


def summary(report: ReportInput, files: Sequence[Path], *, labelled: bool, language: Language = "vi") -> None:
    """Print the summary on stdout, within 80 columns, the answer first."""
    content = Content.of(report)
    show(wrapped(content.sentence.of(language)))
    _show_figures(report, language)
    if content.actions:
        show(f"\n{_ACTIONS.of(language)}")
    for position, action in enumerate(content.actions, 1):
        titles = "; ".join(title.of(language) for title in action.titles)
        systems = ", ".join(name.of(language) for name in action.systems[:_SYSTEMS_SHOWN])
        more = f" +{len(action.systems) - _SYSTEMS_SHOWN}" if len(action.systems) > _SYSTEMS_SHOWN else ""
        about = f": {systems}{more}" if systems else ""
        show(wrapped(f"{position}. {titles} ({', '.join(action.controls)}){about}", indent="   "))
    if gaps := _gaps(report.observations.values()):
        show(f"\n{_GAPS.of(language)}")
    for cause, times in gaps:
        show(wrapped(f"- {cause.of(language)} ({number(times).of(language)})", indent="  "))
    _show_asks(report, language)
    show(f"\n{_REPORTS.of(language)}")
    for path in files:
        show(f"  {path}")
    if labelled:
        show(_LABELLED.of(language))


def _show_asks(report: ReportInput, language: Language) -> None:
    """The few things that would conclude most of what is unknown, and how to ask for them."""
    asks = shown_asks(report.requests, Names.of(report.inventory))[:_ASKS_SHOWN]
    if asks:
        show(f"\n{_ASKS.of(language)}")
    for position, ask in enumerate(asks, 1):
        words = joined([ask.text, ask.owner, ask.purpose], "; ")
        show(wrapped(f"{position}. {words.of(language)}", indent="   "))
    if asks:
        show(wrapped(_ALL_ASKS.of(language), indent="   "))


def _show_figures(report: ReportInput, language: Language) -> None:
    totals = report.result.totals
    counts = totals.model_dump(by_alias=True)
    parts = [f"{word(STATUS, status).of(language)} {counts[status.value]}" for status in Status]
    show(f"\n{wrapped(f'{_COUNTS.of(language)}: ' + ' · '.join(parts), indent='  ')}")
    if totals.by_declaration is not None:
        left, exempt = number(totals.by_declaration).of(language), number(totals.not_applicable).of(language)
        show(wrapped(f"{_BY_DECLARATION.of(language)}: {left}/{exempt}", indent="  "))
    shares = (("Assured", totals.assured), ("Compliance", totals.compliance), ("Coverage", totals.coverage))
    show(wrapped(" · ".join(f"{say(name).of(language)} {share(value).of(language)}" for name, value in shares)))


def _gaps(observations: Iterable[Observation]) -> list[tuple[Bilingual, int]]:
    """The commonest reasons why measurements taught nothing, each with how many it stopped."""
    tally = Counter(
        item.cause.code for item in observations if item.cause and item.data is None and item.state is not State.OK
    )
    return [(cause_in_words(Cause(code=code)), times) for code, times in tally.most_common(_CAUSES_SHOWN)]
