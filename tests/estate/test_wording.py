"""A text that says nothing is none, in whatever spelling, and a text that says something is not taken for nothing."""

import datetime
import unicodedata

import pytest

from auditor.estate import Estate
from auditor.estate.wording import (
    bodies_by_name,
    is_body,
    is_identified,
    is_number,
    may_issue,
    names_place,
    names_somebody,
    nation_named,
    office,
    says_something,
    unfilled,
)
from auditor.model.inventory import EvidenceRecord, Inventory

INVENTORY = Inventory.model_validate(
    {
        "organisations": [
            {"id": "ubnd", "name": {"vi": "Ủy ban nhân dân tỉnh", "en": "People's Committee"}, "kind": "province"},
            {"id": "so", "name": {"vi": "Sở Nội vụ"}, "kind": "department", "parent": "ubnd"},
            {"id": "tt", "name": {"vi": "Trung tâm CNTT"}, "kind": "department", "parent": "ubnd"},
            {"id": "phong", "name": {"vi": "Phòng CNTT của Sở Nội vụ"}, "kind": "department", "parent": "so"},
            {"id": "la", "name": {"vi": "Sở Y tế"}, "kind": "department", "parent": "ubnd"},
            {"id": "vendor", "name": {"vi": "Phần mềm Sao Mai"}, "kind": "enterprise"},
            {"id": "c12", "name": {"vi": "Trung tâm dữ liệu của nước"}, "kind": "national"},
        ],
        "systems": [
            {
                "id": "s",
                "name": {"vi": "Hệ thống"},
                "kind": "application",
                "owner": "so",
                "operator": "tt",
                "level": 3,
            },
            {
                "id": "low",
                "name": {"vi": "Khác"},
                "kind": "application",
                "owner": "so",
                "operator": "tt",
                "level": 2,
            },
            {"id": "own", "name": {"vi": "Của công ty"}, "kind": "application", "owner": "vendor", "level": 3},
        ],
    }
)
ESTATE = Estate(INVENTORY)
BODIES = bodies_by_name(ESTATE)


def paper(issuer: str, kind: str = "level_approval", system: str = "s", number: str = "1/QĐ") -> EvidenceRecord:
    return EvidenceRecord.model_validate(
        {
            "id": "p",
            "kind": kind,
            "subject": {"kind": "system", "id": system},
            "number": number,
            "date": datetime.date(2026, 9, 1),
            "issuer": issuer,
        }
    )


@pytest.mark.parametrize(
    "text",
    [
        "12/QĐ-UBND",
        "12-QĐ/TU",
        "1562/QĐ-TTg",
        "VD-001/QĐ-CĐ",
        "Số: 12/QĐ",
        "SO-12/BB",
        "No. 12/2026",
        "BB-KP 03",
        "9/BB-CY",
        "05",
        "quyết định số 12/QĐ-UBND",
        "QĐ số 12 ngày 3/4/2026",
        "2026/QĐ-UBND",
        "BB 7",
        "１２/QĐ-UBND",
        "12/2026/QĐ-UBND ngày 03/4/2026",
        "Biên bản số 4 ngày 12 tháng 9 năm 2026",
    ],
)
def test_what_papers_are_called_is_a_number(text: str) -> None:
    """As offices of State and Party write them, with or without the word before it."""
    assert is_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "...",
        "…",
        "N/A",
        "n/a",
        "không",
        "chưa có",
        "CHƯA CÓ",
        "chua co so",
        "00/QĐ-UBND",
        "0",
        "/QĐ-UBND",
        "…/2026/QĐ-UBND",
        "Số: /QĐ-UBND 2026",
        "__/QĐ-UBND 2026",
        "xx/2026/QĐ-UBND",
        "10/9/2026",
        "QĐ-UBND",
        "???",
        "12/QĐ-UBND (dự thảo)",
        "đang trình, dự kiến 12/2026",
        "sẽ cấp số 12",
        "TBD 2026",
        "không số/2026",
        "năm 2026",
        "QĐ 2026",
        "Quyết định phê duyệt cấp độ 3",
        "họp ngày 10/9/2026",
        "ngày 12 tháng 9 năm 2026",
        "\u200b",
    ],
)
def test_what_stands_where_there_is_no_number_is_none(text: str) -> None:
    """Blanks, dots, forms with their figure left out, days, and words of a paper that is still to come."""
    assert not is_number(text)


