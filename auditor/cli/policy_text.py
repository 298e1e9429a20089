"""One control as a page for a person, in English and Vietnamese."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from auditor.cli.common import table, wrapped
from auditor.law.entries import transitions, unread
from auditor.model.control import ControlMeta, Parameter
from auditor.model.law import Addressed, Conditional, Instrument, LawEntry, Nothing, Selector
from auditor.model.vocab.controls import Ground
from auditor.policy.catalogue import Catalogue
from auditor.policy.mutants.report import ControlMutants, Figures, Judged, figures_of
from auditor.text import vocabulary

_CONFIDENCE = {
    "A": "text read / đã đọc nguyên văn",
    "B": "official summary / theo bản tóm tắt chính thức",
    "C": "secondary source, to be confirmed / nguồn thứ cấp, cần đối chiếu",
    "D": "general knowledge, to be confirmed / hiểu biết chung, cần đối chiếu",
}
_LAW_KEYS = (
    "id",
    "role",
    "instrument",
    "clause",
    "force",
    "confidence",
    "addressee",
    "condition",
    "transition",
)
_ROLE = {"duty": "duty / nghĩa vụ", "support": "support / dẫn chiếu bổ trợ"}
_NOT_READ = "not read / chưa đọc được nguyên văn"
_FORCE = {"binding": "binding / bắt buộc", "recommended": "recommended / khuyến nghị"}
_ORIGIN = {
    "legal": "from law / theo luật",
    "suggested": "suggested / gợi ý",
    "term": "our list, spelling out a term of the law / danh sách làm rõ thuật ngữ của luật",
    "ours": "our choice / do công cụ chọn",
}


def mutants_page(controls: list[ControlMutants]) -> str:
    """Figures of mutants by control, then every survivor with its place and what tells it apart."""
    rows = [(one.control, *_figures(figures_of([one]))) for one in controls]
    heading = ("control", "mutants", "caught", "excused", "survivors")
    lines = [table(heading, [*rows, ("all", *_figures(figures_of(controls)))])]
    for one in controls:
        for survivor in one.survivors:
            lines += ["", wrapped(f"{one.policy}:{survivor.line}: {survivor.before}", "    ")]
            lines.append(wrapped(f"  → {survivor.after}", "    "))
            lines.append(f"    {_told_apart(survivor)}")
            lines += [f"      {line}" for line in survivor.difference.splitlines()]
    return "\n".join(lines)


def _figures(figures: Figures) -> tuple[str, ...]:
    return tuple(str(count) for count in (figures.mutants, figures.caught, figures.excused, figures.survived))


def _told_apart(survivor: Judged) -> str:
    """From what, and by which changes of it."""
    if survivor.case is None:
        return f"told apart by {survivor.by}, in what cases do not show"
    changes = "; ".join(str(dict(change)) for change in survivor.changes)
    return f"told apart by {survivor.by}{f' with {changes}' if changes else ''}"


_DECIDED_BY = {Ground.FACTS: "measurement", Ground.PAPER: "paper", Ground.DECLARATION: "declaration"}
"""What decides a control, in the words that other programs read; what nobody decides but a person is no control."""


def is_automated(control: ControlMeta) -> bool:
    """True when no paper a person must enter is needed for a pass."""
    return not any(need.of_paper and not need.optional for need in control.needs)


def as_row(control: ControlMeta) -> dict[str, Any]:
    """One entry of `policy list --format json`, whose shape other programs rely on."""
    full = control.model_dump(mode="json", by_alias=True)
    keys = ("id", "aliases", "title", "title_vi", "family", "severity", "part", "subject", "needs")
    law = [{key: entry[key] for key in _LAW_KEYS} for entry in full["law"]]
    return {key: full[key] for key in keys} | {
        "automated": is_automated(control),
        "decided_by": _DECIDED_BY[control.ground],
        "law": law,
    }


def page(control: ControlMeta, catalogue: Catalogue) -> str:
    """Everything the catalogue knows of a control."""
    return "\n".join(wrapped(line, _indent(line)) for line in _lines(control, catalogue))


def sections(control: ControlMeta, catalogue: Catalogue) -> list[list[str]]:
    """The same in parts: what the control is, then a heading and its lines each, indented by two blanks a level."""
    parts: list[list[str]] = [[]]
    for line in _lines(control, catalogue):
        if line:
            parts[-1].append(line)
        else:
            parts.append([])
    return parts


def _indent(line: str) -> str:
    """A long line goes on a little further in than it began."""
    return " " * (len(line) - len(line.lstrip()) + 2)


def _lines(control: ControlMeta, catalogue: Catalogue) -> Iterator[str]:
    yield f"{control.id}  {control.title}"
    yield f"       {control.title_vi}"
    if others := [*control.aliases, *control.formerly]:
        yield f"also called / còn gọi: {', '.join(others)}"
    yield f"family / nhóm: {control.family.value}/{control.name}, version {control.version}"
    yield f"judges / đối tượng: each {control.subject.value}, from the {control.part.value} document"
    yield f"severity / mức độ: {control.severity.value}; answers / phụ trách: {control.owner_role}"
    yield f"gates / điều kiện của: {', '.join(control.gates) or '–'}"
    yield from _section("Why / Vì sao", control.rationale, control.rationale_vi)
    yield from _law(control, catalogue.instruments)
    yield from _needs(control)
    yield from _limits(control)
    yield from _params(control, catalogue)
    yield from _section("Remedy / Khắc phục", control.remedy, control.remedy_vi)
    yield from _section("Check by hand / Tự kiểm tra lại", control.check_by_hand, control.check_by_hand_vi)


def _section(heading: str, *texts: str) -> Iterator[str]:
    yield ""
    yield heading
    yield from (f"  {text}" for text in texts if text)


def _law(control: ControlMeta, instruments: Mapping[str, Instrument]) -> Iterator[str]:
    yield ""
    yield "Law / Căn cứ"
    for entry in control.law:
        instrument = instruments[entry.instrument]
        yield f"  {entry.id} {_ROLE[entry.role]}: {instrument.number}, {entry.clause}"
        yield f"    {instrument.title_vi}"
        yield f"    {instrument.title_en}"
        yield f"    {_FORCE[entry.force]}; confidence {entry.confidence}: {_CONFIDENCE[entry.confidence]}"
        yield f"    {_dates(entry, instrument)}"
        if chosen := _selector(entry.applies_to):
            yield f"    applies to / áp dụng cho: {chosen}"
        if entry.per:
            yield "    asked of a body for each of its systems / yêu cầu với từng hệ thống của cơ quan"
        yield f"    addressed to / đối tượng thực hiện: {_addressee(entry)}"
        yield f"    condition / điều kiện: {_condition(entry)}"
        yield from (f"    transition / chuyển tiếp: {line}" for line in _transitions(entry, instruments))
        for other in entry.against:
            where = f"{instruments[other.instrument].number}, {other.clause}"
            yield f"    against it / quy định khác: {where} ({other.why})"


def _addressee(entry: LawEntry) -> str:
    who = entry.addressee
    if not isinstance(who, Addressed):
        return _NOT_READ
    named = vocabulary.word(vocabulary.ADDRESSEE, who.who)
    return f"{named.en} / {named.vi} ({_place(who.clause, who.instrument)})"


def _condition(entry: LawEntry) -> str:
    if isinstance(entry.condition, Conditional):
        return f"{entry.condition.says} ({_place(entry.condition.clause, entry.condition.instrument)})"
    return _none(entry.condition) if isinstance(entry.condition, Nothing) else _NOT_READ


def _transitions(entry: LawEntry, instruments: Mapping[str, Instrument]) -> Iterator[str]:
    if "transition" in unread(entry, instruments):
        yield _NOT_READ
    elif isinstance(entry.transition, Nothing):
        yield _none(entry.transition)
    for rule in transitions(entry, instruments):
        until = f"before / trước {_day(rule.until)}"
        yield f"{until}: {_selector(rule.when) or 'all / tất cả'} ({rule.clause})"


def _none(claim: Nothing) -> str:
    return f"none / không ({_place(claim.none, claim.instrument)})"


def _place(clause: str, instrument: str | None) -> str:
    return f"{instrument} {clause}" if instrument else clause


def _dates(entry: LawEntry, instrument: Instrument) -> str:
    start = max(instrument.effective_from, entry.from_ or instrument.effective_from)
    ends = [day for day in (instrument.effective_to, entry.to) if day]
    until = f", until / đến trước {_day(min(ends))}" if ends else ""
    due = f", due / thời hạn {_day(entry.due)}" if entry.due else ""
    checked = f"checked / đối chiếu ngày {_day(instrument.checked_on)}"
    return f"in force from / hiệu lực từ {_day(start)}{until}{due}; {checked}"


def _day(day: datetime.date) -> str:
    return day.strftime("%d/%m/%Y")


def _selector(selector: Selector) -> str:
    """Its keys and values; a day stands for itself."""
    chosen = {key: values for key, values in selector.model_dump(mode="json").items() if values}
    words = {key: values if isinstance(values, str) else ", ".join(map(str, values)) for key, values in chosen.items()}
    return "; ".join(f"{key} {value}" for key, value in words.items())


def _needs(control: ControlMeta) -> Iterator[str]:
    yield ""
    aged = f" (≤ {control.max_age_days} days / ngày)" if control.max_age_days else ""
    yield f"A pass rests on / Căn cứ để kết luận đạt{aged}"
    for need in control.needs:
        yield f"  {need.kind}, from {need.source}{' (optional / nếu có)' if need.optional else ''}"
    if not control.needs:
        yield "  the inventory / bản kê khai"


def _limits(control: ControlMeta) -> Iterator[str]:
    if not control.limits:
        return
    yield ""
    yield "It cannot see / Không thấy được"
    for limit, limit_vi in zip(control.limits, control.limits_vi, strict=True):
        yield f"  {limit}"
        yield f"    {limit_vi}"


def _params(control: ControlMeta, catalogue: Catalogue) -> Iterator[str]:
    if not control.params:
        return
    yield ""
    yield "Parameters / Tham số"
    for name, parameter in control.params.items():
        for value in _values(parameter, catalogue):
            yield f"  {name} = {value}"
        unit = f", {parameter.unit}" if parameter.unit else ""
        stricter = f"; stricter / chặt hơn: {_STRICTER[parameter.stricter]}" if parameter.stricter else ""
        yield f"    {parameter.type}{unit}; {_ORIGIN[parameter.origin]}{stricter}"


_STRICTER = {
    "higher": "higher / cao hơn",
    "lower": "lower / thấp hơn",
    "more": "more members / nhiều mục hơn",
    "fewer": "fewer members / ít mục hơn",
}


def _values(parameter: Parameter, catalogue: Catalogue) -> list[str]:
    if not parameter.table:
        return [str(parameter.default)]
    rows = catalogue.tables.get(parameter.table, ())
    return [f"{row['values']}  (table {parameter.table}, from / từ {_day(row['from'])})" for row in rows]
