"""The technical page: filters, search, sorting, keyboard."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from auditor.model.verdict import Subject
from auditor.pages.interface import ReportInput
from auditor.reports import render
from tests.browser.conftest import Visit, visit
from tests.reports.builder import report_input
from tests.reports.changes import with_verdicts


def test_filter_by_status_and_severity(technical: Visit) -> None:
    """Filters narrow together, the page says how many match, and clearing brings all back."""
    seen = [technical.count()]
    technical.page.click("[data-status=fail]")
    seen.append(technical.count())
    technical.page.select_option("#severity", "crit")
    seen.append(technical.count())
    technical.page.click("[data-status=warn]")
    technical.page.select_option("#severity", "")
    seen.append(technical.count())
    technical.page.click("#clear")
    seen.append(technical.count())
    assert [text.split(" ")[2] for text in seen] == ["136/136", "13/136", "4/136", "22/136", "136/136"]


def test_filter_by_system_zone_and_family(technical: Visit) -> None:
    """Each list filters by what its rows say."""
    page = technical.page
    page.select_option("#system", label="Cơ sở dữ liệu đất đai")
    systems = set(page.locator("#rows .c-system").all_inner_texts())
    page.select_option("#zone", label="Vùng cơ sở dữ liệu")
    zones = set(page.locator("#rows .c-zone").all_inner_texts())
    page.select_option("#family", label="Nhật ký")
    controls = page.locator("#rows .c-control .id").all_inner_texts()
    assert (systems, zones, [control.strip() for control in controls]) == (
        {"Cơ sở dữ liệu đất đai"},
        {"Vùng cơ sở dữ liệu"},
        ["LG-01"],
    )


@pytest.mark.parametrize("words", ["dat dai", "đất đai", "ĐẤT ĐAI", "dai dat", "Đat dai"])
def test_search_with_or_without_diacritics(technical: Visit, words: str) -> None:
    """Diacritics, case and order of words make no difference; đ is d."""
    technical.page.fill("#search", words)
    expect(technical.page.locator("#count")).to_contain_text(" 14/136 ")
    assert len(technical.shown()) == 14


def test_search_that_finds_nothing_says_so(technical: Visit) -> None:
    """An empty table tells what to do."""
    technical.page.fill("#search", "khong co gi nhu vay")
    expect(technical.page.locator("#count")).to_contain_text(" 0/136 ")
    assert technical.page.inner_text("#rows") == "Không có kết quả phù hợp. Hãy bỏ bớt bộ lọc."


def test_filters_stay_in_the_address(browser: Browser, technical: Visit) -> None:
    """A link carries the filters to a colleague."""
    technical.page.click("[data-status=unknown]")
    again = visit(browser, technical.page.url)
    assert (again.count(), again.page.get_attribute("[data-status=unknown]", "aria-pressed")) == (
        technical.count(),
        "true",
    )
    again.page.context.close()


def test_sorting_is_announced(technical: Visit) -> None:
    """Up, down, and back to what needs work first; the heading says which."""
    page = technical.page
    head = page.locator("th[data-key=control]")
    orders = []
    for _ in range(3):
        page.click("[data-sort=control]")
        orders.append(
            (head.get_attribute("aria-sort"), page.locator("#rows .c-control .id").first.inner_text().strip())
        )
    assert orders == [("ascending", "AC-05"), ("descending", "SY-01"), ("none", "CN-05")]


def test_keyboard_alone(technical: Visit) -> None:
    """Tab reaches the table, arrows walk it, Enter opens a row, Escape closes it."""
    page = technical.page
    page.focus("#search")
    page.keyboard.type("dat-dai-db")
    expect(page.locator("#rows tr.v")).to_have_count(5)
    page.locator(".open").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    opened = (page.locator(".detail").count(), page.locator(".open").first.get_attribute("aria-expanded"))
    page.keyboard.press("Escape")
    closed = (page.locator(".detail").count(), page.locator(".open").first.get_attribute("aria-expanded"))
    assert (opened, closed) == ((1, "true"), (0, "false"))


def test_everything_is_reached_by_tab(technical: Visit) -> None:
    """Buttons, fields and the first row follow each other in the order of the page."""
    page = technical.page
    order = []
    for _ in range(30):
        page.keyboard.press("Tab")
        order.append(
            page.evaluate(
                "(e => e.dataset.act || e.dataset.status || e.id || (e.dataset.sort && 'sort')"
                " || (e.className.includes('open') && 'row'))(document.activeElement)"
            )
        )
        if order[-1] == "row":
            break
    wanted = ["language", "theme", "fail", "search", "system", "zone", "family", "severity", "clear", "row"]
    assert [name for name in order if name in wanted] == wanted


@pytest.mark.parametrize("d", "dđĐðÐɖƉD")
def test_every_letter_that_looks_like_d(technical: Visit, d: str) -> None:
    """Keyboards and old files write đ as the letter of other alphabets: each is found, and finds the others."""
    page = technical.page
    page.fill("#search", f"{d}at-{d}ai-{d}b")
    expect(page.locator("#rows tr.v")).to_have_count(5)


def test_a_row_opens_to_everything_known(technical: Visit) -> None:
    """What was seen, expected, how it is known, the clause with its force, the remedy and the check by hand."""
    page = technical.page
    page.fill("#search", "NW-05 dat-dai-db")
    expect(page.locator("#rows tr.v")).to_have_count(1)
    page.click(".open")
    terms, meanings = (page.locator(f".detail {name}").all_inner_texts() for name in ("dt", "dd"))
    assert dict(zip(terms, meanings, strict=True)) == {
        "Đối tượng": "máy chủ, thiết bị dat-dai-db",
        "Ghi nhận": "tcp/23",
        "Yêu cầu": "không có mục nào sau đây: tcp/21, tcp/23, tcp/512, udp/69",
        "Căn cứ": "cổng mở · Đo trực tiếp · hoàn thành · từ do-csdl (Vùng cơ sở dữ liệu) · 02:40 22/11/2026 · "
        f"nmap 7.93 · ports/dat-dai-db/do-csdl · sha256 {_digest()}…",
        "Căn cứ pháp lý": "TCVN 14423:2026, 5.12.2.4a (bắt buộc; B: đã đọc bản tóm tắt chính thức)",
        "Đơn vị có thể thực hiện": "Sở Nông nghiệp và Môi trường",
        "Cách khắc phục": "Dừng và gỡ dịch vụ, hoặc thay bằng SSH, SFTP, SNMPv3; "
        "sau đó đóng cổng trên tường lửa của máy chủ.",
        "Cách kiểm tra lại thủ công": "nmap -sT -p 21,23,512-514 ĐỊA_CHỈ",
        "Vì sao quan trọng": "Tắt dịch vụ quản trị từ xa không an toàn",
        "Ngưỡng áp dụng": "forbidden: tcp/21, tcp/23, udp/69, tcp/512 – "
        "mức công cụ đề xuất, không phải mức do pháp luật quy định",
    }


def _digest() -> str:
    verdicts = report_input().result.verdicts
    found = next(v for v in verdicts if (v.control, v.subject.id) == ("NW-05", "dat-dai-db"))
    return found.evidence[0].digest[:12]


def test_hostile_text_is_shown_as_text(browser: Browser, tmp_path: Path) -> None:
    """A banner with markup runs nothing and appears as it was written."""
    banner = "<img src=x onerror=document.title='taken'><script>document.title='taken'</script>"
    report = report_input()
    first = report.result.verdicts[0].model_copy(
        update={"observed": banner, "subject": Subject(kind="host", id=banner)}
    )
    path = tmp_path / "hostile.html"
    path.write_bytes(render(with_verdicts(report, (first,)), "technical", "html"))
    opened = visit(browser, path.as_uri())
    opened.page.click(".open")
    assert (opened.page.inner_text(".c-observed"), opened.page.locator("#rows img, #rows script").count()) == (
        banner,
        0,
    )
    assert ("taken" in opened.page.title(), opened.requests, opened.complaints) == (False, [path.as_uri()], [])
    opened.page.context.close()


@pytest.mark.slow
def test_twenty_thousand_verdicts_stay_usable(browser: Browser, tmp_path: Path) -> None:
    """The table draws a slice, pages through it, and answers a search."""
    path = tmp_path / "large.html"
    path.write_bytes(render(_large(report_input(), 20_000), "technical", "html"))
    opened = visit(browser, path.as_uri())
    page = opened.page
    rows = page.locator("#rows tr.v").count()
    page.click("[data-step='1'] >> nth=0")
    page.fill("#search", "dat dai")
    expect(page.locator("#count")).not_to_contain_text("20.000/20.000")
    assert (rows, "20.000" in opened.count(), opened.complaints) == (100, True, [])
    opened.page.context.close()


def _large(report: ReportInput, size: int) -> ReportInput:
    verdicts = report.result.verdicts
    copies = (
        verdict.model_copy(update={"subject": verdict.subject.model_copy(update={"id": f"{verdict.subject.id}-{n}"})})
        for n in range(size // len(verdicts) + 1)
        for verdict in verdicts
    )
    chosen = tuple(next(copies) for _ in range(size))
    return replace(with_verdicts(report, chosen), observations={})
