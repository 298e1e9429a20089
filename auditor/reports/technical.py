"""The technician's page: every verdict with what was seen, what was expected, how it is known, and how to look again
by hand.

Verdicts travel as one JSON island of numbers into pools of texts, so that twenty thousand of them stay a few
megabytes; the page
draws them in slices.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from auditor.model.control import ControlMeta, Observed, Parameter
from auditor.model.matrix import MatrixState
from auditor.model.verdict import AppliedWaiver, Evidence, Verdict
from auditor.model.vocab.verdicts import WORST_FIRST
from auditor.pages.asks import requests_line, shown_asks
from auditor.pages.clauses import clause_in_words
from auditor.pages.interface import ReportInput
from auditor.pages.layout import Looks, json_island, render_both
from auditor.pages.names import control_title
from auditor.reports.content.figures import count_of
from auditor.reports.content.leader_actions import unit_name
from auditor.reports.content.whole import Content
from auditor.text import vocabulary
from auditor.text.causes import cause_in_words
from auditor.text.harmless import for_page
from auditor.text.units import unit_in_words
from auditor.text.values import Wording, expected_of, observed_in_words, observed_of
from auditor.text.words import Bilingual, Language, day, instant, joined, mark, same, say

_LOOKS = Looks(styles=("base.css", "technical.css"), scripts=("base.js", "technical.js"))

NOTHING = -1

# What the page's script says by itself.
_UI = {
    "all": mark("all"),
    "shown": mark("{0} of {1} shown"),
    "page": mark("page {0} of {1}"),
    "none": mark("No verdict matches. Clear a filter."),
    "observed": mark("Observed"),
    "expected": mark("Expected"),
    "causes": mark("Why it could not be concluded"),
    "flags": mark("To be noted"),
    "evidence": mark("How it is known"),
    "law": mark("Legal basis"),
    "remedy": mark("Remedy"),
    "hand": mark("Check again by hand"),
    "rationale": mark("Why it matters"),
    "params": mark("Thresholds"),
    "due": mark("Due"),
    "waiver": mark("Substitute measure or dated remedy plan"),
    "subject": mark("Subject"),
    "unit": mark("Unit that can act"),
    "no_evidence": mark("No evidence was named"),
    "from": mark("from"),
    "nowhere": mark("Not tied to a zone"),
    "printed": mark("Only the first {0} of {1} verdicts are printed; narrow the filter to print others."),
}


class TechnicalPage:
    """HTML in both languages, opening in the one asked for."""

    def render(self, report: ReportInput, language: Language) -> bytes:
        """See `ReportFormat`."""
        content = Content.of(report)
        context = {
            "content": content,
            "run": report.result.run,
            "figures": content.figures,
            "statuses": WORST_FIRST,
            "count_of": count_of,
            "matrix": matrix_of(content),
            "asks": shown_asks(report.requests, content.names),
            "asks_line": requests_line(report.requests) if report.requests else None,
            "data": json_island(island(content)),
        }
        return render_both("technical.html.j2", language, _LOOKS, context)


@dataclass(slots=True)
class Pool:
    """Texts said more than once, kept once; what is asked for is its number."""

    places: dict[Any, int] = field(default_factory=dict)

    def number(self, value: Any) -> int:
        """Number of the value, added when it is new."""
        return self.places.setdefault(value, len(self.places))

    def texts(self) -> list[Any]:
        """Every value by its number; a text in two languages as a pair, or once when both are equal."""
        return [_pair(value) if isinstance(value, Bilingual) else value for value in self.places]


def island(content: Content) -> dict[str, Any]:
    """Everything the page's script needs: `verdicts` are rows of numbers, in the order of `verdict_row`."""
    report, texts, evidence = content.report, Pool(), Pool()
    places = {control.id: n for n, control in enumerate(report.catalogue.controls)}
    rows = [
        verdict_row(verdict, places, content, texts, evidence) for verdict in sorted_verdicts(report.result.verdicts)
    ]
    pieces = [evidence_row(piece, content, texts) for piece in evidence.places]
    return {
        "ui": {key: _pair(say(message)) for key, message in _UI.items()},
        "words": {
            name: {str(key): _pair(vocabulary.word(table, key)) for key in table}
            for name, table in (
                ("status", vocabulary.STATUS),
                ("severity", vocabulary.SEVERITY),
                ("basis", vocabulary.BASIS),
                ("state", vocabulary.STATE),
                ("family", vocabulary.FAMILY),
                ("kind", vocabulary.SUBJECT),
            )
        },
        "controls": [control_row(control, report) for control in report.catalogue.controls],
        "verdicts": rows,
        "evidence": pieces,
        "texts": texts.texts(),
    }


def sorted_verdicts(verdicts: tuple[Verdict, ...]) -> list[Verdict]:
    """What needs work first: by status, severity, control and subject."""
    return sorted(
        verdicts,
        key=lambda v: (
            v.status.rank,
            v.severity.rank,
            v.control,
            v.subject.kind,
            v.subject.id,
        ),
    )


