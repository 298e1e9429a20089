"""Forms are found in pages however broken."""

import pytest

from auditor.collectors.parsers.html import Forms, find_forms


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
    assert expected == find_forms(page)
