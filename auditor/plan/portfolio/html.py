"""The page of the plan for leadership: the answer, the calendar, what is to be decided, what endangers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from auditor.model.entity import Name
from auditor.model.population import STATES, State
from auditor.model.reason import Reason
from auditor.pages.foot import Foot
from auditor.pages.interface import ReportInput
from auditor.pages.layout import Looks, render_both
from auditor.pages.names import Names, both
from auditor.pages.notices import notices_of
from auditor.pages.population import systems_line
from auditor.pages.sentences import reason_in_words, wave_name
from auditor.plan.portfolio.burn_up_picture import burn_up_picture
from auditor.plan.portfolio.calendar_picture import calendar_picture, shown_stages
from auditor.plan.portfolio.links_picture import Kind, by_system, kind_of, line_mark, links_picture
from auditor.plan.portfolio.marks import state_mark
from auditor.plan.portfolio.shape import Edge, OpenDecision, Portfolio, Risk, Stage
from auditor.plan.shared.sentences import SENTENCES
from auditor.text.harmless import for_page
from auditor.text.vocabulary import READINESS, word
from auditor.text.words import Bilingual, Language, joined, mark, number, same, say

_LOOKS = Looks(styles=("base.css", "plan_portfolio.css"), scripts=("base.js",))
RISKS_SHOWN = 9
MOVED = mark("Has moved")
LINKS: dict[Kind, str] = {
    "broken": mark("moves before what it needs"),
    "permanent": mark("joins both places for good"),
    "cut": mark("joins both places for a while"),
    "hard": mark("dependency that is kept"),
    "soft": mark("other link inside one wave"),
}
GRADES = {"high": mark("grave"), "med": mark("to be watched"), "low": mark("to be known")}
BASES = {
    "adopted": mark("as adopted in the inventory"),
    "optimal": mark("a proposal; no better one exists"),
    "feasible": mark("a proposal; a better one may exist"),
    "infeasible": mark("a proposal that could not be made: its demands contradict each other"),
    "unknown": mark("a proposal that was not found within the limit of work"),
}


@dataclass(frozen=True, slots=True)
class StageRow:
    """A wave as its row of the table says it."""

    number: int
    name: Bilingual
    stage: Stage
    systems: tuple[tuple[Bilingual, State], ...]
    unfit: int


@dataclass(frozen=True, slots=True)
class InWords:
    """A risk or an open decision in words, with the things concerned."""

    text: Bilingual
    item: Risk | OpenDecision
    systems: tuple[Bilingual, ...]
    each: tuple[tuple[Bilingual, str], ...] = ()


def portfolio_html(report: ReportInput, page: Portfolio, language: Language) -> bytes:
    """HTML in both languages, opening in the one asked for. Raises ReportError."""
    return render_both("plan_portfolio.html.j2", language, _LOOKS, portfolio_context(report, page))


def portfolio_context(report: ReportInput, page: Portfolio) -> dict[str, Any]:
    """What the templates of both formats need."""
    names = Names.of(report.inventory)
    return {
        "owner": names.title(),
        "foot": Foot.of(report, names),
        "notices": notices_of(report, names),
        "population": systems_line(report.population),
        "run": report.result.run,
        "page": page,
        "sentence": _sentence(page.answer, names),
        "basis": say(BASES[page.planned_by]),
        "number_both": number,
        "risks_shown": RISKS_SHOWN,
        "cards": [(state, state_words(state), int(getattr(page.standing, state))) for state in STATES],
        "state_words": state_words,
        "state_mark": state_mark,
        "line_mark": line_mark,
        "waves": [_row(number, stage, names) for number, stage in enumerate(page.stages, start=1)],
        "not_drawn": len(page.stages) - len(shown_stages(page)),
        "freezes": [(both(Name(vi=item.name_vi, en=item.name_en)), item) for item in page.freezes],
        "open_decisions": [_decision(item, names) for item in page.open_decisions],
        "risks": [InWords(_reason(item.why, names), item, _names(item.systems, names)) for item in page.risks],
        "grades": {grade: say(words) for grade, words in GRADES.items()},
        "links": [(kind, say(LINKS[kind]), _links(page.edges, kind, names)) for kind in LINKS],
        "elsewhere": [(names.system(item.system), item) for item in page.elsewhere],
        "by_system": by_system(page),
        "calendar": calendar_picture(page, "calendar-words"),
        "network": links_picture(page, "links-words"),
        "burn_up": burn_up_picture(page.burn_up, "burn-up-words"),
    }


def state_words(state: State) -> Bilingual:
    """How a system that is to move stands, in words."""
    return say(MOVED) if state == "moved" else word(READINESS, state)


def _sentence(parts: Sequence[Reason], names: Names) -> Bilingual:
    return joined([joined([_reason(part, names) for part in parts], "; "), say(".")], "")


def _reason(reason: Reason, names: Names) -> Bilingual:
    return reason_in_words(reason, names, SENTENCES)


def _row(number: int, stage: Stage, names: Names) -> StageRow:
    titles = [names.system(name) for name in stage.systems]
    return StageRow(
        number=number,
        name=wave_name(stage.id, names),
        stage=stage,
        systems=tuple(zip(titles, stage.states, strict=True)),
        unfit=sum(state in ("blocked", "unknown") for state in stage.states),
    )


def _decision(item: OpenDecision, names: Names) -> InWords:
    lines = [for_page(line) for line in item.lines] or [""] * len(item.each)
    each = [_reason(reason, names) for reason in item.each] or [same(line) for line in lines if line]
    padded = [*lines, *[""] * len(each)][: len(each)] if item.each else [""] * len(each)
    return InWords(_reason(item.why, names), item, _names(item.systems, names), tuple(zip(each, padded, strict=True)))


def _names(systems: Sequence[str], names: Names) -> tuple[Bilingual, ...]:
    return tuple(names.system(name) for name in systems)


def _links(edges: Sequence[Edge], kind: Kind, names: Names) -> list[tuple[str, Bilingual, Bilingual]]:
    chosen = [edge for edge in edges if kind_of(edge) == kind]
    return [(edge.link, names.system(edge.source), names.system(edge.target)) for edge in chosen]
