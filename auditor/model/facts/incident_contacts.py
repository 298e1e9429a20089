"""Whether the pages of a portal show the address that takes reports of incidents."""

from collections.abc import Collection

from auditor.model.base import Document, Text, Told
from auditor.model.facts.addressed import EXCUSED, Addressed, same_name
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class ContactPage(Document):
    """One page of the service, by the path that was asked for. `status` is that of the answer at the end of its own
    redirects; `shown` are those of the sought addresses that its readers see in its text, or as a link to write or to
    call. `more_than_text`: it has pictures, frames or scripts, which may show what its text does not. `cause` says why
    it was not read, or not whole; what was not read is absent.
    """

    path: Text
    status: Told[int] = None
    shown: Told[tuple[Text, ...]] = None
    more_than_text: Told[bool] = None
    cause: Told[Text] = None


class IncidentContacts(Addressed):
    """What the pages of a service show of the addresses for reports of incidents that its dossier names, at one address
    and by the endpoint's first name. Nothing else of the pages is kept. Subject: endpoint.

    `pages` are, in order, the declared page of the service, the one that is said to show the addresses, and up to five
    pages of the same service that links of these with words as `Liên hệ` or `sự cố` lead to. `pages_left_out`: there
    were more such links, or no time was left for them. What a style sheet hides is taken for shown, what the page
    itself hides is not.
    """

    sought: Told[tuple[Text, ...]] = None
    pages: Told[tuple[ContactPage, ...]] = None
    pages_left_out: Told[bool] = None
    name_asked: Told[Text] = None

    def concerns(self, path: str, names: Collection[str]) -> bool:  # noqa: ARG002  # it is about all pages of the service
        """Whether it was asked by one of these names."""
        return same_name(self.name_asked or "", names)


KIND = Kind(
    name="incident_contacts",
    title="incident contacts on pages",
    shape=IncidentContacts,
    subject=SubjectKind.ENDPOINT,
    part=Part.SYSTEM,
    since="facts/2",
    excused={
        **EXCUSED,
        "name_asked": "Says under which name the answer was given, and lets the two worlds be kept apart.",
    },
)
