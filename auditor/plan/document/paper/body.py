"""The plan as a paper: head, grounds, aims, present state, content, roadmap, organisation, money, annexes."""

from auditor.model.population import Population
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names, both
from auditor.pages.notices import notices_of
from auditor.pages.papers.blocks import BLANK, Block, Heading, Paper, Paragraph, Points
from auditor.pages.papers.head import foot_of, head_of
from auditor.pages.population import states_line, systems_line
from auditor.plan.document.paper.annexes import annexes
from auditor.plan.document.shape import Basis, DocumentForm, PlanDocument
from auditor.text.harmless import for_page
from auditor.text.words import Bilingual, day, instant, joined, number, same, say, share

__all__ = ["Paper", "paper_of"]

_SHORT = 12


def paper_of(plan: PlanDocument, form: DocumentForm, report: ReportInput) -> Paper:
    """The whole paper in both languages. Raises ReportError when words lack their Vietnamese."""
    names = Names.of(report.inventory)
    return Paper(
        form=form,
        head=head_of(plan.letterhead, form),
        grade=say("Secrecy grade: ........ (set by the competent person)"),
        notices=notices_of(report, names),
        kind=both(form.kind),
        subject=both(form.subject),
        blocks=tuple(_blocks(plan, form, report.population)),
        foot=foot_of(plan.letterhead, form),
        annexes=annexes(plan, report, names),
    )


def _blocks(plan: PlanDocument, form: DocumentForm, population: Population) -> list[Block]:
    return [
        *_bases(plan),
        Heading(say("I. Purpose and requirements")),
        Heading(say("1. Purpose"), 2),
        Points(tuple(both(text) for text in form.purpose)),
        Heading(say("2. Requirements"), 2),
        Points(tuple(both(text) for text in form.requirements)),
        Heading(say("II. Present state")),
        *_state(plan, population),
        Heading(say("III. Content")),
        Points(tuple(both(text) for text in form.contents)),
        Heading(say("IV. Roadmap")),
        *_roadmap(plan, population),
        Heading(say("V. Organisation")),
        Points(tuple(both(text) for text in form.organisation)),
        Heading(say("VI. Money")),
        *_money(plan),
    ]


def _bases(plan: PlanDocument) -> list[Block]:
    """Grounds as entered, then what the controls cite; texts nobody here has read are told apart."""
    entered = [Paragraph(same(for_page(text)), "basis") for text in plan.letterhead.bases]
    cited = [Paragraph(_basis(one), "basis") for one in plan.bases if not one.unread]
    unread = [one for one in plan.bases if one.unread]
    if not unread:
        return [*entered, *cited]
    listed = joined([_named(one) for one in unread], "; ")
    note = say("Texts to be compared with the original before they are cited: {0}.", listed)
    return [*entered, *cited, Paragraph(note, "note")]


def _named(basis: Basis) -> Bilingual:
    """Number and date; the title too, where the number alone does not say what it is."""
    dated = say("{0} of {1}", same(for_page(basis.number)), day(basis.signed)) if basis.signed else same(basis.number)
    return joined([dated, Bilingual(for_page(basis.title_vi), for_page(basis.title_en))], " – ")


def _basis(basis: Basis) -> Bilingual:
    return say("Pursuant to {0};", _named(basis))


def _state(plan: PlanDocument, population: Population) -> list[Block]:
    totals, run = plan.totals, plan.run
    points = (
        systems_line(population),
        states_line(population),
        say(
            "Results: met {0}, needing attention {1}, not met {2}, not concluded {3}; assured {4}.",
            number(totals.pass_), number(totals.warn), number(totals.fail),
            number(totals.unknown + totals.manual + totals.error), share(totals.assured),
        ),
    )  # fmt: skip
    source = say(
        "Source of the figures: self-review {0}, law as of {1}, evaluated at {2}; inventory {3}, facts {4} (SHA-256).",
        same(run.id), day(run.as_of), instant(run.evaluated_at), same(run.inventory_digest[:_SHORT]),
        same(run.facts_digest[:_SHORT]),
    )  # fmt: skip
    blocks: list[Block] = [Points(points), Paragraph(source, "note")]
    if not run.complete:
        missing = say("The collection behind this report is incomplete; what is missing is not counted as met.")
        blocks.append(Paragraph(missing, "note"))
    return blocks


def _roadmap(plan: PlanDocument, population: Population) -> list[Block]:
    if not plan.stages:
        return [Paragraph(say("No wave is adopted or proposed."))]
    first, last = plan.stages[0].date, plan.stages[-1].date
    systems = len({name for stage in plan.stages for name in stage.systems})
    whole = say(
        "{0} waves with {1} systems, from {2} to {3} (Annex IV).",
        number(len(plan.stages)), number(systems), day(first), day(last),
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(whole)]
    left = [row for row in plan.moving if row.system in population.left and not row.wave]
    if left:
        blocks.append(Paragraph(say("Systems to move that are in no wave yet: {0}.", number(len(left)))))
    return blocks


def _money(plan: PlanDocument) -> list[Block]:
    """Entered costs only; everything else is a blank to be filled in."""
    lines = []
    for line in plan.money:
        cost = number(line.million_vnd) if line.priced else BLANK
        places = (number(line.priced), cost, number(line.unpriced))
        if line.what == "upgrades":
            lines.append(
                say("Infrastructure (Annex III): entered for {0} items: {1} million VND; without a cost: {2}.", *places)
            )
        else:
            lines.append(
                say(
                    "Putting right what holds systems up: entered for {0} things: {1} million VND; "
                    "without a cost: {2}.",
                    *places,
                )
            )
    return [
        Points(tuple(lines)),
        Paragraph(say("Whole cost: {0}. Source of money: {0}.", BLANK)),
        Paragraph(say("Only entered figures are added up; nothing is estimated."), "note"),
    ]
