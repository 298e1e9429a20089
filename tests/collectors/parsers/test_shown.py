"""What readers of a page see of an address, and what only its source holds."""

import pytest

from auditor.collectors.parsers.shown import shown

MAIL, PHONE, SHORT = "suco@tinh.gov.vn", "0203 3835 678", "1022"


def found(page: str, *sought: str) -> tuple[str, ...]:
    return shown(page, sought or (MAIL, PHONE, SHORT)).found


@pytest.mark.parametrize(
    "page",
    [
        "<p>suco@tinh.gov.vn</p>",
        "<p>Gửi SUCO@Tinh.gov.vn.</p>",
        "<p>su<b>co</b>@tinh<wbr>.gov.vn</p>",
        "<p>suco&#64;tinh.gov.vn</p>",
        "<p>suco [at] tinh (dot) gov.vn</p>",
        "<p>suco\u200b@tinh.gov.vn</p>",
        "<a href='mailto:suco%40tinh.gov.vn?subject=x'>Báo sự cố</a>",
        "<a href=' MAILTO:suco@tinh.gov.vn'><img src=thu.png></a>",
        "<head><title>x</title><body>suco@tinh.gov.vn",
        "<p hidden>a</p><p>suco@tinh.gov.vn",
        "<p hidden>a<p>suco@tinh.gov.vn",
        "<div><script>if (a < b) {}</script>suco@tinh.gov.vn</div>",
        "<dialog open>suco@tinh.gov.vn</dialog>",
        "</p></div>suco@tinh.gov.vn",
    ],
)
def test_a_mail_address_that_is_shown(page: str) -> None:
    """In its text however it is marked up, or as a link that somebody can click."""
    assert (MAIL,) == found(page)


@pytest.mark.parametrize(
    "page",
    [
        "<p>baosuco@tinh.gov.vn, suco@tinh.gov.vn.evil.com, a.suco@tinh.gov.vn, suco@tinh.gov.vna</p>",
        "<!-- suco@tinh.gov.vn -->",
        "<script>var a = 'suco@tinh.gov.vn'</script>",
        "<style>.a { content: 'suco@tinh.gov.vn' }</style>",
        "<p hidden>suco@tinh.gov.vn</p>",
        "<div style='display: NONE'><p>suco@tinh.gov.vn</div>",
        "<div style='visibility:hidden'><div>a</div>suco@tinh.gov.vn</div>",
        "<p style='font-size:0px'>suco@tinh.gov.vn</p>",
        "<p style='font-size:0'>suco@tinh.gov.vn</p>",
        "<template>suco@tinh.gov.vn</template><noscript>suco@tinh.gov.vn</noscript>",
        "<title>suco@tinh.gov.vn</title>",
        "<meta name=email content=suco@tinh.gov.vn>",
        "<input type=hidden value=suco@tinh.gov.vn>",
        "<textarea>suco@tinh.gov.vn</textarea>",
        "<dialog>suco@tinh.gov.vn</dialog>",
        "<a href=mailto:suco@tinh.gov.vn></a>",
        "<a href=mailto:suco@tinh.gov.vn> &#8203; </a>",
        "<div hidden><a href=mailto:suco@tinh.gov.vn>Báo</a></div>",
        "<a href='/x?to=mailto:suco@tinh.gov.vn'>Báo</a>",
        "<p>vanthu@tinh.gov.vn</p>",
        "<p>suco</p><p>@tinh.gov.vn</p>",
    ],
)
def test_a_mail_address_that_nobody_sees(page: str) -> None:
    """Another address, a part of one, or one that stands in the source alone."""
    assert () == found(page)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Điện thoại: 02033835678</p>", (PHONE,)),
        ("<p>(0203) 383.5678</p>", (PHONE,)),
        ("<p>+84 203 3835 678</p>", (PHONE,)),
        ("<p>84-203-3835-678</p>", (PHONE,)),
        ("<p>+84 (0) 203 3835 678</p>", (PHONE,)),
        ("<a href='tel:+842033835678'>Gọi</a>", (PHONE,)),
        ("<p>0203 3835 679 - 0203 3835 678</p>", (PHONE,)),
        ("<p>00203 3835 678</p>", ()),
        ("<p>0203 3835 6789</p>", ()),
        ("<p>0203 3835</p><p>678</p>", ()),
        ("<p>Năm 1022</p>", ()),
        ("<a href=tel:1022>1022</a>", (SHORT,)),
        ("<a href=tel:10223>1022</a>", ()),
    ],
)
def test_a_telephone_number(page: str, expected: tuple[str, ...]) -> None:
    """Whole, parted as people part numbers; a short one only as a link to call it."""
    assert expected == found(page)


def test_a_number_that_is_sought_as_from_abroad() -> None:
    assert ("+84 203 3835 678",) == found("<p>0203.3835.678</p>", "+84 203 3835 678")


@pytest.mark.parametrize(
    ("page", "more"),
    [
        ("<p>Trang</p>", False),
        ("<p>Trang<img src=lien-he.png>", True),
        ("<script src=a.js></script>", True),
        ("<iframe src=/x></iframe>", True),
        ("<div hidden><img src=a.png></div>", False),
    ],
)
def test_what_may_show_more(page: str, more: bool) -> None:  # noqa: FBT001  # a column of the table
    """Pictures, frames and scripts show what no text holds."""
    assert more == shown(page, (MAIL,)).more_than_text


def test_links_that_may_lead_there() -> None:
    """By their words or their address, each once; hidden and empty ones are none."""
    page = (
        "<a href=/a>Tin tức</a> <a href=/b>Liên  hệ</a> <a href=/lien-he>Trang</a> <a href=/b>Liên hệ</a>"
        "<a href=/c hidden>Liên hệ</a> <a href=/d></a> <a href=/e><img src=x alt=''>Ứng cứu sự cố</a>"
        "<a href=/f>Sub<a href=/g>Contact us</a> <a href=/success>Thành công</a>"
    )
    assert ("/b", "/lien-he", "/e", "/g") == shown(page, (MAIL,)).links


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "</p></b>" * 60_000,
        "0 " * 300_000,
        "suco@" * 150_000,
        "<a href=/lien-he>x" * 50_000,
        "[at" * 200_000,
        " " * 500_000 + "[at]",
    ],
)
def test_hostile_pages_come_to_an_end(page: str) -> None:
    """What nests without end, or repeats what is sought, is read in one go."""
    assert () == found(page)
