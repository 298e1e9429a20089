"""What people call things, declared or not; where they stand and whose they are is for the estate to say."""

from functools import cached_property

from auditor.estate import Cover, Estate
from auditor.model.base import EndpointId
from auditor.model.control import ControlMeta
from auditor.model.entity import Name
from auditor.model.inventory import Inventory
from auditor.model.programme import ReportedFigure
from auditor.model.verdict import Subject
from auditor.model.vocab.secrecy import Label
from auditor.model.vocab.subjects import OwnerRole, SubjectKind
from auditor.text.harmless import for_page
from auditor.text.vocabulary import FIGURE, word
from auditor.text.words import Bilingual, same, say


def both(name: Name) -> Bilingual:
    """A name in both languages; Vietnamese where there is no English one."""
    return Bilingual(for_page(name.vi), for_page(name.en or name.vi))


def control_title(control: ControlMeta) -> Bilingual:
    """What a control is called."""
    return Bilingual(for_page(control.title_vi), for_page(control.title))


class Names:
    """An estate with the words for its things, for lookups while rendering."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    @classmethod
    def of(cls, inventory: Inventory) -> "Names":
        """The names of an inventory."""
        return cls(Estate(inventory))

    @cached_property
    def _cover(self) -> Cover:
        return Cover(self.estate)

    def title(self) -> Bilingual:
        """The province, or the first organisation, or nothing."""
        chosen = self.estate.title()
        return both(chosen.name) if chosen else same("")

    def organisation(self, identifier: str) -> Bilingual:
        """Name of an organisation; its id when it is not declared."""
        found = self.estate.organisations.get(identifier)
        return both(found.name) if found else same(for_page(identifier))

    def system(self, identifier: str) -> Bilingual:
        """Name of a system; its id when it is not declared, and words for none."""
        found = self.estate.systems.get(identifier)
        if found:
            return both(found.name)
        return same(for_page(identifier)) if identifier else say("Province as a whole")

    def zone(self, identifier: str) -> Bilingual:
        """Name of a zone; its id when it is not declared, and words for none."""
        found = self.estate.zones.get(identifier)
        if found:
            return both(found.name)
        return same(for_page(identifier)) if identifier else say("Not tied to a zone")

    def subject(self, subject: Subject) -> Bilingual:
        """What a person calls the subject."""
        named = self._named(subject)
        return named if named.vi else same(for_page(subject.id))

    def _named(self, subject: Subject) -> Bilingual:
        if subject.kind is SubjectKind.SYSTEM:
            return self.system(subject.id)
        if subject.kind is SubjectKind.ORGANISATION:
            return self.organisation(subject.id)
        if subject.kind is SubjectKind.ZONE:
            return self.zone(subject.id)
        thing = self.estate.thing(subject.kind, subject.id)
        if isinstance(thing, ReportedFigure):
            return word(FIGURE, thing.figure)
        name = getattr(thing, "name", "")
        return both(name) if isinstance(name, Name) else same(for_page(name))

    def zone_of(self, subject: Subject) -> str:
        """Zone id of a zone, network, host or service address; empty for what has no one zone or lies in none
        declared.
        """
        return self.estate.zone_of_subject(subject.kind, subject.id)

    def unit(self, role: str, subject: Subject) -> str:
        """Id of the organisation that fills a role for the subject's system, or keeps its premises; empty when
        nobody is declared.
        """
        if subject.system in self.estate.systems:
            return self.estate.holder(OwnerRole(role), subject.system)
        return self.estate.keeper(subject.kind, subject.id) if role in (OwnerRole.OWNER, OwnerRole.OPERATOR) else ""

    def label_of(self, subject: Subject) -> Label:
        """The label that covers a subject."""
        return self._cover.label_of(subject.kind, subject.id)


def host_of(subject: Subject) -> str:
    """Host part of a host's or service address's id; `domain/address` for what nobody declared."""
    return EndpointId(subject.id).host if subject.kind is SubjectKind.ENDPOINT else subject.id
