"""What a free text of the inventory says, as far as a verdict rests on it: a paper's number, a body, a reason, a place
of the nation.

People who must fill a field and have nothing write something all the same: dots, "N/A", "chưa có". Such a text says
nothing, in whatever spelling; here alone is told which do.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from auditor.estate.estate import Estate
from auditor.estate.mentions import folded
from auditor.model.entity import Name
from auditor.model.inventory import EvidenceRecord, Organisation, System
from auditor.model.vocab.declared import EvidenceKind, OrganisationKind
from auditor.model.vocab.subjects import SubjectKind

_BLANKS = frozenset(
    {
        "na", "n a", "no", "none", "null", "nil", "nothing", "tbd", "tba", "tbc", "todo", "unknown", "pending", "test",
        "khong", "khong co", "khong ro", "khong biet", "khong ap dung", "khong xac dinh", "khong co ly do",
        "chua", "chua co", "chua ro", "chua biet", "chua cap nhat", "chua xac dinh", "chua ban hanh", "chua nhap",
        "dang cap nhat", "dang cho", "dang bo sung", "cap nhat sau", "bo sung sau", "nhap sau", "de trong", "trong",
        "to be added", "to be decided", "to be determined", "to be done", "to be filled in", "not available",
        "not applicable", "no reason", "ly do", "reason", "issuer", "number", "co quan", "co quan ban hanh", "nguoi ky",
        "noi ban hanh", "don vi ban hanh", "ten co quan", "khong so", "ko", "ko co", "ko ro",
    }
)  # fmt: skip
"""Whole texts that stand where nothing was known, without case, diacritics and signs."""

_NOT_YET = re.compile(
    r"\b(chua|(khong|ko) (co|ro|so|biet)|dang (cho|trinh|cap nhat|xin)|cho (bo sung|cap nhat|ky|so|phe duyet|y kien)"
    r"|se|du kien|du thao|to be|not yet|pending|draft|tbd|tba|tbc|todo|n/a)\b"
)
"""Words of a paper or body that there is not, or not yet."""

_MEANT = {"chua": {"chưa", "chua"}, "se": {"sẽ", "se"}, "cho": {"chờ", "cho"}, "dang": {"đang", "dang"}}
"""Words of not yet, by what they are without their signs, as they may be spelt. Spelt otherwise they are others, as
in `Trung tâm Chia sẻ dữ liệu`, `phòng cháy chữa cháy`, `chợ Kỳ Lừa`.
"""

_WORD = re.compile(r"\w+")
_ANOTHER = "chu"
"""Stands for a word that only looks like one of these."""

_NO_ANSWER = re.compile(
    r"(chua|khong|ko|dang|se|cho)( duoc)? (co|ro|biet|xac dinh|cap nhat|nhap|bo sung|phan cong|bo nhiem|bo tri|lap dat"
    r"|quyet dinh|xem xet|y kien|phe duyet|ban hanh|kiem ke|thong ke|hoan thien)( them| sau| lai)*"
    r"( (vi tri|dia diem|ly do|muc dich|thong tin|so lieu|ket qua|can bo|nhan su|nguoi phu trach|phu trach))*( sau)?"
)
"""Whole texts that say no more than that there is no answer, or not yet."""

_NO_PLACE = re.compile(r"(khong|ko) (ket noi|gui|chuyen|chia se)\b")
_THIS_MACHINE = re.compile(r"\b(localhost|loopback)\b")

_LABEL = re.compile(r"^(?:(?:van ban|quyet dinh|cong van|bien ban|number|no|so)[\s.:]+)+")
_DATE = re.compile(r"\b\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})\b|\bngay \d+ thang \d+ nam \d+")
_JOINED = re.compile(r"\d[a-z]?\s?[-/]\s?[a-z0-9]|[a-z][-/.]\s?\d")
_COUNTED = re.compile(r"\bso[\s.:]*\d")
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_UNFILLED = re.compile(r"\.\.|__|\?|\bx{2,}\b|--|\*\*")
_COMPANY = re.compile(
    r"\b(cong ty|tap doan|doanh nghiep|hop tac xa|company|co\.?,? ?ltd|ltd|llc|jsc|inc|corp|corporation)\b"
)
_NATION = re.compile(
    r"\b(quoc gia|toan quoc|trung uong|chinh phu|national|ndop|ndxp|ndc|csdlqg)\b"
    r"|\bbo (cong an|tu phap|y te|noi vu|tai chinh|xay dung|cong thuong|quoc phong|ngoai giao|giao duc|khoa hoc"
    r"|nong nghiep|van hoa|dan toc)\b"
)

_PORTAL = re.compile(r"\bcong (dich vu cong|dvc) ?(quoc gia|qg)\b|\bnational public service portal\b|\bcong dvcqg\b")
_PORTAL_HOST = "dichvucong.gov.vn"
"""The name that the national portal's pages are published under."""

