"""What a request for a page tells, with the pages that its service sends on to."""

from collections.abc import Collection
from typing import Literal

from auditor.model.base import Document, Text, Told
from auditor.model.facts.addressed import EXCUSED, Addressed, same_name
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Hop(Document):
    """Where a service sends on to, beyond itself, as scheme, host and path. `address` is where it was asked for, and
    `status` what was answered; `cause` says why it was not asked for, or not read whole.
    """

    url: Text
    address: Told[Text] = None
    status: Told[int] = None
    cause: Told[Text] = None


class Http(Addressed):
    """One plain GET without credentials of each of `paths_asked`, at one address, by each name that the endpoint had
    then, all of them in `name_asked`. Subject: endpoint.

    The answer is that of the first name. A look is whole where the others were answered as it was, or send on to one of
    the names under TLS; forms of all count.

    The first path is the declared one, and the answer is what that one gave; those behind it are where the same service
    sent on to, up to five, and what was met there counts among the forms. `hops` are pages of other services on that
    way, in order: one was asked for where the name leads to a machine of the same order and the permission covers it,
    and what it answers is told of the way alone, and is no answer of that other service. `hops_left_out` says that it
    sent on further. `leads_to_plain`: somewhere on the way an encrypted page sends on, or has a form that sends, to
    plain text.
    `form_actions` are the addresses that forms of these pages are sent to, without their queries; none was submitted.

    `status` is 0 where the server ended the handshake for want of a client certificate, and so served nothing.
    `redirect` is where the answer leads, as sent, without its query: by `Location` (`redirect_by` is then `status`), or
    by a page that sends its reader on by itself, as with `meta refresh` (`page`). `plain_form`: a form of the page is
    sent to an http:// address. What stands on a page that could not be read whole is absent, unless it was seen.
    """

    scheme: Literal["http", "https"]
    status: int
    redirect: Text = ""
    redirect_host: Text = ""
    redirect_https: bool = False
    redirect_by: Told[Literal["status", "page"]] = None
    permanent: bool = False
    hsts_seconds: int | None = None
    password_form: Told[bool] = None
    submission_form: Told[bool] = None
    plain_form: Told[bool] = None
    paths_asked: Told[tuple[Text, ...]] = None
    hops_left_out: Told[bool] = None
    hops: Told[tuple[Hop, ...]] = None
    leads_to_plain: Told[bool] = None
    form_actions: Told[tuple[Text, ...]] = None
    name_asked: Told[Text] = None
    body_bytes: int = 0
    client_certificate_required: bool = False
    over_ipv6: bool = False

    def concerns(self, path: str, names: Collection[str]) -> bool:
        """Whether that path was asked for, by each of these names: one entered since may get another answer."""
        asked = (self.name_asked or "").split()
        return (not self.paths_asked or path in self.paths_asked) and all(same_name(name, asked) for name in names)


KIND = Kind(
    name="http",
    title="HTTP answer",
    shape=Http,
    subject=SubjectKind.ENDPOINT,
    part=Part.SYSTEM,
    since="facts/1",
    excused={
        **EXCUSED,
        "redirect_by": "Tells a redirect by status from a page that sends on by itself; both lead on alike.",
        "hsts_seconds": "Shows how far a server goes beyond a redirect; no control rests on it.",
        "paths_asked": "Says of which page the answer is, so that a look can be repeated.",
        "form_actions": "Names where forms go, for whoever mends them; `plain_form` is what counts.",
        "name_asked": "Says by which names it was asked for, and lets the two worlds be kept apart.",
        "body_bytes": "Tells an empty answer from a page, for whoever repeats the look.",
    },
)
