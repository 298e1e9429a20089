"""A plain GET without credentials, with a limit on what is read, and on where the same service sends from there.

A redirect to the same scheme, name and port is followed, up to five times, since its pages are the service's own and
under the same permission; one that leads elsewhere is told and not followed, as what stands there is another endpoint.
"""

import queue
import ssl
import threading
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpx

from auditor.collectors.network.deadline import within_permission
from auditor.collectors.network.tls import context
from auditor.collectors.outcome import Outcome, failed, from_fault
from auditor.collectors.parsers.html import Forms, find_forms, refresh_target
from auditor.collectors.questions import Asked, Question
from auditor.collectors.scope import Address
from auditor.collectors.trees.hsts import max_age
from auditor.model.facts import Cause, Http
from auditor.model.facts.addressed import addressed
from auditor.model.vocab.measurements import State
from auditor.text.harmless import from_target

_TOOL = f"httpx {httpx.__version__}"
_MAX_BODY = 1024 * 1024
_SECONDS = 10.0
MOST_HOPS = 5
"""Redirects of a service to itself that are followed."""
_LONGEST_PATH = 2000
_USUAL = {"http": 80, "https": 443}
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_CERTIFICATE = (b"No required SSL certificate was sent", b"400 The SSL certificate error")


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

    def url(self) -> str:
        """The URL by address, so that no resolver decides where the packet goes."""
        host = f"[{self.address}]" if self.address.version == 6 else str(self.address)  # noqa: PLR2004  # the IP version
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{self.path}"


def get(page: Page) -> Outcome:
    """Asks for the page. A server that wants a client certificate has answered, too.

    Runs in a thread that is given up after a while: the library bounds each read, but not a server that sends its
    headers a byte at a time.
    """
    answers: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    until = time.monotonic() + within_permission(_SECONDS)
    threading.Thread(target=lambda: answers.put(_get(page, until)), daemon=True).start()
    try:
        return answers.get(timeout=3 * _SECONDS)
    except queue.Empty:
        return failed(State.TIMEOUT, "too_slow", tool=_TOOL)


def _get(page: Page, until: float) -> Outcome:
    """The page, with what is met where its service sends on to, as far as that is begun until an instant."""
    outcome, location = _one(page)
    paths, pages, left_out = [page.path], [outcome], False
    while (onward := _onward(page, location)) is not None:
        plain = onward.path.partition("?")[0]
        left_out = plain not in paths and (len(pages) > MOST_HOPS or time.monotonic() > until)
        if left_out or plain in paths:
            break
        page = onward
        outcome, location = _one(page)
        paths.append(plain)
        pages.append(outcome)
    return _together(pages, paths, left_out=left_out)


def _onward(page: Page, location: str) -> Page | None:
    """The page of the same service that an answer leads to; None where it leads nowhere or elsewhere."""
    scheme = "https" if page.tls else "http"
    here = f"[{page.address}]" if page.address.version == 6 else str(page.address)  # noqa: PLR2004  # the IP version
    try:
        parts = (
            urlsplit(urljoin(f"{scheme}://{page.name or here}:{page.port}{page.path}", location)) if location else None
        )
        if parts is None or parts.scheme != scheme or (parts.port or _USUAL[scheme]) != page.port:
            return None
    except ValueError:
        return None
    names = {(page.name or str(page.address)).lower().removesuffix("."), str(page.address)}
    if (parts.hostname or "").removesuffix(".") not in names:
        return None
    return replace(page, path=_sendable(parts.path or "/") + (f"?{_sendable(parts.query)}" if parts.query else ""))


def _sendable(text: str) -> str:
    """Without what no request line may hold."""
    return "".join(each if "!" <= each <= "~" else quote(each) for each in text)[:_LONGEST_PATH]


def _together(pages: list[Outcome], paths: list[str], *, left_out: bool) -> Outcome:
    """One answer of all pages: that of the first, with the forms of each. Not whole where one of them was not."""
    first = pages[0]
    read = [outcome.data for outcome in pages if isinstance(outcome.data, Http)]
    if not isinstance(first.data, Http):
        return first
    whole = not left_out and all(outcome.state is State.OK for outcome in pages)
    changed: dict[str, Any] = {
        key: _any((getattr(data, key) for data in read), whole=whole)
        for key in ("password_form", "submission_form", "plain_form")
    }
    actions = dict.fromkeys(action for data in read for action in data.form_actions or ())
    changed |= {"paths_asked": tuple(paths), "hops_left_out": left_out, "form_actions": tuple(actions)[:20]}
    data = first.data.model_copy(update=changed)
    if first.state is not State.OK or whole:
        return replace(first, data=data)
    cause = next((outcome.cause for outcome in pages if outcome.state is not State.OK), None)
    return Outcome(State.PARTIAL, data, cause or Cause(code="too_many_hops"), _TOOL)


