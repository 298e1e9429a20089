"""TLS versions a service offers, and its certificate."""

from collections.abc import Collection

from auditor.model.base import Text
from auditor.model.facts.addressed import EXCUSED, Addressed, same_name
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

    def concerns(self, path: str, names: Collection[str]) -> bool:  # noqa: ARG002  # a handshake knows no paths
        """Whether the certificate was checked for one of these names."""
        return same_name(self.name_checked, names)


KIND = Kind(
    name="tls",
    title="TLS versions and certificate",
    shape=Tls,
    subject=SubjectKind.ENDPOINT,
    part=Part.SYSTEM,
    since="facts/1",
    excused={
        **EXCUSED,
        "weak_ciphers": "Shows ciphers to whoever hardens the server; no control rests on them.",
        "chain_error": "Says why `chain_valid` is false, for whoever mends it.",
        "name_checked": "Says for which name `name_valid` holds, and lets the two worlds be kept apart.",
        "subject": "Tells which certificate was met, for whoever replaces it.",
        "issuer": "Tells who issued the certificate, for whoever replaces it.",
        "names": "Tells for which names the certificate is, for whoever replaces it.",
        "self_signed": "Says why a chain is not valid, for whoever mends it.",
        "client_certificate_required": "What the handshake asked for; the answer to a request is judged.",
    },
)
