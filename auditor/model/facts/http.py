"""What one plain request for a page tells."""

from typing import Literal

from auditor.model.base import Document, Text
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Http(Document):
    """One plain GET without credentials. `redirect` is the Location as sent, bounded and cleaned; `plain_form`: a form
    of the page is sent to an http:// address. Subject: endpoint.
    """

    scheme: Literal["http", "https"]
    status: int
    redirect: Text = ""
    redirect_host: Text = ""
    redirect_https: bool = False
    permanent: bool = False
    hsts_seconds: int | None = None
    password_form: bool = False
    submission_form: bool = False
    plain_form: bool | None = None
    body_bytes: int = 0
    client_certificate_required: bool = False
    over_ipv6: bool = False


KIND = Kind(
    name="http",
    title="HTTP answer",
    shape=Http,
    subject=SubjectKind.ENDPOINT,
    part=Part.SYSTEM,
    since="facts/1",
)