@pytest.mark.parametrize("text", ["UBND tỉnh", "TT CNTT", "Phòng Cơ yếu", "Sở KH&CN", "Đơn vị vận hành (ví dụ)"])
def test_a_body_is_named(text: str) -> None:
    """In full or in short."""
    assert is_body(text)


@pytest.mark.parametrize(
    "text", ["", "...", "-", "N/A", "không có", "chưa rõ", "Chưa ban hành", "Cơ quan ban hành", "xxx", "1", "?", "TBD"]
)
def test_a_filler_names_nobody(text: str) -> None:
    """Whatever people write where they must write something."""
    assert not is_body(text)


def test_a_paper_is_found_by_both_its_number_and_its_issuer() -> None:
    """One of them alone finds nothing."""
    found = [is_identified(paper(issuer, number=number)) for issuer in ("UBND", "-") for number in ("1/QĐ", "")]

    assert [True, False, False, False] == found


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (paper("Sở Nội vụ"), True),
        (paper("so"), True),
        (paper("ỦY BAN NHÂN DÂN  TỈNH"), True),
        (paper("Cục chưa khai"), True),
        (paper("Phần mềm Sao Mai"), False),
        (paper("Công ty Cổ phần Giải pháp"), False),
        (paper("Solutions Co., Ltd"), False),
        (paper("Trung tâm CNTT"), False),
        (paper("Trung tâm CNTT", system="low"), True),
        (paper("Sở Y tế"), False),
        (paper("Phòng CNTT của Sở Nội vụ"), True),
        (paper("Sở Y tế", system="low"), True),
        (paper("Sở Y tế", kind="level_appraisal"), True),
        (paper("Sở Y tế", kind="regulation"), False),
        (paper("Sở Y tế", kind="regulation", system="low"), False),
        (paper("Phòng CNTT của Sở Nội vụ", kind="regulation"), True),
        (paper("Trung tâm CNTT", kind="regulation"), True),
        (paper("Ủy ban nhân dân tỉnh", kind="regulation"), True),
        (paper("Sở chưa khai", kind="regulation"), True),
        (paper("Trung tâm CNTT", kind="lead_operator"), False),
        (paper("Sở Y tế", kind="lead_operator"), False),
        (paper("Phần mềm Sao Mai", system="own"), True),
        (paper("Phần mềm Sao Mai", kind="restore_test"), True),
        (paper("Công ty Giải pháp", kind="exception"), False),
        (paper("Công ty Giải pháp", kind="cipher_deployment"), False),
        (paper("Công ty Giải pháp", kind="secrecy_regulation"), False),
        (paper("Phần mềm Sao Mai", kind="secrecy_officer"), False),
    ],
)
def test_who_decides_or_permits_is_no_company_and_no_operator_of_another(
    record: EvidenceRecord, *, expected: bool
) -> None:
    """Owner and bodies above may; of whom nothing is declared nothing is presumed; tests anybody may write down."""
    assert expected == may_issue(ESTATE, BODIES, record)


def told(kind: str, issuer: str, about: str, *also: str, subject: str = "organisation") -> EvidenceRecord:
    """A paper of a kind about something that is no system."""
    raw = {"id": "p", "kind": kind, "subject": {"kind": subject, "id": about}, "also": also, "number": "1/BC"}
    return EvidenceRecord.model_validate(raw | {"date": "2026-09-10", "issuer": issuer})


