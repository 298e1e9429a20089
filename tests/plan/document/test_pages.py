"""The paper says the same as an editable file and as a page, keeps to its form, and cannot be broken by a text."""

import datetime
import io
import re
import zipfile
from itertools import chain

import docx
import pytest
from defusedxml import ElementTree
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from auditor.pages.papers.blocks import BLANK, Block, Heading, Paragraph, Points, Table
from auditor.pages.papers.page import paper_html
from auditor.pages.papers.word import paper_docx
from auditor.plan.document.paper.body import Paper, paper_of
from auditor.plan.shared.document_form import document_form
from auditor.text.words import Bilingual, Language
from tests.plan.document.papers import hostile, lifelike, paper

AT = datetime.datetime(2026, 11, 22, 2, 15, tzinfo=datetime.UTC)


def opened(made: Paper, language: Language = "vi") -> WordFile:
    return docx.Document(io.BytesIO(paper_docx(made, language, AT)))


def words(file: WordFile) -> set[str]:
    """Every line of the file."""
    cells = (cell for table in file.tables for row in table.rows for cell in row.cells)
    return {one.text for one in chain(file.paragraphs, *(cell.paragraphs for cell in cells))}


def texts(blocks: tuple[Block, ...]) -> list[Bilingual]:
    """Every text of the blocks."""
    found: list[Bilingual] = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            found.append(block.text)
        elif isinstance(block, Points):
            found += block.items
        elif block.rows:
            found += [column.title for column in block.columns] + [cell for row in block.rows for cell in row]
        else:
            found.append(block.empty)
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_file_says_everything(language: Language) -> None:
    """Every text of every block and annex stands in the file, in the language asked for."""
    made = paper(lifelike())
    file = words(opened(made, language))
    said = texts(made.blocks) + [text for annex in made.annexes for text in texts(annex.blocks)]
    lines = {line for text in said for line in text.of(language).split("\n")}

    assert set() == lines - file


def test_the_page_says_everything() -> None:
    """Every text of every block and annex stands in the page, in both languages."""
    made = paper(lifelike())
    page = paper_html(made, "vi").decode()
    plain = re.sub(r"\s+", " ", _text(page))
    said = texts(made.blocks) + [text for annex in made.annexes for text in texts(annex.blocks)]

    assert [] == [text.vi for text in said if re.sub(r"\s+", " ", text.vi) not in plain]
    assert [] == [text.en for text in said if re.sub(r"\s+", " ", text.en) not in plain]


def test_annexes_lie_across_and_tables_repeat_their_heads() -> None:
    """The first part stands upright on A4 with its margins, each annex lies across; rows are not cut."""
    made = paper(lifelike())
    file = opened(made)
    margins = document_form().margins_mm
    first, *rest = file.sections
    listed = [table for table in file.tables if table.style is not None and table.style.name == "Table Grid"]

    assert (210, 297, margins.left, margins.right) == tuple(
        round((size or Mm(0)).mm)
        for size in (first.page_width, first.page_height, first.left_margin, first.right_margin)
    )
    assert [(WD_ORIENT.LANDSCAPE, 297)] * 7 == [(one.orientation, round((one.page_width or Mm(0)).mm)) for one in rest]
    assert listed
    for table in listed:
        heads = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]  # noqa: SLF001
        cuts = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows]  # noqa: SLF001
        assert [True] + [False] * (len(heads) - 1) == heads
        assert all(cuts)


def test_styles_are_real_and_in_the_form_s_font() -> None:
    """Headings are headings, everything is in one font, and pages are numbered."""
    file = opened(paper(lifelike()))
    used = {paragraph.style.name for paragraph in file.paragraphs if paragraph.style}

    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Auditor Basis", "Auditor Point", "Auditor Note"} <= used
    assert {"Times New Roman"} == {file.styles[name].font.name for name in used}
    assert "PAGE" in file.sections[0].header._element.xml  # noqa: SLF001 - fields have no word in the library


def test_equal_plans_give_equal_bytes() -> None:
    """Neither the clock nor chance gets into a file."""
    made = paper(lifelike())

    assert paper_docx(made, "vi", AT) == paper_docx(paper(lifelike()), "vi", AT)
    assert paper_html(made, "vi") == paper_html(paper(lifelike()), "vi")


def test_hostile_text_stays_text() -> None:
    """Markup, controls, marks that reorder text, and what XML cannot hold leave both files whole."""
    made = paper(hostile())
    content = paper_docx(made, "vi", AT)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
    page = paper_html(made, "vi").decode()
    whole = "".join(words(opened(made)))

    assert "<script>x" in whole
    assert "<script>x" not in page
    for text in (whole, page):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)


def test_both_heads() -> None:
    """Bodies of State and of Party each have their own head; the grade is left to the competent person."""
    plan, report = lifelike()
    party = plan.model_copy(update={"letterhead": plan.letterhead.model_copy(update={"body": "party"})})
    state_words, party_words = (words(opened(paper_of(one, document_form(), report))) for one in (plan, party))

    assert {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: ....../KH-SKHCN"} <= state_words
    assert {"ĐẢNG CỘNG SẢN VIỆT NAM", "*", "Số ....../KH-SKHCN"} <= party_words
    assert not {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"} & party_words
    assert "Độ mật: ........ (người có thẩm quyền xác định)" in state_words & party_words


def test_an_empty_letterhead_is_left_blank() -> None:
    """What nobody entered is a line to write on, never invented."""
    plan, report = lifelike()
    bare = plan.model_copy(update={"letterhead": type(plan.letterhead)()})
    made = paper_of(bare, document_form(), report)

    assert (BLANK, BLANK, "Số: ......", (BLANK,)) == (
        made.head.issuer,
        made.foot.signer_title,
        made.head.number.vi,
        made.foot.recipients,
    )


def test_the_paper_says_how_its_figures_are_known() -> None:
    """Run, dates and digests stand by the figures, and texts nobody read stand apart, without addresses of the web."""
    plan, report = lifelike()
    said = " ".join(text.vi for text in texts(paper(lifelike()).blocks))

    assert plan.run.id in said
    assert plan.run.facts_digest[:12] in said
    assert "cần đối chiếu bản gốc" in said
    assert "http" not in said
    assert report.result.run.id == plan.run.id


def test_an_incomplete_collection_is_said() -> None:
    """A run cut short says so beside its figures."""
    plan, report = lifelike()
    partial = plan.model_copy(update={"run": plan.run.model_copy(update={"complete": False})})
    said = " ".join(text.en for text in texts(paper_of(partial, document_form(), report).blocks))

    assert "incomplete" in said


def test_empty_annexes_say_so() -> None:
    """A table without rows becomes a sentence."""
    plan, report = lifelike()
    nothing = dict.fromkeys(("moving", "data", "staying", "stages", "tasks", "safety", "questions"), ())
    empty = plan.model_copy(update=nothing)
    made = paper_of(empty, document_form(), report)
    tables = [block for annex in made.annexes for block in annex.blocks if isinstance(block, Table) and not block.rows]

    assert 8 == len(tables)
    assert {table.empty.vi for table in tables} <= words(opened(made))


def _text(page: str) -> str:
    body = re.sub(r"(?s)<(script|style).*?</\1>", " ", page)
    plain = re.sub(r"<[^>]+>", " ", body)
    for name, character in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        plain = plain.replace(name, character)
    return plain
