"""TLS versions a service offers, and its certificate."""

from auditor.model.base import Text
from auditor.model.facts.addressed import Addressed
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Tls(Addressed):
    """Versions offered among those `tried`, and the leaf certificate, at one address. Subject: endpoint."""

    offered: tuple[Text, ...] = ()
    tried: tuple[Text, ...] = ()
    weak_ciphers: tuple[Text, ...] = ()
    chain_valid: bool | None = None
    chain_error: Text = ""
    name_valid: bool | None = None
    name_checked: Text = ""
    not_before_day: int | None = None
    not_after_day: int | None = None
    key_type: Text = ""
    key_bits: int | None = None
    subject: Text = ""
    issuer: Text = ""
    names: tuple[Text, ...] = ()
    self_signed: bool | None = None
    client_certificate_required: bool | None = None


KIND = Kind(
    name="tls",
    title="TLS versions and certificate",
    shape=Tls,
    subject=SubjectKind.ENDPOINT,
    part=Part.SYSTEM,
    since="facts/1",
)