@pytest.mark.parametrize(
    "kind", ["annual_report", "operator_report", "incident_plan", "incident_contacts", "staffing_decision"]
)
@pytest.mark.parametrize(
    ("issuer", "subjects", "expected"),
    [
        ("Sở Nội vụ", ("so",), True),
        ("Ủy ban nhân dân tỉnh", ("so", "tt"), True),
        ("Trung tâm CNTT", ("so",), False),
        ("Sở Nội vụ", ("so", "tt"), False),
        ("Phần mềm Sao Mai", ("so",), False),
        ("Phần mềm Sao Mai", ("vendor",), True),
        ("Công ty Giải pháp", ("so",), False),
        ("Cục chưa khai", ("so",), True),
    ],
)
def test_of_a_body_itself_it_tells_or_who_it_belongs_to(
    kind: str, issuer: str, subjects: tuple[str, ...], *, expected: bool
) -> None:
    """Reports and plans of another body, signed by a neighbour or a company, are none of that body's."""
    assert expected == may_issue(ESTATE, BODIES, told(kind, issuer, *subjects))


@pytest.mark.parametrize(
    ("kind", "expected"), [("annual_report", True), ("incident_plan", True), ("staffing_decision", False)]
)
def test_a_part_tells_of_the_whole_and_does_not_decide_who_leads_it(kind: str, *, expected: bool) -> None:
    """A department reports for its province; the officer of the province is named by the province."""
    assert expected == may_issue(ESTATE, BODIES, told(kind, "Sở Nội vụ", "ubnd"))


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("Cục Bưu điện Trung ương", True),
        ("Trung tâm dữ liệu của nước", True),
        ("Trung tâm CNTT", False),
        ("Ủy ban nhân dân tỉnh", False),
        ("Công ty Viễn thông", False),
    ],
)
def test_who_asks_for_a_route_does_not_agree_to_it(issuer: str, *, expected: bool) -> None:
    """The dedicated network is run by a body of the state, and the province is a user of it."""
    assert expected == may_issue(ESTATE, BODIES, told("routing_agreement", issuer, "n", subject="network"))


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [("Sở Nội vụ", True), ("Ủy ban nhân dân tỉnh", True), ("Trung tâm CNTT", False), ("Ban chưa khai", True)],
)
@pytest.mark.parametrize("kind", ["delegation", "lead_operator"])
def test_nobody_puts_itself_in_charge(issuer: str, kind: str, *, expected: bool) -> None:
    """Who does the duties of an owner, or leads several operators, has it from the owner, or whom that belongs to."""
    assert expected == may_issue(ESTATE, BODIES, paper(issuer, kind=kind))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cơ sở dữ liệu tổng hợp quốc gia", "national"),
        ("CSDL QUOC GIA qua NDOP", "national"),
        ("CSDL hộ tịch điện tử toàn quốc", "national"),
        ("national dossier store", "national"),
        ("Trung tâm dữ liệu của nước", "national"),
        ("ổ cứng phòng máy", "unclear"),
        ("Sở Nội vụ", "unclear"),
        ("...", "none"),
        ("", "none"),
        ("không", "none"),
        ("Chưa kết nối CSDL quốc gia", "none"),
        ("Không đồng bộ lên quốc gia", "none"),
    ],
)
def test_a_database_of_the_nation_shows_by_its_name(text: str, expected: str) -> None:
    """By words of its name or by a declared body of the nation; that there is none is no name."""
    assert expected == nation_named(text, BODIES)


def test_a_reason_says_something_and_a_place_may_be_an_address() -> None:
    """Even a reason that begins with "no"."""
    reasons = ["Không có người dùng", "kế hoạch 12", "không", "...", "x", "aaa", "Lý do"]
    places = ["soc-1", "10.0.0.9:6514", "2001:db8::9", "...", "chưa có", "-"]

    assert reasons[:2] == [text for text in reasons if says_something(text)]
    assert places[:3] == [text for text in places if names_place(text)]


