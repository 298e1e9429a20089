"""What to ask of whom so that most of what a run could not conclude can be concluded (`requests/1`)."""

from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.facts import Cause
from auditor.model.vocab.subjects import SubjectKind

AskKind = Literal["settings", "look", "export", "paper", "entry", "answer"]
"""What is asked for: that settings of a machine may be read, that somebody may look from a place, a file another system
writes, a paper's particulars, what the inventory does not say, or the answer of a body outside the province.
"""


class Item(Document):
    """One paper of a register or one entry of an inventory: about what, and its kind or the control that wants it."""

    place_kind: SubjectKind
    place: Text
    what: Text


class Ask(Document):
    """One thing to ask for.

    `place` is the id of the machine, zone, system or other thing that it is about, and `place_kind` what that is;
    of papers and entries it is the body that keeps them, since one register or one workbook holds them all, and
    `items` are the lines of it; of an `answer` it is the body to be asked. `what` names the kinds of fact or of
    paper, or the controls that an entry or an answer is for. `serves` counts the verdicts that want it, alone or
    beside others; `judged` how many could be concluded once this and every one before it were there: at most, since
    a look may end without telling all. `hindered` says why looks at it told nothing, commonest first. `owner` is
    the body that can give it, empty where nobody is declared.
    """

    kind: AskKind
    place: Text
    place_kind: SubjectKind | None = None
    what: tuple[Text, ...] = ()
    items: tuple[Item, ...] = ()
    owner: Text = ""
    serves: int = Field(ge=1)
    judged: int = Field(ge=0)
    controls: tuple[Text, ...] = ()
    hindered: tuple[Cause, ...] = ()


class OwnerAsks(Document):
    """What falls to one body: how many asks, and how many verdicts want one of them."""

    owner: Text
    asks: int
    serves: int


class Requests(Document):
    """The asks that conclude most, in order; of one owner all of them.

    `open` are the verdicts that were not concluded, `total` the asks that would conclude them all. `owners` are all
    bodies that something is asked of, who can conclude most first. `owner` is the one that was chosen, `most` how many
    asks at most were listed (0: no bound).
    """

    requests_schema: Literal["requests/1"] = Field(default="requests/1", alias="schema")
    run: Text
    owner: Text = ""
    most: int = 0
    open: int = 0
    total: int = 0
    asks: tuple[Ask, ...] = ()
    owners: tuple[OwnerAsks, ...] = ()

    @property
    def judged(self) -> int:
        """How many verdicts the listed asks let be concluded, at most."""
        return self.asks[-1].judged if self.asks else 0
