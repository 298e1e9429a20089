"""TLS versions a service offers, and its certificate."""

from collections.abc import Collection

from auditor.model.base import Document, Text, Told
from auditor.model.facts.addressed import EXCUSED, Addressed, same_name
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.measurements import KeyType
from auditor.model.vocab.subjects import SubjectKind


class Link(Document):
    """One certificate of a chain. `signature` is the hash its issuer signed, as `sha256`, or the algorithm's name."""

    subject: Text = ""
    issuer: Text = ""
    key_type: KeyType
    key_curve: Text = ""
    key_bits: int | None = None
    signature: Text
    not_after_day: int


class Shown(Document):
    """A certificate that a server showed under some `names`, and whether it holds for them."""

    names: tuple[Text, ...]
    chain_valid: bool
    chain_error: Text = ""
    name_valid: bool
    not_before_day: int
    not_after_day: int
    key_type: KeyType
    key_bits: int | None = None
    chain: tuple[Link, ...]


class Offer(Document):
    """Versions that a server offers under some of its names, of those that know a name."""

    names: tuple[Text, ...]
    offered: tuple[Text, ...]


class Tls(Addressed):
    """Versions offered among those `tried`, and the leaf certificate, at one address. Subject: endpoint.

    `offered` is all that the server accepted under any of its names, `tried` what it accepted or refused under every
    one of them; `offers` tells the names apart.
    The certificate is the one shown under the first of the names that were declared then, which are all in
    `name_checked`; `further` are others that the server shows under the names behind it, `names_left_out` those for
    which nobody asked. `chain` is the way from the leaf to an authority that is trusted, without it where it signed
    itself, or, where there is no such way, what the server showed. `starttls` is the protocol by which a service that
    begins in plain text was brought to TLS. `key_type` is a `KeyType`; facts of older readers name the curve behind it,
    as `ec secp256r1`.
    """

    offered: tuple[Text, ...] = ()
    tried: tuple[Text, ...] = ()
    weak_ciphers: Told[tuple[Text, ...]] = None
    chain_valid: bool | None = None
    chain_error: Text = ""
    name_valid: bool | None = None
    name_checked: Text = ""
    not_before_day: int | None = None
    not_after_day: int | None = None
    key_type: Text = ""
    key_curve: Told[Text] = None
    key_bits: int | None = None
    chain: Told[tuple[Link, ...]] = None
    further: Told[tuple[Shown, ...]] = None
    names_left_out: Told[tuple[Text, ...]] = None
    offers: Told[tuple[Offer, ...]] = None
    subject: Text = ""
    issuer: Text = ""
    names: tuple[Text, ...] = ()
    self_signed: bool | None = None
    client_certificate_required: bool | None = None
    starttls: Told[Text] = None

    def concerns(self, path: str, names: Collection[str]) -> bool:  # noqa: ARG002  # a handshake knows no paths
        """Whether the certificate was checked for each of these names: one entered since may show another."""
        return not self.name_checked or all(same_name(name, self.name_checked.split()) for name in names)


KIND = Kind(
    name="tls",
    title="TLS versions and certificate",
    shape=Tls,
    subject=SubjectKind.ENDPOINT,
    part=Part.SYSTEM,
    since="facts/1",
    excused={
        **EXCUSED,
        "chain_error": "Says why `chain_valid` is false, for whoever mends it.",
        "name_checked": "Says for which names it was looked at, and lets the two worlds be kept apart.",
        "key_curve": "Tells the curve of a key, for whoever compares it with a list of curves.",
        "names_left_out": "Names what nobody asked for, for whose sake the look is not finished.",
        "offers": "Says under which names a version is offered, for whoever turns it off; `offered` is what counts.",
        "starttls": "Says how the service was brought to TLS, so that a look can be repeated.",
        "subject": "Tells which certificate was met, for whoever replaces it.",
        "issuer": "Tells who issued the certificate, for whoever replaces it.",
        "names": "Tells for which names the certificate is, for whoever replaces it.",
        "self_signed": "Says why a chain is not valid, for whoever mends it.",
        "client_certificate_required": "What the handshake asked for; the answer to a request is judged.",
    },
)
