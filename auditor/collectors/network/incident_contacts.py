"""Whether pages of a service show the addresses for reports of incidents that its dossier names.

The page that is asked for, the one said to show them, and a few that links of these with fitting words lead to, all of
the same service; a page of another is not asked for. Only which of the sought addresses stand there is kept.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import httpx

from auditor.collectors.deadline import within_permission
from auditor.collectors.network.bodies import Body, body_of
from auditor.collectors.network.http import Page, answer, location
from auditor.collectors.network.links import Link, joined
from auditor.collectors.outcome import Outcome
from auditor.collectors.parsers.html import find_forms
from auditor.collectors.parsers.shown import Shown, shown
from auditor.collectors.questions import Asked, Question
from auditor.model.facts import Cause
from auditor.model.facts.addressed import addressed
from auditor.model.facts.incident_contacts import ContactPage, IncidentContacts
from auditor.model.vocab.measurements import State
from auditor.text.harmless import from_target

_TOOL = f"httpx {httpx.__version__}"
_SECONDS = 20.0
MOST_LINKED = 5
"""Pages beyond the declared ones that are asked for."""

_MOST_REDIRECTS = 3


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer: its status, where it sends on to, and its body."""

    status: int
    sent: str
    body: Body


@dataclass(slots=True)
class _Visit:
    """What was met so far, and what is still to be asked for."""

    page: Page
    sought: tuple[str, ...]
    until: float
    pages: list[ContactPage] = field(default_factory=list)
    ended: list[Outcome] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        """Every address was shown somewhere."""
        return {one for page in self.pages for one in page.shown or ()} >= set(self.sought)

    def ran_out_before(self, waiting: Iterable[str]) -> bool:
        """Some of what waited was not asked for, though there was still something to look for."""
        return not self.found and not {page.path for page in self.pages}.issuperset(map(from_target, waiting))


def look(page: Page, sought: tuple[str, ...], sought_at: str = "") -> Outcome:
    """Asks for the page, for the one that is said to show the addresses, and for what these link to, until all of them
    were shown.
    """
    visit = _Visit(page, sought, time.monotonic() + within_permission(_SECONDS))
    for path in dict.fromkeys(filter(None, (page.path, sought_at))):
        _visited(visit, path)
    waiting = [path for path in visit.links if path not in {one.path for one in visit.pages}]
    for path in waiting[:MOST_LINKED]:
        if visit.found or time.monotonic() > visit.until:
            break
        _visited(visit, path)
    if visit.ended and len(visit.ended) == len(visit.pages):
        return visit.ended[0]
    data = IncidentContacts(
        sought=sought,
        pages=tuple(visit.pages),
        pages_left_out=len(waiting) > MOST_LINKED or visit.ran_out_before(waiting),
        name_asked=page.name or None,
        **addressed([page.address]),
    )
    unread = None if visit.found else next((Cause(code=one.cause) for one in visit.pages if one.cause), None)
    return Outcome(State.OK if unread is None else State.PARTIAL, data, unread, _TOOL)


def _visited(visit: _Visit, path: str) -> None:
    """Asks for one page, which is told with what it shows, and keeps where it links to."""
    answered, at = _answer_at(visit.page, path)
    told = from_target(path)
    if isinstance(answered, Outcome):
        visit.ended.append(answered)
        visit.pages.append(ContactPage(path=told, cause=answered.cause.code if answered.cause else "no_answer"))
        return
    if answered.body.text is None:
        visit.pages.append(ContactPage(path=told, status=answered.status, cause="page_unreadable"))
        return
    seen = shown(answered.body.text, visit.sought)
    visit.pages.append(_told(told, answered, seen))
    own = visit.page.link
    for href in seen.links:
        onward = joined(at, href)
        if isinstance(onward, Link) and onward.same_service(own):
            visit.links[onward.path] = None


def _told(path: str, answered: _Answer, seen: Shown) -> ContactPage:
    """Of a page that was not read whole, only what was seen is told."""
    whole = answered.body.whole
    return ContactPage(
        path=path,
        status=answered.status,
        shown=seen.found if whole or seen.found else None,
        more_than_text=True if seen.more_than_text else (False if whole else None),
        cause=None if whole else "page_too_long",
    )


def _answer_at(page: Page, path: str) -> tuple[_Answer | Outcome, Link]:
    """The answer at the end of the service's own redirects, and where it stands."""
    at, own = replace(page, path=path), page.link
    answered = answer(at, _read)
    for _ in range(_MOST_REDIRECTS):
        if isinstance(answered, Outcome) or not answered.sent:
            break
        onward = joined(at.link, answered.sent)
        if not isinstance(onward, Link) or not onward.same_service(own):
            break
        at = replace(at, path=onward.path)
        answered = answer(at, _read)
    return answered, at.link


def _read(response: httpx.Response) -> _Answer:
    body = body_of(response)
    sent = location(response) or find_forms(body.text or "", "").refresh
    return _Answer(response.status_code, sent, body)


def _asked(asked: Asked) -> Outcome:
    endpoint = asked.endpoint
    name = endpoint.names[0] if endpoint.names else ""
    page = Page(asked.address, asked.number, endpoint.tls, name, endpoint.path)
    return look(page, endpoint.sought, endpoint.sought_at)


QUESTION = Question(
    kind="incident_contacts",
    wanted=lambda endpoint, _port, _tls: endpoint.purpose == "web",
    found=lambda _name, _encrypted: False,
    ask=_asked,
    of_system=lambda system: system.incident_reports is not None,
)
