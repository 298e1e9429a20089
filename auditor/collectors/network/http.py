"""A plain GET without credentials, with a limit on what is read, and on where it sends from there.

A redirect is followed, up to five times, by the answer's status, its `Refresh` or the page itself. To the same scheme,
name and port its pages are the service's own. What stands elsewhere is another endpoint: it is asked where the name
leads to a machine of the same order and the permission covers it, told as a part of the way, and judged nowhere else.
"""

import contextlib
import queue
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from auditor.collectors.deadline import await_turn, within_permission
from auditor.collectors.network.bodies import body_of
from auditor.collectors.network.links import Link, joined
from auditor.collectors.network.tls import context
from auditor.collectors.outcome import Outcome, failed, from_fault
from auditor.collectors.parsers.html import Forms, find_forms, refresh_target
from auditor.collectors.questions import Asked, Lead, Question, nowhere
from auditor.collectors.scope import Address
from auditor.collectors.trees.hsts import max_age
from auditor.model.base import is_address
from auditor.model.facts import Cause, Http
from auditor.model.facts.addressed import addressed
from auditor.model.facts.http import Hop
from auditor.model.vocab.measurements import State
from auditor.text.harmless import from_target

_Read = TypeVar("_Read")

_TOOL = f"httpx {httpx.__version__}"
_SECONDS = 10.0
_READ_SECONDS = 5.0
_CONVERSATION = 2 * _SECONDS
MOST_HOPS = 5
"""Redirects that are followed."""
_GIVEN_UP = 3 * _SECONDS
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_CERTIFICATE = ("No required SSL certificate was sent", "400 The SSL certificate error")


@dataclass(frozen=True, slots=True)
class Page:
    """Where to ask: `name` is the Host header and the TLS server name; empty means the address itself."""

    address: Address
    port: int
    tls: bool
    name: str = ""
    path: str = "/"

    def location(self) -> str:
        """The page's own address by name, for what it says relative to that."""
        return f"{'https' if self.tls else 'http'}://{self.name or 'server.invalid'}{self.path}"

    @property
    def link(self) -> Link:
        """The page as others link to it."""
        host = (self.name or str(self.address)).lower().removesuffix(".")
        return Link("https" if self.tls else "http", host, self.port, self.path)

    def url(self) -> str:
        """The URL by address, so that no resolver decides where the packet goes."""
        host = f"[{self.address}]" if self.address.version == 6 else str(self.address)  # noqa: PLR2004  # the IP version
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{self.path}"


def get(page: Page, lead: Lead = nowhere) -> Outcome:
    """Asks for the page, and for what it sends on to. A server that wants a client certificate has answered, too.
    `lead` says where another service may be asked.

    Runs in a thread that is given up after a while: the library bounds each read, but not a server that sends its
    headers a byte at a time.
    """
    answers: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    until = time.monotonic() + within_permission(_SECONDS)
    here = copy_context()
    threading.Thread(target=lambda: answers.put(here.run(_ended, page, lead, until)), daemon=True).start()
    try:
        return answers.get(timeout=_GIVEN_UP)
    except queue.Empty:
        return failed(State.TIMEOUT, "too_slow", tool=_TOOL)


def _ended(page: Page, lead: Lead, until: float) -> Outcome:
    """As `_get`; a fault nobody foresaw is an outcome as well, which somebody waits for."""
    try:
        return _get(page, lead, until)
    except Exception as fault:  # noqa: BLE001  # a look that fails is an outcome, whatever failed
        return from_fault(fault, _TOOL)


@dataclass(slots=True)
class _Way:
    """What was met so far: pages of the service itself, with their paths, and those of others."""

    pages: list[Outcome]
    paths: list[str]
    hops: list[Hop] = field(default_factory=list)
    left_out: bool = False
    to_plain: bool = False
    all_read: bool = True


def _get(page: Page, lead: Lead, until: float) -> Outcome:
    """The page, with what is met where it sends on to, as far as that is begun until an instant."""
    own = page.link
    outcome, sent = _one(page)
    way, seen, link = _Way([outcome], [page.path]), {own}, own
    while sent:
        onward = joined(link, sent)
        way.to_plain = way.to_plain or _to_plain(link, sent, onward)
        if isinstance(onward, str):
            way.hops.append(Hop(url=_without_query(sent), cause=onward))
            way.all_read = False
        if isinstance(onward, str) or onward in seen:
            break
        if len(seen) > MOST_HOPS or time.monotonic() > until:
            way.left_out = True
            break
        seen.add(onward)
        outcome, sent = _followed(page, own, onward, lead, way)
        link = onward
    return _together(way)


