"""A control's metadata as written in its policy's METADATA block."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from auditor.model.base import Document, Identifier, Text
from auditor.model.law import LawEntry
from auditor.model.matters import Listening
from auditor.model.vocab.controls import ControlFamily, Ground, Part
from auditor.model.vocab.subjects import SubjectKind
from auditor.model.vocab.verdicts import Severity

ControlId = Annotated[str, Field(pattern=r"^[A-Z]{2,8}-[0-9]{2}$")]
"""Two letters of its family and a number; three letters and more of a province's own."""

PAPER = "evidence."
"""How the kinds of needed papers begin."""


class Need(Document):
    """A kind of observation (or of evidence record) a pass must rest on.

    `source` says from where: `same_zone` (another or the same machine of the subject's own zone), `self` (read on the
    subject's own
    host), `elsewhere` (any other zone), `any`. For estate kinds the vantage is part of the subject and `any` is right.
    """

    kind: Identifier
    source: Literal["same_zone", "self", "elsewhere", "any"] = Field(default="any", alias="from")
    optional: bool = False
    fields: tuple[Identifier, ...] = ()
    """Fields of the kind that the control judges by. A look that could not read all of the kind serves where it read
    these; one of which nothing is said here must be whole.
    """
    duties: tuple[Text, ...] = ()
    """Law entries it is needed for, by id; all where none is named."""

    @property
    def of_paper(self) -> bool:
        """Whether it is a record that somebody enters, and no look."""
        return self.kind.startswith(PAPER)


_TYPES: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "string": (str,),
    "boolean": (bool,),
    "set": (list, tuple),
    "list": (list, tuple),
    "object": (dict,),
}


_DIRECTED = {"higher": ("integer",), "lower": ("integer",), "more": ("set", "list"), "fewer": ("set", "list")}


class Parameter(Document):
    """A threshold: its type, default, unit and where it comes from.

    `table` names a dated table under policies/params. `stricter` says which way a value asks for more: a number by
    being higher or lower, a set by having more or fewer members, a table in each of its rows.
    """

    type: Literal["integer", "string", "boolean", "set", "list", "object"]
    default: Any = None
    table: Text = ""
    unit: Text = ""
    origin: Literal["legal", "suggested", "term", "ours"]
    """`legal`: the text has the value itself; `term`: a list of ours that spells out a term of the law; `suggested`: a
    standard proposes it; `ours`: nobody but us.
    """
    stricter: Literal["higher", "lower", "more", "fewer"] | None = None

    def accepts(self, value: Any) -> bool:
        """Whether a value is of its type. A truth value is no number."""
        return isinstance(value, _TYPES[self.type]) and not (self.type == "integer" and isinstance(value, bool))

    @model_validator(mode="after")
    def _default_of_its_type(self) -> Self:
        if not self.table and not self.accepts(self.default):
            raise ValueError(f"default must be of type {self.type}, not {self.default!r}")
        return self

    @model_validator(mode="after")
    def _direction_of_its_type(self) -> Self:
        if self.stricter and self.type != "object" and self.type not in _DIRECTED[self.stricter]:
            raise ValueError(f"a {self.type} cannot be stricter by being {self.stricter}")
        return self


class Observed(Document):
    """How reports say what a control saw and asked for.

    `units`: what its plain numbers count, by the operator of what it expects; `none` for a finding that expects
    nothing. A unit without words of its own stands behind the number as it is written here. `names`: when what it saw
    lists ids and names, any of which may look like a kind; they are then shown letter by letter. `asks_names`: so does
    what it expects.
    """

    units: dict[Literal["none", "equals", "at_least", "at_most"], Annotated[str, Field(pattern=r"^[a-z_]+$")]] = {}
    names: Literal["never", "always", "when_failed"] = "never"
    asks_names: bool = False


class ControlMeta(Document):
    """Everything that does not change from subject to subject."""

    id: ControlId
    aliases: tuple[ControlId, ...] = ()
    formerly: tuple[ControlId, ...] = ()
    version: Annotated[int, Field(ge=1)] = 1
    family: ControlFamily
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Text
    title_vi: Text
    severity: Severity
    part: Part
    subject: SubjectKind
    undeclared: bool = False
    needs: tuple[Need, ...] = ()
    matters: tuple[Listening, ...] = ()
    """Counter-facts that undo a pass or a not_applicable of this control, whichever control reads them (rule 7)."""
    max_age_days: Annotated[int, Field(ge=1, le=3660)] | None = None
    """How old a look may be that carries a pass; of a control that needs no look there is nothing to say, and none
    carries one.
    """
    law: Annotated[tuple[LawEntry, ...], Field(min_length=1)]
    params: dict[str, Parameter] = {}
    observed: Observed = Observed()
    safety: Literal["backups", "restore_test", "monitoring", "logs"] | None = None
    """The point of safe operation that it shows in the document of the move."""
    owner_role: Literal["owner", "operator", "data_steward", "monitor", "cipher", "planner"]
    gates: tuple[Literal["migration"], ...] = ()
    rationale: Text
    rationale_vi: Text
    remedy: Text
    remedy_vi: Text
    check_by_hand: Text
    check_by_hand_vi: Text
    limits: tuple[Text, ...] = ()
    limits_vi: tuple[Text, ...] = ()
    """What a pass does not cover and nobody would guess: one sentence each, the same in both languages."""

    @property
    def ground(self) -> Ground:
        """What a pass rests on: looks where it knows any, optional ones too, since nothing passes by silence."""
        if any(not need.of_paper for need in self.needs):
            return Ground.FACTS
        return Ground.PAPER if self.needs else Ground.DECLARATION

    @field_validator("law")
    @classmethod
    def _told_apart(cls, law: tuple[LawEntry, ...]) -> tuple[LawEntry, ...]:
        if len({entry.id for entry in law}) != len(law):
            raise ValueError("two entries have the same id")
        return law

    @model_validator(mode="after")
    def _old_as_what_is_measured(self) -> Self:
        if self.ground is Ground.FACTS and self.max_age_days is None:
            raise ValueError("max_age_days must say how old the looks may be that it needs")
        return self

    @model_validator(mode="after")
    def _per_system_of_bodies(self) -> Self:
        if self.subject is not SubjectKind.ORGANISATION and any(entry.per for entry in self.law):
            raise ValueError("only a duty of an organisation can be one per system")
        return self

    @model_validator(mode="after")
    def _in_both_languages(self) -> Self:
        if len(self.limits) != len(self.limits_vi):
            raise ValueError("limits and limits_vi say different numbers of things")
        return self