@pytest.mark.parametrize(
    "text",
    [
        "chưa kết nối", "Chua ket noi", "sẽ kết nối quý I/2027", "dự kiến SOC tỉnh", "không gửi đi đâu", "TBD", "…",
        "127.0.0.1", "127.8.0.1:6514", "localhost:514", "::1", "::",
    ],
)  # fmt: skip
def test_a_place_is_none_that_nothing_goes_to(text: str) -> None:
    """What goes nowhere, one day, or to the machine itself."""
    assert not names_place(text)


@pytest.mark.parametrize("text", ["Nền tảng chia sẻ dữ liệu giám sát", "SOC đường Chùa Bộc", "https://soc.vn:8443"])
def test_a_place_whose_words_look_like_not_yet(text: str) -> None:
    """Without their signs `sẻ` and `sẽ`, `chùa` and `chưa` are the same."""
    assert names_place(text)


@pytest.mark.parametrize("text", ["chưa phân công", "chưa bổ nhiệm", "dự kiến ông A", "Nguyễn Văn ...", "chưa"])
def test_nobody_is_named_yet(text: str) -> None:
    """Somebody who is to be named answers for nothing."""
    assert not names_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "Trung tâm Tích hợp và Chia sẻ dữ liệu", "UBND phường Chùa Hang", "Phòng Cảnh sát phòng cháy, chữa cháy",
        "Ban quản lý chợ Kỳ Lừa", unicodedata.normalize("NFD", "Trung tâm Chia sẻ dữ liệu"),
    ],
)  # fmt: skip
def test_bodies_whose_words_look_like_not_yet(text: str) -> None:
    """What signs tell apart is not the same word, in either form of Unicode."""
    assert is_body(text)
    assert names_somebody(text)


@pytest.mark.parametrize("text", ["chưa quyết định", "đang xem xét", "sẽ bổ sung lý do sau", "Chưa xác định vị trí"])
def test_a_reason_that_is_still_to_come(text: str) -> None:
    """It says that there is no answer yet."""
    assert not says_something(text)


@pytest.mark.parametrize("text", ["Chưa đủ điều kiện di chuyển", "Đang vận hành ổn định", "Chưa có hạ tầng phù hợp"])
def test_a_reason_that_begins_with_not_yet(text: str) -> None:
    """It says why."""
    assert says_something(text)


def test_bodies_above_end_where_parents_close_a_circle() -> None:
    """An inventory may be wrong about who belongs to whom."""
    circle = [{"id": one, "name": {"vi": one}, "kind": "department", "parent": other} for one, other in ("ab", "ba")]
    estate = Estate(Inventory.model_validate({"organisations": circle}))

    assert ("a", "b") == estate.above("a")
    assert ("so", "ubnd") == ESTATE.above("so")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bộ Công an", "public_security"),
        ("Cục An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao, Bộ Công an", "public_security"),
        ("Công an tỉnh", "none"),
        ("Thủ tướng Chính phủ", "prime_minister"),
        ("Hội đồng thẩm định của Bộ Công an", "council"),
        ("Bộ Công an (chưa có)", "none"),
        ("Ủy ban nhân dân tỉnh", "none"),
    ],
)
def test_an_office_of_the_centre_is_known_by_its_name(text: str, expected: str) -> None:
    """The police of a province are not the ministry, and a council that a ministry set up is a council."""
    assert office(text) == expected


@pytest.mark.parametrize(
    ("mac", "lacks"),
    [
        ("52:54:00:10:30:05", []),
        ("00:00:5e:00:53:01", []),
        ("00:00:00:00:00:00", ["serial"]),
        ("ff:ff:ff:ff:ff:ff", ["serial"]),
        ("01:00:5e:00:00:01", ["serial"]),
        (None, ["serial"]),
    ],
)
def test_an_address_that_no_card_has_tells_no_machine_apart(mac: str | None, lacks: list[str]) -> None:
    """Noughts are a blank that was filled in, and groups share theirs."""
    texts = {"location": "Tủ 5 U03", "purpose": "Máy chủ cơ sở dữ liệu"}
    known = {"mac": mac, "support_ends": datetime.date(2029, 12, 31), "status": "in_use"}

    assert lacks == unfilled(texts, known)