def _followed(page: Page, own: Link, onward: Link, lead: Lead, way: _Way) -> tuple[Outcome, str]:
    """The answer of the next page on the way, which is told as one of the service itself or of another."""
    if onward.same_service(own) or onward.same_service(replace(own, host=str(page.address))):
        outcome, sent = _one(replace(page, path=onward.path, name=page.name if onward.host == own.host else ""))
        way.pages.append(outcome)
        way.paths.append(onward.path.partition("?")[0])
        return outcome, sent
    outcome, sent, address = _elsewhere(page, onward, lead)
    told = outcome.data if isinstance(outcome.data, Http) else None
    way.hops.append(
        Hop(
            url=from_target(onward.plain),
            address=None if address is None else str(address),
            status=None if told is None else told.status,
            cause=None if outcome.cause is None else outcome.cause.code,
        )
    )
    way.all_read = way.all_read and outcome.state is State.OK
    way.to_plain = way.to_plain or (onward.scheme == "https" and told is not None and bool(told.plain_form))
    return outcome, sent


def _elsewhere(page: Page, onward: Link, lead: Lead) -> tuple[Outcome, str, Address | None]:
    """Another service's answer, from where `lead` permits; the name that we ask for leads to where we ask."""
    await_turn()
    wanted = str(page.address) if onward.host == page.link.host else onward.host
    led = lead(wanted, onward.port, page.address)
    if isinstance(led, Cause):
        return Outcome(State.OUT_OF_SCOPE, cause=led), "", None
    name = "" if is_address(onward.host) else onward.host
    outcome, sent = _one(Page(led, onward.port, onward.scheme == "https", name, onward.path), in_turn=True)
    return outcome, sent, led


def _to_plain(link: Link, sent: str, onward: Link | str) -> bool:
    """Whether an encrypted page leads to a plain one, followed or not."""
    plain = onward.scheme == "http" if isinstance(onward, Link) else sent.strip().lower().startswith("http:")
    return link.scheme == "https" and plain


def _together(way: _Way) -> Outcome:
    """One answer of all pages of the service: that of the first, with the forms of each. Not whole where one of them
    was not. What other services answered is told of the way alone.
    """
    first = way.pages[0]
    read = [outcome.data for outcome in way.pages if isinstance(outcome.data, Http)]
    if not isinstance(first.data, Http):
        return first
    whole = not way.left_out and all(outcome.state is State.OK for outcome in way.pages)
    changed: dict[str, Any] = {
        key: _any((getattr(data, key) for data in read), whole=whole)
        for key in ("password_form", "submission_form", "plain_form")
    }
    actions = dict.fromkeys(action for data in read for action in data.form_actions or ())
    plain = [way.to_plain or (first.data.scheme == "https" and bool(changed["plain_form"]))]
    changed |= {
        "paths_asked": tuple(dict.fromkeys(way.paths)),
        "hops_left_out": way.left_out,
        "form_actions": tuple(actions)[:20],
        "hops": tuple(way.hops),
        "leads_to_plain": _any(plain, whole=whole and way.all_read),
    }
    data = first.data.model_copy(update=changed)
    if first.state is not State.OK or whole:
        return replace(first, data=data)
    cause = next((outcome.cause for outcome in way.pages if outcome.state is not State.OK), None)
    return Outcome(State.PARTIAL, data, cause or Cause(code="too_many_hops"), _TOOL)


def _any(told: Iterable[bool | None], *, whole: bool) -> bool | None:
    """Whether any page shows it; nobody knows where none does and not all was read."""
    return True if any(each for each in told) else (False if whole else None)


def _one(page: Page, *, in_turn: bool = False) -> tuple[Outcome, str]:
    """One answer, in its turn if it was not waited for, and where it leads, as sent."""
    answered = answer(page, lambda response: _outcome(page, response), in_turn=in_turn)
    return (answered, "") if isinstance(answered, Outcome) else answered


