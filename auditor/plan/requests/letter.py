"""A letter that asks one body for all that is wanted of it: what, why, and in annexes machines, commands, columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from auditor.collectors import registry
from auditor.collectors.asks import Ask as Reading
from auditor.collectors.parsers.texts import heading_of
from auditor.collectors.running.imports import COLUMNS
from auditor.model.requests import Ask
from auditor.model.verdict import Subject
from auditor.pages.asks import facts_in_words, named_place, owner_name, requests_line
from auditor.pages.names import Names, control_title
from auditor.pages.notices import notices_of
from auditor.pages.papers.blocks import BLANK, LINE, Annex, Block, Column, Paper, Paragraph, Points, Table
from auditor.pages.papers.form import PaperForm
from auditor.pages.papers.head import foot_of, head_of
from auditor.plan.run import PlanRun
from auditor.text.harmless import for_page
from auditor.text.vocabulary import KIND, word
from auditor.text.words import Bilingual, count, day, joined, mark, number, same, say

_ROMAN = ("I", "II", "III", "IV", "V", "VI")
_NOTHING = say("nothing")


def letter_of(run: PlanRun, form: PaperForm) -> Paper:
    """The letter to the chosen body; where none is chosen, to all that the listed asks fall to.

    Where nothing is asked it goes to nobody, and says so.
    """
    found, names = run.requests, Names(run.estate)
    head = head_of(run.planning.letterhead.model_copy(update={"number": ""}), form)
    foot = foot_of(run.planning.letterhead, form)
    owners = dict.fromkeys(owner_name(ask, names) for ask in found.asks if ask.owner or ask.kind == "answer")
    return Paper(
        form=form,
        head=head,
        grade=say("Secrecy grade: ........ (set by the competent person)"),
        notices=notices_of(run.report, names),
        kind=say("Letter"),
        subject=say("access, exports and papers for the self-review of information systems"),
        blocks=tuple(_blocks(run)) if found.asks else (Paragraph(requests_line(found)),),
        foot=replace(foot, recipients=(say("As above"), *foot.recipients)) if owners else foot,
        annexes=tuple(_annexes(run, found.asks, names)),
        addressees=tuple(owners),
    )


def _blocks(run: PlanRun) -> Iterator[Block]:
    found, head = run.requests, run.result.run
    serves = next((one.serves for one in found.owners if one.owner == found.owner), found.open)
    yield Paragraph(
        say(
            "In the self-review of {0} (run {1}), {2} conclusions could not be drawn, as something is lacking that "
            "those addressed can give. Please:",
            day(head.as_of),
            same(for_page(head.id)),
            number(serves),
        )
    )
    yield Points(tuple(_points(found.asks)))
    yield Paragraph(
        say(
            "Reading settings runs the listed commands and changes nothing; no password, key or document is read or "
            "kept. Looks over the network are bound to the written permission, its addresses, ports and hours. "
            "Of a paper only its number, date and issuer are wanted, never the paper itself."
        )
    )
    yield Paragraph(say("Please answer before ..../..../........, or say what stands in the way; contact: {0}.", BLANK))


_TASKS: Mapping[str, tuple[str, str]] = {
    "settings": (mark("Let the settings of {n} machine be read"), "Let the settings of {n} machines be read"),
    "look": (mark("Let {n} place be looked from"), "Let {n} places be looked from"),
    "export": (mark("Send the file that {n} system exports"), "Send the files that {n} systems export"),
    "paper": (mark("Tell number, date and issuer of {n} paper"), "Tell number, date and issuer of {n} papers"),
    "entry": (mark("Complete {n} line of the inventory"), "Complete {n} lines of the inventory"),
    "answer": (mark("Answer {n} question"), "Answer {n} questions"),
}
"""What is asked for of each kind, of one thing and of several, in the order of the annexes."""


def _points(asks: Sequence[Ask]) -> Iterator[Bilingual]:
    for place, kind in enumerate(_kinds(asks), 1):
        mine = [ask for ask in asks if ask.kind == kind]
        times = sum(len(ask.items) or (len(ask.what) if kind == "answer" else 1) for ask in mine)
        task = joined([same(f"{place}."), count(*_TASKS[kind], times)], " ")
        yield joined([task, say("Annex {0}", same(_ROMAN[place - 1]))], " — ")


def _kinds(asks: Sequence[Ask]) -> list[str]:
    present = {ask.kind for ask in asks}
    return [kind for kind in _TASKS if kind in present]


def _annexes(run: PlanRun, asks: Sequence[Ask], names: Names) -> Iterator[Annex]:
    makers = {
        "settings": (say("Machines whose settings are to be read, and how"), _settings),
        "look": (say("Places to look from"), _looks),
        "export": (say("Files to export, and their columns"), _exports),
        "paper": (say("Papers of which number, date and issuer are wanted"), _papers),
        "entry": (say("What the inventory lacks"), _entries),
        "answer": (say("What only others can answer"), _answers),
    }
    for place, kind in enumerate(_kinds(asks)):
        title, make = makers[kind]
        mine = [ask for ask in asks if ask.kind == kind]
        label = say("Annex {0}", same(_ROMAN[place]))
        yield Annex(_ROMAN[place], label, title, tuple(make(run, mine, names)))


def _table(columns: Sequence[tuple[Bilingual, int]], rows: Sequence[tuple[Bilingual, ...]]) -> Table:
    """A numbered table; shares are permille beside the number's own."""
    heads = (Column(say("No."), 50, number=True), *(Column(title, share) for title, share in columns))
    numbered = [(number(place), *row) for place, row in enumerate(rows, 1)]
    return Table(heads, tuple(numbered), _NOTHING)


