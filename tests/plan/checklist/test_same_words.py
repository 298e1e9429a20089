"""One sheet in every format: whatever the checklist says, the page, the paper, the document and the cells say."""

import dataclasses
import datetime
import html
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from auditor.model.tick import Tick
from auditor.model.vocab.secrecy import Label
from auditor.pages.interface import ReportInput
from auditor.plan.checklist.content import WORDS, ShownChecklists, shown
from auditor.plan.checklist.docx import checklist_document
from auditor.plan.checklist.grid import Stamp
from auditor.plan.checklist.html import checklist_page
from auditor.plan.checklist.pdf import checklist_pdf
from auditor.plan.checklist.verb import VERB
from auditor.plan.checklist.xlsx import checklist_workbook
from auditor.text.words import Bilingual, Language, day
from tests.plan.checklist.sheets import checklists

_ONLY_WHERE_NOTHING = frozenset({"title", "nothing"})
"""Words that a file with sheets has no use for."""


def _page(report: ReportInput, language: Language, _: Path) -> str:
    text = checklist_page(checklists(), report, language).decode()
    other = "en" if language == "vi" else "vi"
    body = re.sub(rf'<span lang="{other}">.*?</span>', "", text[text.index("<main>") :], flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", body))


def _paper(report: ReportInput, language: Language, folder: Path) -> str:
    path, tool = folder / "sheet.pdf", shutil.which("pdftotext")
    assert tool, "no poppler; to fix: sudo apt-get install poppler-utils"
    path.write_bytes(checklist_pdf(checklists(), report, language))
    return subprocess.run([tool, "-raw", str(path), "-"], check=True, capture_output=True, text=True, timeout=60).stdout


def _document(report: ReportInput, language: Language, _: Path) -> str:
    document = Document(BytesIO(checklist_document(checklists(), report, language)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    return "\n".join([*texts, *(cell.text for table in document.tables for row in table.rows for cell in row.cells)])


def _workbook(report: ReportInput, language: Language, _: Path) -> str:
    made = checklists()
    content = checklist_workbook(made, report, Stamp(made.run, language, "", (), 0), language)
    book = load_workbook(BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


READERS: dict[str, Callable[[ReportInput, Language, Path], str]] = {
    "html": _page,
    "pdf": _paper,
    "docx": _document,
    "xlsx": _workbook,
}


def _said(thing: Any, language: Language) -> Iterator[str]:
    """Every text and day below a thing, as it stands in one language."""
    if isinstance(thing, Bilingual):
        yield thing.of(language)
    elif isinstance(thing, Tick):
        yield from (thing.who, thing.note)
    elif isinstance(thing, datetime.date) and not isinstance(thing, datetime.datetime):
        yield day(thing).of(language)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            yield from _said(getattr(thing, field.name), language)
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _said(part, language)


def everything(content: ShownChecklists, language: Language) -> set[str]:
    """What the sheets say, each text once; sentences that a page may lay out as a table are told by their parts."""
    sheets = [dataclasses.replace(sheet, about=sheet.name, stopped=sheet.name) for sheet in content.sheets]
    parts = (tuple(sheets), content.notices, content.unread, content.digests)
    words = [content.words[name] for name in WORDS if name not in _ONLY_WHERE_NOTHING]
    return {text for part in (*parts, tuple(words)) for text in _said(part, language) if text}


def _even(text: str) -> str:
    """Lines break where a format breaks them."""
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


def test_every_file_of_the_verb_is_read_here() -> None:
    """A format that is added has to say the same too."""
    assert set(READERS) == set(VERB.formats) - {"table", "json"}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form", sorted(READERS))
def test_each_format_says_everything(report: ReportInput, tmp_path: Path, form: str, language: Language) -> None:
    """Lines, what fills them, answers, conditions with who can act, clauses to compare and digests stand in each."""
    labelled = dataclasses.replace(
        report,
        result=report.result.model_copy(update={"run": report.result.run.model_copy(update={"label": Label.MAT})}),
    )
    content = shown(checklists(), labelled)
    text = _even(READERS[form](labelled, language, tmp_path))

    assert [sheet.kind for sheet in content.sheets if sheet.conditions] == ["system"]
    assert [] == sorted(said for said in everything(content, language) if _even(said) not in text)
