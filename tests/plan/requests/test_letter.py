"""The letter to one body: everything that is asked of it, on a form that offices know."""

import io

import docx

from auditor.pages.papers.blocks import Paragraph, Points, Table
from auditor.pages.papers.page import paper_html
from auditor.pages.papers.word import paper_docx
from auditor.plan.requests.letter import letter_of
from auditor.plan.run import PlanRun
from auditor.plan.shared.document_form import document_form
from auditor.text.words import Language
from tests.plan.requests.test_make import ANSWER, DECLARE, EXPORT, LOGIN, PAPER, PORTS
from tests.plan.scene import inventory, source, system

AT = source(PORTS).result.run.evaluated_at


def run(owner: str) -> PlanRun:
    return source(PORTS, LOGIN, PAPER, EXPORT, DECLARE).asked(owner=owner)


def words(made: PlanRun, language: Language = "vi") -> str:
    file = docx.Document(io.BytesIO(paper_docx(letter_of(made, document_form()), language, AT)))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in file.paragraphs), *cells])


def test_a_letter_says_to_whom_and_what_for() -> None:
    """Its subject stands under the number, the body behind "Kính gửi", and no kind of paper above the text."""
    said = words(run("tt"))

    assert "Kính gửi: Trung tâm" in said
    assert "V/v đề nghị tạo điều kiện đo" in said
    assert "Như trên" in said
    assert "Số: ......" in said
    assert "CÔNG VĂN" not in said.upper().replace("KẾ HOẠCH", "")


def test_settings_come_with_what_is_run() -> None:
    """Each command of each platform, so that the body can see what it permits."""
    said = words(run("tt"), "en")

    assert "app-1" in said
    assert "sshd -T" in said
    assert "Complete 1 line of the inventory" in said


def test_papers_and_files_come_with_their_columns() -> None:
    """Blank cells for number, date and issuer; columns of the export with their headings."""
    made = letter_of(run("so"), document_form())
    tables = [block for annex in made.annexes for block in annex.blocks if isinstance(block, Table)]
    said = words(run("so"))

    assert [annex.number for annex in made.annexes] == ["I", "II", "III"]
    assert any(
        [column.title.vi for column in table.columns][-3:] == ["Số, ký hiệu", "Ngày", "Cơ quan ban hành"]
        for table in tables
    )
    assert "thời điểm xuất" in said
    assert "exported_at" in said


def test_points_name_the_annex_that_holds_them() -> None:
    """As many points as annexes, numbered alike."""
    made = letter_of(run("so"), document_form())
    points = next(block for block in made.blocks if isinstance(block, Points))

    assert [text.vi.rpartition(" ")[2] for text in points.items] == [annex.number for annex in made.annexes]


def test_a_letter_to_all_that_are_asked() -> None:
    """Without a chosen body: one line for each, parted as lists are, and an annex for what only others can answer."""
    said = words(source(LOGIN, PAPER, ANSWER))

    assert "Kính gửi: \n- bộ, ngành chủ quản ở Trung ương;\n- Sở;\n- Trung tâm." in said
    assert "Nội dung chỉ cơ quan khác trả lời được" in said


def test_a_letter_that_asks_nothing_goes_to_nobody() -> None:
    made = letter_of(source(PORTS).asked(owner="tt"), document_form())

    assert (made.addressees, made.annexes) == ((), ())


def test_what_came_from_outside_is_harmless() -> None:
    """Markup and control characters in an inventory stay text."""
    estate = inventory(systems=[system("app") | {"name": {"vi": "<script>x</script>\x07"}}, system("portal")])
    made = letter_of(source(LOGIN, estate=estate).asked(owner="tt"), document_form())
    page = paper_html(made, "vi").decode()

    assert "<script>x" not in page
    assert "&lt;script&gt;" in page


def test_equal_letters_give_equal_bytes() -> None:
    made, again = letter_of(run("so"), document_form()), letter_of(run("so"), document_form())

    assert paper_docx(made, "vi", AT) == paper_docx(again, "vi", AT)
    assert any(isinstance(block, Paragraph) for block in made.blocks)