def _settings(run: PlanRun, asks: Sequence[Ask], names: Names) -> Iterator[Block]:
    """Machines of one system that are read alike share a row: a body may keep a hundred of them."""
    alike: dict[tuple[str, tuple[str, ...]], list[Ask]] = {}
    for ask in asks:
        host = run.estate.hosts.get(ask.place)
        alike.setdefault((host.system if host else "", ask.what), []).append(ask)
    rows = [
        (
            names.system(system) if system else same("–"),
            same(", ".join(for_page(ask.place) for ask in mine)),
            facts_in_words(mine[0]),
            number(sum(ask.serves for ask in mine)),
        )
        for (system, _), mine in alike.items()
    ]
    columns = ((say("System"), 200), (say("Machines"), 250), (say("To be read"), 380), (say("Conclusions"), 120))
    yield _table(columns, rows)
    yield Paragraph(say("What is run or read for each of them, as an account that may only read:"))
    kinds = sorted({kind for ask in asks for kind in ask.what})
    commands = [
        (word(KIND, kind), same(for_page(dialect.platform.id)), _commands(dialect.asks))
        for kind in kinds
        for dialect in registry.of(kind)
    ]
    yield _table(((say("To be read"), 200), (say("Platform"), 100), (say("Commands and files"), 650)), commands)


def _commands(asks: Sequence[Reading]) -> Bilingual:
    return same(LINE.join(for_page(registry.words_of(ask)) for ask in asks))


def _looks(_: PlanRun, asks: Sequence[Ask], names: Names) -> Iterator[Block]:
    rows = [(named_place(ask, names), facts_in_words(ask), _waits(ask)) for ask in asks]
    yield _table(((say("Place"), 300), (say("What is looked at"), 500), (say("Conclusions"), 150)), rows)


def _exports(run: PlanRun, asks: Sequence[Ask], names: Names) -> Iterator[Block]:
    sets: dict[str, list[str]] = {ask.place: [] for ask in asks}
    for item in run.inventory.data_sets:
        if item.system in sets:
            sets[item.system].append(item.id)
    rows = [
        (named_place(ask, names), same(", ".join(map(for_page, sets[ask.place]))), facts_in_words(ask), _waits(ask))
        for ask in asks
    ]
    yield _table(
        ((say("System"), 250), (say("Data sets"), 300), (say("What is told"), 250), (say("Conclusions"), 150)), rows
    )
    yield Paragraph(say("One row is one data set; CSV or JSON, in UTF-8, with these columns:"))
    columns = [
        (word(KIND, kind), same(for_page(key)), same(heading_of(key)))
        for kind in sorted({kind for ask in asks for kind in ask.what})
        for key in sorted(COLUMNS[kind])
    ]
    yield _table(((say("What is told"), 350), (say("Column"), 250), (say("Heading"), 350)), columns)


def _papers(_: PlanRun, asks: Sequence[Ask], names: Names) -> Iterator[Block]:
    rows = [
        (
            names.subject(Subject(kind=item.place_kind, id=item.place)),
            word(KIND, f"evidence.{item.what}"),
            same(""),
            same(""),
            same(""),
        )
        for ask in asks
        for item in ask.items
    ]
    titles = ((say("About"), 300), (say("Paper"), 300), (say("Number"), 110), (say("Date"), 110), (say("Issuer"), 130))
    yield _table(titles, rows)


def _entries(run: PlanRun, asks: Sequence[Ask], names: Names) -> Iterator[Block]:
    rows = [
        (
            names.subject(Subject(kind=item.place_kind, id=item.place)),
            same(for_page(item.place)),
            joined([same(item.what), control_title(run.catalogue.by_id[item.what])], " "),
            same(""),
        )
        for ask in asks
        for item in ask.items
    ]
    yield _table(((say("About"), 300), (say("Id"), 150), (say("Asked for by"), 350), (say("Answer"), 150)), rows)


def _answers(run: PlanRun, asks: Sequence[Ask], names: Names) -> Iterator[Block]:
    rows = [
        (owner_name(ask, names), joined([same(name), control_title(run.catalogue.by_id[name])], " "), same(""))
        for ask in asks
        for name in ask.what
    ]
    yield _table(((say("Of whom"), 300), (say("Asked for by"), 450), (say("Answer"), 200)), rows)


def _waits(ask: Ask) -> Bilingual:
    return number(ask.serves)
