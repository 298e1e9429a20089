"""Head and foot of a paper, from the letterhead that was entered; what nobody entered is left to write by hand."""

from auditor.model.planning import Letterhead
from auditor.pages.names import both
from auditor.pages.papers.blocks import BLANK, Foot, Head, Paper
from auditor.pages.papers.form import PaperForm
from auditor.text.harmless import for_page
from auditor.text.words import Bilingual, joined, same, say


def or_blank(text: str) -> Bilingual:
    """What was entered, else room to write it by hand."""
    return same(for_page(text)) if text else BLANK


def about(paper: Paper) -> Bilingual:
    """What a letter says under its number."""
    return say("Re: {0}", paper.subject)


def addressed(paper: Paper) -> tuple[Bilingual, ...]:
    """The lines that say to whom a letter goes: one body on the line itself, several below it, one a line."""
    if len(paper.addressees) == 1:
        return (say("To: {0}", paper.addressees[0]),)
    last = len(paper.addressees) - 1
    lines = [joined([same("- "), name, same("." if n == last else ";")], "") for n, name in enumerate(paper.addressees)]
    return (say("To: {0}", same("")), *lines)


def head_of(letterhead: Letterhead, form: PaperForm) -> Head:
    """The head of a paper of the body that the letterhead names."""
    own = form.state if letterhead.body == "state" else form.party
    place = for_page(letterhead.place) or "........"
    return Head(
        superior=same(for_page(letterhead.superior)),
        issuer=or_blank(letterhead.issuer),
        under_issuer=for_page(own.under_issuer),
        number=joined([both(own.number), _number(letterhead.number)], " "),
        lines=tuple(both(line) for line in own.lines),
        place_and_date=say("{0}, day .... month .... year ........", same(place)),
    )


def _number(text: str) -> Bilingual:
    """A number that begins with a stroke lacks its first part, which the registry gives."""
    plain = for_page(text)
    return same(f"......{plain}" if plain.startswith(("/", "-")) or not plain else plain)


def foot_of(letterhead: Letterhead, form: PaperForm) -> Foot:
    """Recipients and signature of a paper of that body."""
    own = form.state if letterhead.body == "state" else form.party
    return Foot(
        recipients_title=both(own.recipients),
        recipients=tuple(same(for_page(name)) for name in letterhead.recipients) or (BLANK,),
        signer_title=or_blank(letterhead.signer_title),
        signer=or_blank(letterhead.signer),
    )