def answer(page: Page, read: Callable[[httpx.Response], _Read], *, in_turn: bool = False) -> _Read | Outcome:
    """What `read` makes of one answer, in its turn if it was not waited for; or how the look ended instead."""
    if not in_turn:
        await_turn()
    headers = {"User-Agent": "auditor", "Accept": "text/html,*/*;q=0.5", "Accept-Encoding": "identity"}
    if page.name:
        headers["Host"] = page.name
    extensions: dict[str, Any] = {"timeout": httpx.Timeout(_READ_SECONDS).as_dict()}
    extensions |= {"sni_hostname": page.name} if page.name and page.tls else {}
    verify: ssl.SSLContext | bool = context("", verify=False) if page.tls else False
    try:
        # without the library's client, which refuses an answer whose `Location` it cannot read
        with httpx.HTTPTransport(verify=verify, trust_env=False) as transport, _ended_after(transport):
            request = httpx.Request("GET", page.url(), headers=headers, extensions=extensions)
            response = transport.handle_request(request)
            with contextlib.closing(response):
                return read(response)
    except httpx.TimeoutException:
        return failed(State.TIMEOUT, "no_answer", tool=_TOOL)
    except httpx.TransportError as fault:
        return _transport(page, fault)
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, UnicodeError, ValueError) as fault:
        return failed(State.PARSE_ERROR, "not_http", str(fault), tool=_TOOL)