Office = Literal["public_security", "prime_minister", "council", "none"]

_OFFICES: Mapping[Office, re.Pattern[str]] = {
    "council": re.compile(r"\bhoi dong tham dinh\b|\bappraisal council\b"),
    "public_security": re.compile(r"\bbo cong an\b|\bcuc an ninh mang\b|\bministry of public security\b"),
    "prime_minister": re.compile(r"\bthu tuong\b|\bprime minister\b"),
}

_MOST_WORDS = 3
"""So many words a number has at most that joins no figure to letters."""

_LETTERS = 2
"""So many letters a word has at least."""

_RESERVED = frozenset(
    {
        EvidenceKind.LEVEL_APPROVAL,
        EvidenceKind.LEVEL_APPRAISAL,
        EvidenceKind.REGULATION,
        EvidenceKind.DELEGATION,
        EvidenceKind.LEAD_OPERATOR,
        EvidenceKind.EXCEPTION,
        EvidenceKind.CIPHER_DEPLOYMENT,
        EvidenceKind.SECRECY_REGULATION,
        EvidenceKind.SECRECY_OFFICER,
        EvidenceKind.SECRECY_REPORT,
        EvidenceKind.ARCHITECTURE_APPRAISAL,
    }
)
"""Papers by which somebody with the power to do so decides or permits; tests and minutes anybody may write who made
them."""

_OF_THE_BODY = frozenset(
    {
        EvidenceKind.OPERATOR_REPORT,
        EvidenceKind.ANNUAL_REPORT,
        EvidenceKind.INCIDENT_PLAN,
        EvidenceKind.INCIDENT_TEAM,
        EvidenceKind.INCIDENT_CONTACTS,
        EvidenceKind.TSLCD_REGISTRATION,
        EvidenceKind.STAFFING_DECISION,
    }
)
"""Papers by which a body itself, one that it belongs to, or a part of it orders or tells of its own affairs."""

_FOR_THE_WHOLE = frozenset({EvidenceKind.STAFFING_DECISION})
"""Of those, papers that a part of a body does not write: who leads the whole no part of it decides."""

_OF_THE_OWNER = frozenset({EvidenceKind.REGULATION, EvidenceKind.LEAD_OPERATOR})
"""Papers by which the owner of a system rules it (NĐ 331/2026/NĐ-CP Art. 5(2), 30(7)), or a part of the owner for it;
a neighbour rules nothing there.
"""

_AGREES_ON_ROUTES = frozenset({OrganisationKind.NATIONAL, OrganisationKind.MINISTRY, OrganisationKind.OTHER})
"""Declared bodies that could run the dedicated network, of which the province is a user (TT 06/2026 Art. 7(7)(b))."""

_OWNER_APPROVES = 3
"""From this level on the owner approves (NĐ 331/2026/NĐ-CP Art. 18)."""

_KEPT = 4096
"""Of how many texts it is kept what they say: the same bodies, numbers and places stand in rows over and over."""

Nation = Literal["none", "unclear", "national"]


@lru_cache(maxsize=_KEPT)
def says_something(text: str) -> bool:
    """Whether a text has words, and is none of those that people write where they know nothing."""
    plain = " ".join(re.sub(r"[\W_]+", " ", folded(text)).split())
    letters = [sign for sign in plain if sign.isalpha()]
    words = len(letters) >= _LETTERS and len(set(letters)) > 1 and plain not in _BLANKS
    return words and not _NO_ANSWER.fullmatch(" ".join(re.sub(r"[\W_]+", " ", _spelt(text)).split()))


@lru_cache(maxsize=_KEPT)
def names_place(text: str) -> bool:
    """Whether a text says where something goes: a name, or an address; not that it goes nowhere, goes there one day or
    stays on the machine itself.
    """
    plain = _spelt(text)
    if _UNFILLED.search(plain) or _NOT_YET.search(plain) or _NO_PLACE.search(plain) or _THIS_MACHINE.search(plain):
        return False
    addresses = [found for word in re.findall(r"[0-9a-f.:]+", plain) if (found := _address(word)) is not None]
    if any(address.is_loopback or address.is_unspecified for address in addresses):
        return False
    return says_something(text) or bool(addresses)


