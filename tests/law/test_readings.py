"""What the texts were read to say, where it is easily written otherwise: titles, days, clauses, and who is bound."""

import datetime
from typing import Any

import pytest
import yaml

from auditor.policy.metadata import law_as_written, notes_of
from auditor.resources import policies_dir

ROOT = policies_dir()
LAW = law_as_written(ROOT)
INSTRUMENTS: dict[str, dict[str, Any]] = {
    row["id"]: row
    for row in yaml.safe_load((ROOT / "law" / "instruments.yaml").read_text(encoding="utf-8"))["instruments"]
}


def cited(control: str, instrument: str) -> list[dict[str, Any]]:
    return [entry for entry in LAW[control] if entry["instrument"] == instrument]


def told(entry: dict[str, Any]) -> tuple[str, str, str, str]:
    return entry["role"], entry["clause"], entry["force"], entry["confidence"]


TITLES = [
    ("nd-331-2026-nd-cp", "2026-08-19", "Nghị định về bảo vệ an ninh mạng đối với hệ thống thông tin"),
    (
        "nd-333-2026-nd-cp",
        "2026-08-19",
        "Nghị định quy định chi tiết một số điều và biện pháp thi hành Luật An ninh mạng",
    ),
    (
        "nd-330-2026-nd-cp",
        "2026-08-19",
        "Nghị định quy định xử phạt vi phạm hành chính trong lĩnh vực an ninh mạng và bảo vệ dữ liệu cá nhân",
    ),
    ("tcvn-14423-2026", "2026-07-24", "An ninh mạng – Hệ thống thông tin – Yêu cầu cơ bản"),
    ("tcvn-14423-2025", "2025-05-29", "An ninh mạng – Yêu cầu đối với hệ thống thông tin quan trọng"),
    (
        "tt-06-2026-tt-bkhcn",
        "2026-03-30",
        "Thông tư quy định chi tiết và hướng dẫn một số điều của Quyết định số 33/2025/QĐ-TTg",
    ),
    (
        "qcvn-12-2026-bca",
        "2026-05-12",
        "an ninh mạng cho hệ thống thông tin lưu trữ tài liệu điện tử trong các cơ quan Đảng, Nhà nước",
    ),
    (
        "nd-194-2025-nd-cp",
        "2025-07-03",
        "cơ sở dữ liệu quốc gia, kết nối và chia sẻ dữ liệu, dữ liệu mở phục vụ giao dịch điện tử",
    ),
    ("qd-1562-2025-qd-ttg", "2025-07-18", "của cả hệ thống chính trị"),
    ("nd-278-2025-nd-cp", "2025-10-22", ""),
    ("nd-224-2026-nd-cp", "2026-06-24", ""),
    ("nd-165-2025-nd-cp", "2025-06-30", ""),
    ("luat-co-yeu-05-2011-qh13", "2011-11-26", "Luật Cơ yếu"),
    ("tt-19-2023-tt-btttt", "2023-12-25", ""),
    ("qd-8-2023-qd-ttg", "2023-04-05", ""),
    ("nd-118-2025-nd-cp", "2025-06-09", ""),
    ("nd-367-2025-nd-cp", "2025-12-31", ""),
]


@pytest.mark.parametrize(("name", "signed", "title"), TITLES, ids=[row[0] for row in TITLES])
def test_title_and_day_of_signature(name: str, signed: str, title: str) -> None:
    """Those of the title line, and of whoever published the text."""
    assert datetime.date.fromisoformat(signed) == INSTRUMENTS[name]["signed"]
    assert title in INSTRUMENTS[name]["title_vi"]


def test_texts_that_bind_are_listed() -> None:
    """Texts in force in November 2026 that no control cites yet, those of the Party among them."""
    texts = (
        "nd-363-2026-nd-cp nd-45-2026-nd-cp qd-2439-qd-ttg qd-1425-qd-ttg qd-3090-qd-bkhcn qd-28-2018-qd-ttg "
        "qcvn-102-2016-btttt qd-137-qd-ttg nd-218-2025-nd-cp nd-329-2026-nd-cp nd-332-2026-nd-cp nd-327-2026-nd-cp "
        "nd-69-2024-nd-cp 204-qd-tw 333-qd-tw 337-qd-tw 338-qd-tw 379-qd-tw 384-qd-tw 05-qd-bcdtw"
    )

    assert set() == set(texts.split()) - INSTRUMENTS.keys()


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("levels/procedure_system", "Hệ thống thông tin giải quyết thủ tục hành chính"),
        ("levels/provincial_infrastructure", "Hệ thống cơ sở hạ tầng thông tin"),
    ],
)
def test_a_control_says_what_the_text_says(folder: str, words: str) -> None:
    """The words of NĐ 331/2026 13(2)(b) and 13(3)."""
    assert (
        words
        in notes_of((ROOT / "controls" / folder / "policy.rego").read_text(encoding="utf-8"))["custom"]["title_vi"]
    )