def verdict_row(verdict: Verdict, places: dict[str, int], content: Content, texts: Pool, evidence: Pool) -> list[Any]:
    """[control, kind, subject id, its name, system, zone, status, severity, observed, expected, evidence, causes,
    flags, law, unit,
    due, waiver]; numbers point into `texts`, `controls` and `evidence`, -1 is nothing.
    """
    names, catalogue = content.names, content.report.catalogue
    place = places.get(verdict.control, NOTHING)
    control = catalogue.controls[place] if place != NOTHING else None
    how, role = (control.observed, control.owner_role) if control else (Observed(), "")
    zone = names.zone_of(verdict.subject)
    return [
        place if place != NOTHING else verdict.control,
        str(verdict.subject.kind),
        for_page(verdict.subject.id),
        texts.number(names.subject(verdict.subject)),
        texts.number(names.system(verdict.subject.system)),
        texts.number(names.zone(zone)) if zone else NOTHING,
        str(verdict.status),
        str(verdict.severity),
        texts.number(observed_of(verdict, how)),
        texts.number(expected_of(verdict, how)),
        [evidence.number(piece) for piece in verdict.evidence],
        [texts.number(cause_in_words(cause, content.report.observations)) for cause in verdict.causes],
        [texts.number(vocabulary.word(vocabulary.FLAG, flag)) for flag in verdict.flags],
        [texts.number(clause_in_words(catalogue, cited)) for cited in verdict.law],
        texts.number(unit_name(role, verdict, names)),
        texts.number(day(verdict.due)) if verdict.due else NOTHING,
        texts.number(waiver_in_words(verdict.waiver)) if verdict.waiver else NOTHING,
    ]


def evidence_row(piece: Evidence, content: Content, texts: Pool) -> list[Any]:
    """[id, kind, basis, state, vantage, zone, when, tool, first twelve characters of the digest, its own cause]."""
    seen = content.report.observations.get(piece.id)
    return [
        for_page(piece.pointer or piece.id, 220),
        texts.number(vocabulary.word(vocabulary.KIND, piece.kind)),
        str(piece.basis),
        str(piece.state),
        for_page(piece.vantage, 80),
        texts.number(content.names.zone(piece.zone)) if piece.zone else NOTHING,
        texts.number(instant(piece.observed_at)) if piece.observed_at else NOTHING,
        for_page(seen.tool, 120) if seen else "",
        piece.digest[:12],
        texts.number(cause_in_words(seen.cause)) if seen and seen.cause else NOTHING,
    ]


def control_row(control: ControlMeta, report: ReportInput) -> list[Any]:
    """[id, title, family, remedy, check by hand, rationale, thresholds with their origin]."""
    return [
        control.id,
        _pair(control_title(control)),
        str(control.family),
        _pair(Bilingual(for_page(control.remedy_vi), for_page(control.remedy))),
        _pair(Bilingual(for_page(control.check_by_hand_vi), for_page(control.check_by_hand))),
        _pair(Bilingual(for_page(control.rationale_vi), for_page(control.rationale))),
        [_pair(threshold) for threshold in thresholds(control, report)],
    ]


def thresholds(control: ControlMeta, report: ReportInput) -> Iterator[Bilingual]:
    """Each parameter with the value the run used, or else its default, and who set it: the law, its suggestion, or
    we.
    """
    used = report.parameters.get(control.id, {})
    for name, parameter in sorted(control.params.items()):
        said = _threshold(parameter, used.get(name, None if parameter.table else parameter.default))
        origin = vocabulary.word(vocabulary.ORIGIN, parameter.origin)
        yield joined([same(name), joined([said, origin], " – ")], ": ")


def _threshold(parameter: Parameter, value: Any) -> Bilingual:
    if isinstance(value, int | float):
        return observed_in_words(value, Wording(unit=parameter.unit))
    said = say("table {name}", name=parameter.table) if value is None and parameter.table else observed_in_words(value)
    return joined([said, unit_in_words(parameter.unit)], " ") if parameter.unit else said


def waiver_in_words(waiver: AppliedWaiver) -> Bilingual:
    """Its id, reason, approver and last day."""
    return say(
        "{id}: {reason} (accepted by {approver}, until {until})",
        id=for_page(waiver.id),
        reason=for_page(waiver.reason, 400),
        approver=for_page(waiver.approver, 120),
        until=day(waiver.until),
    )


@dataclass(frozen=True, slots=True)
class MatrixView:
    """The zone matrix as a table: zones in order, states counted per pair, and every flow."""

    zones: tuple[tuple[str, Bilingual], ...]
    cells: dict[tuple[str, str], tuple[tuple[str, int], ...]]
    flows: tuple[tuple[Bilingual, Bilingual, Bilingual, str, str], ...]


def matrix_of(content: Content) -> MatrixView:
    """Counts flows per pair of zones; states in order of gravity."""
    order = list(vocabulary.MATRIX)
    entries = sorted(
        content.report.matrix.entries, key=lambda e: (order.index(e.state), e.from_zone, e.to_zone, e.target, e.port)
    )
    names = {zone for entry in entries for zone in (entry.from_zone, entry.to_zone)}
    known = [zone.id for zone in content.report.inventory.zones if zone.id in names]
    zones = [*known, *sorted(names - set(known))]
    tally: dict[tuple[str, str], dict[str, int]] = {}
    for entry in entries:
        cell = tally.setdefault((entry.from_zone, entry.to_zone), {})
        cell[str(MatrixState(entry.state))] = cell.get(str(entry.state), 0) + 1
    return MatrixView(
        zones=tuple((zone, content.names.zone(zone)) for zone in zones),
        cells={pair: tuple(cell.items()) for pair, cell in tally.items()},
        flows=tuple(
            (
                content.names.zone(entry.from_zone),
                content.names.zone(entry.to_zone),
                same(for_page(entry.target)) if entry.target else say("whole zone"),
                for_page(entry.port),
                str(entry.state),
            )
            for entry in entries
        ),
    )


def _pair(text: Bilingual) -> str | list[str]:
    return text.vi if text.vi == text.en else [text.vi, text.en]
