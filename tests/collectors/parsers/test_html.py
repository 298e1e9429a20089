"""Forms are found in pages however broken."""

from dataclasses import replace

import pytest

from auditor.collectors.parsers.html import Forms, find_forms, refresh_target

HTTPS = "https://tinh.gov.vn/dang-nhap"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("", Forms(password=False, submission=False)),
        ("<h1>Trang thông tin</h1>", Forms(password=False, submission=False)),
        ("<form><input type=password></form>", Forms(password=True, submission=False)),
        ("<INPUT TYPE = 'PassWord'>", Forms(password=True, submission=False)),
        ("<form method=post><input name=ho_ten><input type=file></form>", Forms(password=False, submission=True)),
        ("<form method=post><input name=u><input type=password></form>", Forms(password=True, submission=False)),
        ("<form method=get><input name=q></form>", Forms(password=False, submission=False)),
        ("<form method=post><input name=q></form>", Forms(password=False, submission=False)),
        ("<form method=post><textarea></textarea>", Forms(password=False, submission=True)),
        ("<form method=post><input type=hidden><button>", Forms(password=False, submission=False)),
        ("<!-- <input type=password> -->", Forms(password=False, submission=False)),
        ("<script>'<input type=password>'</script>", Forms(password=False, submission=False)),
        (
            "<form method=post><input name=a><form method=post><input type=password>",
            Forms(password=True, submission=True),
        ),
        ("\x00<<<<input type=password" + "<" * 1000, Forms(password=False, submission=False)),
    ],
)
def test_pages(page: str, expected: Forms) -> None:
    """A login is a password field; a submission is a posted form with something typed, and no login or search."""
    assert replace(expected, actions=(HTTPS,) if "<form" in page else ()) == find_forms(page, HTTPS)


def test_where_forms_are_sent_is_told() -> None:
    """Each address once, and no more than some."""
    page = "<form action=/a?x=1></form><form action=/a?x=1><button formaction=//khac.vn/b></form>"

    assert ("https://tinh.gov.vn/a?x=1", "https://khac.vn/b") == find_forms(page, HTTPS).actions
    assert 20 == len(find_forms("".join(f"<form action=/{number}>" for number in range(99)), HTTPS).actions)


@pytest.mark.parametrize(
    ("page", "address", "plain"),
    [
        ("<form action='HTTP://tinh.gov.vn/x'>", HTTPS, True),
        ("<form action='//tinh.gov.vn/x'>", HTTPS, False),
        ("<form action=/x>", HTTPS, False),
        ("<form>", HTTPS, False),
        ("<form action='https://tinh.gov.vn/x'>", "http://tinh.gov.vn/", False),
        ("<form action=x>", "http://tinh.gov.vn/", True),
        ("<base href='http://tinh.gov.vn/'><form action=x>", HTTPS, True),
        ("<form action=/x><button formaction='http://tinh.gov.vn/y'>", HTTPS, True),
        ("<form action='http://[broken/'>", HTTPS, True),
        ("<a href='http://tinh.gov.vn/x'>", HTTPS, False),
    ],
)
def test_where_forms_go(page: str, address: str, plain: bool) -> None:  # noqa: FBT001  # a column of the table
    """To an http:// address or not, however it is written; links are no forms."""
    assert plain is find_forms(page, address).plain


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0; url=http://a.vn/", "http://a.vn/"),
        ("5;URL='//a.vn/x'", "//a.vn/x"),
        ("0,http://a.vn/", "http://a.vn/"),
        ("300", ""),
        ("", ""),
        ("x; url=http://a.vn/", ""),
    ],
)
def test_where_a_page_sends_its_reader(content: str, target: str) -> None:
    """Only with an address is a refresh a way elsewhere."""
    assert target == refresh_target(content)
    assert target == find_forms(f'<META HTTP-EQUIV=refresh CONTENT="{content}">', HTTPS).refresh