def _any(told: Iterable[bool | None], *, whole: bool) -> bool | None:
    """Whether any page shows it; nobody knows where none does and not all was read."""
    return True if any(each for each in told) else (False if whole else None)


def _one(page: Page) -> tuple[Outcome, str]:
    """One answer, and where it leads, as sent."""
    headers = {"User-Agent": "auditor", "Accept": "text/html,*/*;q=0.5", "Accept-Encoding": "identity"}
    if page.name:
        headers["Host"] = page.name
    extensions = {"sni_hostname": page.name} if page.name and page.tls else {}
    verify: ssl.SSLContext | bool = context("", verify=False) if page.tls else False
    try:
        with (
            httpx.Client(verify=verify, follow_redirects=False, trust_env=False, timeout=5.0) as client,
            client.stream("GET", page.url(), headers=headers, extensions=extensions) as response,
        ):
            return _outcome(page, response, _raw(response)), response.headers.get("location", "")
    except httpx.TimeoutException:
        return failed(State.TIMEOUT, "no_answer", tool=_TOOL), ""
    except httpx.TransportError as fault:
        return _transport(page, fault), ""
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, UnicodeError, ValueError) as fault:
        return failed(State.PARSE_ERROR, "not_http", str(fault), tool=_TOOL), ""


def _raw(response: httpx.Response) -> bytes:
    deadline, body = time.monotonic() + _SECONDS, bytearray()
    for chunk in response.iter_raw(65_536):
        body += chunk
        if len(body) >= _MAX_BODY or time.monotonic() > deadline:
            break
    return bytes(body[:_MAX_BODY])


def _unpacked(body: bytes, encoding: str) -> tuple[bytes | None, bool]:
    """A page some servers compress although told not to, bounded likewise, and whether that is all of it; None when it
    cannot be unpacked.
    """
    if encoding in {"", "identity"}:
        return body, True
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        return None, False
    unpacking = zlib.decompressobj(wbits=47)
    try:
        return unpacking.decompress(body, _MAX_BODY), unpacking.eof
    except zlib.error:
        return None, False


def _outcome(page: Page, response: httpx.Response, raw: bytes) -> Outcome:
    body, all_of_it = _unpacked(raw, response.headers.get("content-encoding", "").strip().lower())
    cut = (len(raw) >= _MAX_BODY or (bool(raw) and not all_of_it)) and response.status_code not in _REDIRECTS
    kind = response.headers.get("content-type", "").lower()
    text = (body or b"").decode("utf-8", "replace") if "html" in kind or not kind else ""
    hsts = next(iter(response.headers.get_list("strict-transport-security")), None)  # RFC 6797, 8.1: the first counts
    data = Http(
        scheme="https" if page.tls else "http",
        status=response.status_code,
        permanent=response.status_code in _PERMANENT,
        hsts_seconds=None if hsts is None or not page.tls else max_age(hsts),
        body_bytes=len(raw),
        client_certificate_required=any(text in (body or b"") for text in _NO_CERTIFICATE),
        **_seen(find_forms(text, page.location()), response, whole=body is not None and not cut),
        **_asked_of(page),
    )
    if body is None:
        return Outcome(State.PARTIAL, data, Cause(code="page_unreadable"), tool=_TOOL)
    if cut:
        return Outcome(State.PARTIAL, data, Cause(code="page_too_long"), tool=_TOOL)
    return Outcome(State.OK, data, tool=_TOOL)


def _seen(forms: Forms, response: httpx.Response, *, whole: bool) -> dict[str, Any]:
    """What the page asks and where it leads. Of a page that was not read whole, only what was seen is told."""
    location = response.headers.get("location", "") if response.status_code in _REDIRECTS else ""
    onward = location or forms.refresh or refresh_target(response.headers.get("refresh", ""))
    return {
        "redirect": _without_query(onward),
        "redirect_host": _host(onward),
        "redirect_https": onward.lower().startswith("https://"),
        "redirect_by": ("status" if location else "page") if onward else None,
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


def _asked(asked: Asked) -> Outcome:
    endpoint = asked.endpoint
    name = endpoint.names[0] if endpoint.names else ""
    return get(Page(asked.address, asked.number, endpoint.tls, name, endpoint.path))


QUESTION = Question(
    kind="http",
    wanted=lambda endpoint, port, _tls: endpoint.purpose in _PURPOSES and port not in _NOT_WEB,
    found=lambda name, _encrypted: name in _NAMES,
    ask=_asked,
)