@contextlib.contextmanager
def _ended_after(transport: httpx.HTTPTransport) -> Iterator[None]:
    """Shuts a conversation down whose single reads all come in time and which never ends. Raises TimeoutException."""
    over: list[bool] = []

    def end() -> None:
        over.append(True)
        transport.close()

    timer = threading.Timer(within_permission(_CONVERSATION), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as fault:
        if over:
            raise httpx.ReadTimeout("the whole conversation took too long") from fault
        raise
    finally:
        timer.cancel()


def _outcome(page: Page, response: httpx.Response) -> tuple[Outcome, str]:
    body = body_of(response)
    cut = not body.whole and response.status_code not in _REDIRECTS
    text = body.text or ""
    forms = find_forms(text, page.location())
    sent = _sent_on(forms, response)
    hsts = next(iter(response.headers.get_list("strict-transport-security")), None)  # RFC 6797, 8.1: the first counts
    data = Http(
        scheme="https" if page.tls else "http",
        status=response.status_code,
        permanent=response.status_code in _PERMANENT,
        hsts_seconds=None if hsts is None or not page.tls else max_age(hsts),
        body_bytes=body.length,
        client_certificate_required=any(said in text for said in _NO_CERTIFICATE),
        **_seen(forms, sent, response, whole=body.text is not None and not cut),
        **_asked_of(page),
    )
    if body.text is None:
        return Outcome(State.PARTIAL, data, Cause(code="page_unreadable"), tool=_TOOL), sent
    if cut:
        return Outcome(State.PARTIAL, data, Cause(code="page_too_long"), tool=_TOOL), sent
    return Outcome(State.OK, data, tool=_TOOL), sent


def location(response: httpx.Response) -> str:
    """Only a redirect sends on by it; of something created (201) it says where that is."""
    return str(response.headers.get("location", "")) if response.status_code in _REDIRECTS else ""


def _sent_on(forms: Forms, response: httpx.Response) -> str:
    """Where an answer sends whoever asked, as it stands there; empty for nowhere."""
    return location(response) or forms.refresh or refresh_target(response.headers.get("refresh", ""))


def _seen(forms: Forms, onward: str, response: httpx.Response, *, whole: bool) -> dict[str, Any]:
    """What the page asks and where it leads. Of a page that was not read whole, only what was seen is told."""
    return {
        "redirect": _without_query(onward),
        "redirect_host": _host(onward),
        "redirect_https": onward.lower().startswith("https://"),
        "redirect_by": ("status" if location(response) else "page") if onward else None,
        "password_form": forms.password if forms.password or whole else None,
        "submission_form": forms.submission if forms.submission or whole else None,
        "plain_form": forms.plain if forms.plain or whole else None,
        "form_actions": tuple(_without_query(action) for action in forms.actions),
        "hops_left_out": False,
    }


def _asked_of(page: Page) -> dict[str, Any]:
    v6 = page.address.version == 6  # noqa: PLR2004  # the IP version
    return {
        "paths_asked": (page.path,),
        "name_asked": page.name or None,
        "over_ipv6": v6,
        **addressed([page.address]),
    }


def _without_query(location: str) -> str:
    """A query may carry a session or a person's data; where it leads is enough."""
    return from_target(location.split("?", 1)[0].split("#", 1)[0])


def _host(location: str) -> str:
    try:
        return from_target((urlsplit(location).hostname or "").removesuffix("."), 255)  # the root's dot changes no name
    except ValueError:
        return ""


def _transport(page: Page, fault: httpx.TransportError) -> Outcome:
    """The cause beneath httpx's own; a TLS alert that asks for a certificate is an answer."""
    cause: BaseException | None = fault
    while cause is not None:
        if isinstance(cause, ssl.SSLError) and "CERTIFICATE_REQUIRED" in (cause.reason or ""):
            data = Http(
                scheme="https",
                status=0,
                password_form=False,
                submission_form=False,
                plain_form=False,
                client_certificate_required=True,
                **_asked_of(page),
            )
            return Outcome(State.OK, data, tool=_TOOL)
        if isinstance(cause, OSError):
            return from_fault(cause, _TOOL)
        cause = cause.__cause__ or cause.__context__
    return failed(State.PARSE_ERROR, "not_http", str(fault), tool=_TOOL)


_PURPOSES = frozenset({"web", "api", "admin"})
_NOT_WEB = frozenset({"tcp/22", "tcp/23", "tcp/3389", "tcp/5900"})
_NAMES = frozenset({"http", "https", "http-proxy", "http-alt"})


MOST_NAMES = 8
"""Names of an endpoint that are asked for, each in a request of its own."""
_NAMES_TOLD, _MOST_TOLD = 2000, 20
"""Letters of its names that an answer tells, and names that a cause does."""


def get_by_each(page: Page, names: Sequence[str], lead: Lead = nowhere) -> Outcome:
    """The page by each of its names: the answer that the first one got, where the others got one as good. A server
    tells its sites apart by name, and may guard one of them and not the next.
    """
    asked = names[:MOST_NAMES]
    first = get(replace(page, name=asked[0] if asked else ""), lead)
    if len(names) <= 1 or not isinstance(first.data, Http):
        return first
    others: dict[str, Outcome] = {}
    for name in asked[1:]:
        await_turn()
        others[name] = get(replace(page, name=name), lead)
    read = [first.data, *(outcome.data for outcome in others.values() if isinstance(outcome.data, Http))]
    whole = len(read) == len(asked)
    changed: dict[str, Any] = {
        key: _any((getattr(data, key) for data in read), whole=whole)
        for key in ("password_form", "submission_form", "plain_form", "leads_to_plain", "hops_left_out")
    }
    data = first.data.model_copy(update=changed | {"name_asked": " ".join(names)[:_NAMES_TOLD]})
    otherwise = [name for name, outcome in others.items() if not _as_good(outcome, first.data, names)]
    if otherwise:
        cause = Cause(code="names_answer_otherwise", args=tuple(otherwise))
        return replace(first, state=State.PARTIAL, data=data, cause=cause)
    if first.state is State.OK and names[MOST_NAMES:]:
        cause = Cause(code="names_left_out", args=tuple(names[MOST_NAMES:])[:_MOST_TOLD])
        return replace(first, state=State.PARTIAL, data=data, cause=cause)
    return replace(first, data=data)


def _as_good(outcome: Outcome, first: Http, names: Sequence[str]) -> bool:
    """Whether another name was answered as the first one was, or is sent on to one of the names under TLS."""
    data = outcome.data
    if outcome.state is not State.OK or not isinstance(data, Http):
        return False
    ours = {name.lower().removesuffix(".") for name in names}
    same = data.client_certificate_required == first.client_certificate_required
    alike = data.status == first.status or bool(data.redirect and first.redirect)
    if alike and (data.redirect_https, data.permanent) == (first.redirect_https, first.permanent):
        return same and (data.redirect_host == first.redirect_host or {data.redirect_host, first.redirect_host} <= ours)
    served = HTTPStatus.OK <= first.status < HTTPStatus.BAD_REQUEST
    return same and first.scheme == "https" and served and data.redirect_https and data.redirect_host in ours


def _asked(asked: Asked) -> Outcome:
    endpoint = asked.endpoint
    return get_by_each(
        Page(asked.address, asked.number, endpoint.tls, path=endpoint.path), tuple(endpoint.names), asked.lead
    )


QUESTION = Question(
    kind="http",
    wanted=lambda endpoint, port, _tls: endpoint.purpose in _PURPOSES and port not in _NOT_WEB,
    found=lambda name, _encrypted: name in _NAMES,
    ask=_asked,
)
