"""Names, zones, units and labels of subjects."""

import pytest

from auditor.estate.cover import highest
from auditor.model.verdict import Subject
from auditor.model.vocab.secrecy import Label
from auditor.model.vocab.subjects import SubjectKind
from auditor.pages.names import Names, host_of
from auditor.text.words import Bilingual, same


@pytest.mark.parametrize(
    ("kind", "identifier", "zone"),
    [
        (SubjectKind.HOST, "dat-dai-db", "csdl"),
        (SubjectKind.ENDPOINT, "dat-dai-web/tcp/443/ten.gov.vn", "dmz"),
        (SubjectKind.HOST, "province/10.10.30.77", "csdl"),
        (SubjectKind.ENDPOINT, "province/10.10.30.77/tcp/6379", "csdl"),
        (SubjectKind.HOST, "province/192.0.2.1", ""),
        (SubjectKind.HOST, "elsewhere/10.10.30.77", ""),
        (SubjectKind.HOST, "province/not-an-address", ""),
        (SubjectKind.ZONE, "csdl", "csdl"),
        (SubjectKind.NETWORK, "net-dmz", "dmz"),
        (SubjectKind.SYSTEM, "tthc", ""),
    ],
)
def test_zone_of(names: Names, kind: SubjectKind, identifier: str, zone: str) -> None:
    """Declared things lie where their network lies; undeclared addresses where a prefix of their domain says."""
    assert names.zone_of(Subject(kind=kind, id=identifier)) == zone


@pytest.mark.parametrize(
    ("kind", "identifier", "name"),
    [
        (SubjectKind.SYSTEM, "tthc", Bilingual("Hệ thống thông tin giải quyết TTHC", "Administrative procedures")),
        (SubjectKind.SYSTEM, "nobody", same("nobody")),
        (SubjectKind.ZONE, "dmz", Bilingual("Vùng DMZ", "DMZ")),
        (SubjectKind.HOST, "tthc-web", same("tthc-web")),
        (SubjectKind.WAVE, "dot-1", Bilingual("Đợt 1", "Wave 1")),
        (SubjectKind.HOST, "province/\x1b[31m10.0.0.1", same("province/10.0.0.1")),
    ],
)
def test_subject_name(names: Names, kind: SubjectKind, identifier: str, name: Bilingual) -> None:
    """A declared name in both languages, or else the id, cleaned."""
    assert names.subject(Subject(kind=kind, id=identifier)) == name


@pytest.mark.parametrize(
    ("role", "system", "unit"),
    [
        ("owner", "dat-dai", "so-nnmt"),
        ("operator", "mot-cua-xa", "xa-binh-an"),
        ("operator", "tthc", "tt-cntt"),
        ("monitor", "tthc", ""),
        ("cipher", "tthc", ""),
        ("owner", "nobody", ""),
    ],
)
def test_unit(names: Names, role: str, system: str, unit: str) -> None:
    """The owner operates where no operator is declared; other roles stay open when nobody fills them."""
    assert names.unit(role, Subject(kind=SubjectKind.SYSTEM, id=system, system=system)) == unit


def test_keeper_of_a_zone(names: Names) -> None:
    """A zone has no system, so its premises' organisation acts."""
    assert names.unit("operator", Subject(kind=SubjectKind.ZONE, id="csdl")) == "tt-cntt"


def test_host_part() -> None:
    """The host of a service address is what stands before its transport."""
    ids = ("web/tcp/443", "web/udp/161/name", "province/10.0.0.1/tcp/22", "strange")
    hosts = [host_of(Subject(kind=SubjectKind.ENDPOINT, id=identifier)) for identifier in ids]
    assert hosts == ["web", "web", "province/10.0.0.1", "strange"]


def test_gravest_label() -> None:
    """Labels have an order, and nothing has no label."""
    assert [highest([Label.MAT, Label.TUYET_MAT, Label.TOI_MAT]), highest([])] == [Label.TUYET_MAT, Label.NONE]