def names_somebody(text: str) -> bool:
    """Whether a text names a person or unit, and not that there is none yet."""
    return is_body(text)


def _address(word: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a word is, with or without a port behind it."""
    for text in (word, word.rpartition(":")[0]):
        try:
            return ipaddress.ip_address(text.strip("."))
        except ValueError:
            continue
    return None


@lru_cache(maxsize=_KEPT)
def _spelt(text: str) -> str:
    """The folded text, in which only words that could mean not yet look like it."""
    whole = unicodedata.normalize("NFC", text).lower()

    def kept(found: re.Match[str]) -> str:
        meant = _MEANT.get(folded(found[0]))
        return found[0] if meant is None or found[0] in meant else _ANOTHER

    return folded(_WORD.sub(kept, whole))


def names_item(text: str) -> bool:
    """Whether a text is an item of a list or a maker's number: words, or a figure that is not nought, not left open."""
    plain = _spelt(text)
    open_still = _UNFILLED.search(plain) or _NOT_YET.search(plain)
    return not open_still and (says_something(text) or re.search(r"[1-9]", plain) is not None)


def unfilled(texts: Mapping[str, str], known: Mapping[str, object]) -> list[str]:
    """Fields of the register of hardware that say nothing of a thing: texts without words, and what is not known.

    A MAC address or a number of its maker's tells it apart; either will do, and `serial` stands for both.
    """
    empty = {key for key in ("location", "purpose") if not says_something(texts.get(key, ""))}
    empty |= {key for key in ("support_ends", "status") if known.get(key) is None}
    told_apart = _is_a_cards(known.get("mac")) or names_item(texts.get("serial", ""))
    return sorted(empty if told_apart else empty | {"serial"})


def _is_a_cards(mac: object) -> bool:
    """Whether an address of a network card can be that of one: neither all noughts nor a group's (IEEE 802, the last
    bit of the first byte), as the one of all cards is.
    """
    return isinstance(mac, str) and bool(mac.strip("0:")) and not int(mac.partition(":")[0], 16) & 1


def filled(texts: Mapping[str, str], known: Mapping[str, object]) -> list[str]:
    """Fields of a record that say something: texts with words, and what is known at all."""
    said = {key for key, text in texts.items() if says_something(text)}
    return sorted(said | {key for key, value in known.items() if value is not None})


def filled_of_link(link: Mapping[str, Any]) -> list[str]:
    """Fields of a link's record that say something, by its keys."""
    texts = {"other_end": link.get("target") or link.get("external", ""), "protocol": link.get("protocol", "")}
    known = {key: link.get(key) for key in ("organisation", "service_name")}
    told = link.get("authentication", "unknown")
    known["authentication"] = None if told == "unknown" else told
    known["cycle_by"] = True if names_item(link.get("cycle_by", "")) else None
    return filled(texts, known)


def is_listed(decision: str, item: str) -> bool:
    """Whether the matter of a secret is named by the decision that lists it, and by the item there."""
    return is_number(decision) and names_item(item)


@lru_cache(maxsize=_KEPT)
def is_number(text: str) -> bool:
    """Whether a text is the number of a paper, as `12/QĐ-UBND`: a figure that is not nought, nothing left to fill in.

    A date or year is no number, and neither are words in which a figure stands, or the form of a number whose own
    figure is blank (`…/2026/QĐ-UBND`).
    """
    said = _DATE.sub("", " ".join(_spelt(text).split())).strip()
    plain = _LABEL.sub("", said)
    if _UNFILLED.search(plain) or _NOT_YET.search(plain) or plain.startswith(("/", "-")):
        return False
    if _JOINED.search(plain) or _COUNTED.search(said):
        return re.search(r"[1-9]", plain) is not None
    return len(plain.split()) <= _MOST_WORDS and re.search(r"[1-9]", _YEAR.sub("", plain)) is not None


@lru_cache(maxsize=_KEPT)
def is_body(text: str) -> bool:
    """Whether a text names somebody who could have issued a paper."""
    return says_something(text) and not _UNFILLED.search(folded(text)) and not _NOT_YET.search(_spelt(text))


def is_identified(record: EvidenceRecord) -> bool:
    """Whether a paper is entered so that it can be found: by its number, and by who issued it."""
    return is_number(record.number) and is_body(record.issuer)


Bodies = Mapping[str, Organisation]
"""Declared bodies by their ids and by their names in both languages, without case and diacritics."""


def bodies_by_name(estate: Estate) -> Bodies:
    """The bodies of an inventory by everything they are called; of two that share a name, the first."""
    bodies = estate.inventory.organisations
    return {name: body for body in reversed(bodies) for name in _names(body.id, body.name)}


def _called(text: str) -> str:
    return " ".join(folded(text).split())


def is_company(text: str) -> bool:
    """Whether a text names a company by what it calls itself."""
    return _COMPANY.search(folded(text)) is not None


@lru_cache(maxsize=_KEPT)
def office(text: str) -> Office:
    """Which office beside the bodies of an inventory a text names: one of them decides or appraises levels."""
    plain = folded(text)
    found = (name for name, words in _OFFICES.items() if words.search(plain))
    return next(found, "none") if is_body(text) else "none"


def issuer(bodies: Bodies, record: EvidenceRecord) -> Organisation | None:
    """The declared body that issued a paper, where its text names one."""
    return bodies.get(_called(record.issuer))


def is_reserved(kind: str) -> bool:
    """Whether a paper of this kind counts from some bodies only, so that none of a stranger's counts."""
    return kind in _RESERVED or kind in _OF_THE_BODY or kind == EvidenceKind.ROUTING_AGREEMENT


def may_issue(estate: Estate, bodies: Bodies, record: EvidenceRecord) -> bool:
    """Whether nothing shows that who issued a paper may not.

    What a company decides or permits about a system of somebody else decides nothing, nor does a neighbour, or an
    operator that approves the level 3 or more of a system that is not its own (NĐ 331/2026/NĐ-CP Art. 18(2)-(4)), nor
    whoever is given the duties of an owner and gives them to itself (Art. 4(3)). Rules of a system are its owner's or
    its operator's. Of a body's own affairs no stranger tells, nor who belongs to the same parent; the agreement on a
    route is not the province's own.
    """
    if not is_reserved(record.kind):
        return True
    if record.kind in _OF_THE_BODY:
        return _may_tell(estate, bodies, record)
    if record.kind is EvidenceKind.ROUTING_AGREEMENT:
        body = bodies.get(_called(record.issuer))
        return body.kind in _AGREES_ON_ROUTES if body else not is_company(record.issuer)
    systems = {estate.system_of(record.subject.kind, subject) for subject in record.subjects}
    return all(_may_issue(estate, bodies, record, estate.systems.get(name)) for name in systems)


def _may_tell(estate: Estate, bodies: Bodies, record: EvidenceRecord) -> bool:
    body = bodies.get(_called(record.issuer))
    if body is None:
        return not is_company(record.issuer)
    if record.subject.kind is not SubjectKind.ORGANISATION:
        return body.kind is not OrganisationKind.ENTERPRISE
    over = set() if record.kind in _FOR_THE_WHOLE else set(estate.above(body.id))
    return all(one in over or body.id in estate.above(one) for one in record.subjects)


def _may_issue(estate: Estate, bodies: Bodies, record: EvidenceRecord, system: System | None) -> bool:
    body = bodies.get(_called(record.issuer))
    if body is None:
        return not is_company(record.issuer)
    if system and body.id in estate.above(system.owner):
        return True
    if body.kind is OrganisationKind.ENTERPRISE or (system and record.kind is EvidenceKind.DELEGATION):
        return False
    if system is None or not _is_the_owners(record, system):
        return True
    if body.id == system.operator:
        return record.kind is EvidenceKind.REGULATION
    return system.owner in estate.above(body.id)


def _is_the_owners(record: EvidenceRecord, system: System) -> bool:
    approves = record.kind is EvidenceKind.LEVEL_APPROVAL and (system.level or 0) >= _OWNER_APPROVES
    return approves or record.kind in _OF_THE_OWNER


def nation_named(text: str, bodies: Bodies) -> Nation:
    """Whether a text names a database or body of the nation: `none` where it says nothing, or that there is none."""
    plain = _spelt(text)
    if not says_something(text) or _UNFILLED.search(plain) or re.match(r"(chua|khong|se|du kien|not)\b", plain.strip()):
        return "none"
    body = bodies.get(_called(text))
    national = {OrganisationKind.NATIONAL, OrganisationKind.MINISTRY}
    return "national" if _NATION.search(plain) or (body and body.kind in national) else "unclear"


def names_portal(text: str, host: str) -> bool:
    """Whether what a link leads to is the National Public Service Portal, by its name or by the name it is called."""
    plain = _spelt(text)
    named = _PORTAL.search(plain) is not None and not _NOT_YET.search(plain)
    return named or host == _PORTAL_HOST or host.endswith(f".{_PORTAL_HOST}")


def _names(identifier: str, name: Name) -> set[str]:
    return {_called(one) for one in (identifier, name.vi, name.en) if one}