B, R = "binding", "recommended"
CLAUSES = [
    ("LV-01", "luat-116-2025-qh15", [("duty", "Art. 10(1)(a)", B, "A")]),
    ("LV-01", "nd-331-2026-nd-cp", [("duty", "Art. 18, 20, 31(2)(a)", B, "A")]),
    ("LV-02", "nd-331-2026-nd-cp", [("duty", "Art. 9(2)(c), 13(3)", B, "A")]),
    ("LV-03", "nd-331-2026-nd-cp", [("duty", "Art. 13(2)(b)", B, "A")]),
    ("LV-07", "nd-331-2026-nd-cp", [("duty", "Art. 22(3)(d)", B, "A"), ("support", "Art. 21, 25", B, "A")]),
    ("LG-06", "luat-116-2025-qh15", [("duty", "Art. 40(1)(b)", B, "A")]),
    ("LG-06", "nd-333-2026-nd-cp", [("support", "Art. 7(2)", B, "A")]),
    ("MG-01", "nq-175-nq-cp", [("duty", "toàn văn", R, "B")]),
    ("MG-01", "cd-103-cd-ttg", [("duty", "toàn văn", R, "B")]),
    ("MG-08", "nd-331-2026-nd-cp", [("duty", "Art. 30(7)", B, "A"), ("duty", "Art. 30(6)", B, "A"),
                                    ("support", "Art. 20, 37", B, "A")]),
    ("MG-08", "nd-330-2026-nd-cp", [("support", "Art. 7(1), 23(1)(a)-(c)", B, "A")]),
    ("MG-12", "nd-224-2026-nd-cp", [("duty", "Art. 23(3)", R, "A")]),
    ("MG-28", "nd-331-2026-nd-cp", [("duty", "Art. 31(2)(c)", B, "A"), ("duty", "Art. 4(1), 5(1)", B, "A")]),
    ("MG-28", "qcvn-12-2026-bca", [("duty", "2.2.19.2", B, "A")]),
    ("MG-28", "cv-4856-bca-ttdlqg", [("duty", "Annex 1", R, "C")]),
    ("NW-04", "tcvn-14423-2026", [("duty", "6.12.2.5-6.12.2.6", B, "B"), ("duty", "5.12.2.2b, 5.12.2.5", R, "B"),
                                  ("support", "x.13.2.3b", B, "B")]),
    ("CN-01", "384-qd-tw", [("duty", "toàn văn", B, "C")]),
    ("CN-17", "384-qd-tw", [("duty", "toàn văn", B, "C")]),
    ("CN-17", "qd-1562-2025-qd-ttg", [("duty", "toàn văn", B, "B")]),
    ("CN-17", "qd-33-2025-qd-ttg", [("duty", "toàn văn", B, "B")]),
    ("CN-18", "tt-06-2026-tt-bkhcn", [("duty", "Art. 5(4)(a)", R, "A"), ("duty", "Art. 5(4)(b)", B, "A"),
                                      ("support", "Art. 14(1), 14(3)", B, "A")]),
    ("CN-24", "tt-06-2026-tt-bkhcn", [("duty", "Art. 6(1)(a)", B, "A"), ("support", "Art. 7(3)", B, "A")]),
    ("CN-35", "tb-315-tb-vpcp", [("duty", "toàn văn", R, "B")]),
    ("CN-35", "cv-623-ttg-kstt", [("duty", "toàn văn", R, "B")]),
    ("CN-35", "nd-224-2026-nd-cp", [("support", "Art. 15(1)(i)", B, "A")]),
    ("SS-06", "luat-co-yeu-05-2011-qh13", [("duty", "Art. 9(1), 11(4)", B, "A")]),
    ("SS-06", "nd-333-2026-nd-cp", [("support", "Art. 10(1)", B, "A")]),
    ("SS-09", "nd-331-2026-nd-cp", [("duty", "Art. 11(1), 12(1), 13(1)", B, "A")]),
    ("SS-09", "tt-06-2026-tt-bkhcn", [("duty", "Art. 8(2)", B, "A")]),
    ("SY-11", "nd-165-2025-nd-cp", [("duty", "Art. 25", B, "C")]),
    ("SY-11", "nd-224-2026-nd-cp", [("support", "Art. 18(4)", B, "A")]),
    ("SY-13", "nd-224-2026-nd-cp", [("duty", "Art. 23(5)(b)", R, "A")]),
    ("SY-16", "nq-214-nq-cp", [("duty", "toàn văn", R, "B")]),
    ("SY-22", "tcvn-14423-2026", [("duty", "5.11.2.3a", B, "B")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("control", "instrument", "expected"), CLAUSES, ids=[f"{control} {text}" for control, text, _ in CLAUSES]
)
def test_what_a_control_leans_on(control: str, instrument: str, expected: list[tuple[str, ...]]) -> None:
    """Each clause with its part, its force and how surely it is known, and no other clause of the text."""
    assert expected == [told(entry) for entry in cited(control, instrument)]


def addressees(control: str, instrument: str) -> list[str]:
    return [entry["addressee"]["who"] for entry in cited(control, instrument) if entry["addressee"] != "unread"]


@pytest.mark.parametrize(
    ("control", "instrument", "expected"),
    [
        ("SS-06", "nd-333-2026-nd-cp", ["public_security"]),
        ("CN-01", "nd-278-2025-nd-cp", ["state_body"]),
        ("CN-18", "tt-06-2026-tt-bkhcn", ["carrier", "provider", "political_system"]),
        ("MG-12", "nd-224-2026-nd-cp", ["state_body"]),
        ("LG-06", "luat-116-2025-qh15", ["owner"]),
        ("CN-14", "nd-224-2026-nd-cp", ["state_body"]),
    ],
)
def test_whom_a_clause_addresses(control: str, instrument: str, expected: list[str]) -> None:
    """A duty of the police, of the carrier or of whoever hosts is none of the province's."""
    assert expected == addressees(control, instrument)


@pytest.mark.parametrize(
    ("control", "instrument", "words"),
    [
        ("MG-12", "nd-224-2026-nd-cp", "thiết kế hệ thống số trong dự án"),
        ("SY-13", "nd-224-2026-nd-cp", "thiết kế hệ thống số trong dự án"),
        ("LG-01", "tcvn-14423-2026", "lưu trữ tập trung của thành phần tham gia giám sát"),
        ("LG-03", "tcvn-14423-2026", "thành phần tham gia giám sát"),
        ("NW-09", "tcvn-14423-2026", "nếu hỗ trợ"),
        ("NW-01", "tcvn-14423-2026", "không dây: nếu có"),
        ("SY-22", "tcvn-14423-2026", "hoặc tương đương"),
        ("SS-02", "luat-117-2025-qh15", "lưu giữ bí mật nhà nước theo pháp luật về cơ yếu"),
        ("CN-05", "nd-331-2026-nd-cp", "xây dựng mới, mở rộng hoặc nâng cấp"),
        ("MG-08", "nd-331-2026-nd-cp", "xây dựng mới, mở rộng hoặc nâng cấp"),
    ],
)
def test_on_what_condition_a_clause_binds(control: str, instrument: str, words: str) -> None:
    """A lost condition makes a duty of more than the text asks."""
    conditions = [entry["condition"] for entry in cited(control, instrument) if entry["condition"] != "unread"]

    assert any(words in condition.get("says", "") for condition in conditions)


def test_no_control_leans_on_duties_of_others() -> None:
    """Classifying is the Government's (Luật 116 Art. 8), logs of twelve months are for enterprises (NĐ 333 16(6)(c),
    20(3), 22(3)), and self-checks before October are for listed systems only (8(5)(b)), which one control is about.
    """
    cites = {(entry["instrument"], entry["clause"]) for law in LAW.values() for entry in law}

    assert not [clause for text, clause in cites if text == "luat-116-2025-qh15" and clause.startswith("Art. 8")]
    assert {"Art. 5, 6", "Art. 7(2)", "Art. 8(5)(b)", "Art. 10(1)"} == {
        clause for text, clause in cites if text == "nd-333-2026-nd-cp"
    }
    assert {"LV-22"} == {
        control for control in LAW if any("8(5)(b)" in one["clause"] for one in cited(control, "nd-333-2026-nd-cp"))
    }


def test_archives_have_the_transition_of_their_regulation() -> None:
    """Every clause of QCVN 12 that binds archives takes the transitions of its point 6.2, by the day of building."""
    entries = [
        (control, entry)
        for control, law in LAW.items()
        for entry in law
        if entry["instrument"] == "qcvn-12-2026-bca" and entry["force"] == "binding"
    ]
    transitions = INSTRUMENTS["qcvn-12-2026-bca"]["transitions"]

    assert {"instrument"} == {entry["transition"] for _, entry in entries}
    assert {"SY-01", "SY-02", "SY-03", "SY-22", "SY-23", "CN-07", "CN-08", "CN-09", "LG-01", "LG-03", "MG-28"} <= {
        control for control, _ in entries
    }
    assert [
        (datetime.date(2027, 7, 1), {"kinds": ["archive"], "built_before": datetime.date(2026, 5, 12)}),
        (
            datetime.date(2028, 1, 1),
            {"kinds": ["archive"], "levels": [1, 2], "built_before": datetime.date(2026, 5, 12)},
        ),
    ] == [(rule["until"], rule["when"]) for rule in transitions]
