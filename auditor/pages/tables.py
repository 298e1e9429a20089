"""Tables for spreadsheets and documents for programs, as bytes."""

import csv
import io
from collections.abc import Iterable

from auditor.text.harmless import for_cell
from auditor.text.words import Bilingual, Language, say


def table_bytes(columns: Iterable[str], rows: Iterable[Iterable[Bilingual]], language: Language) -> bytes:
    """A table as UTF-8 with a byte-order mark, in the language asked for; no cell would run as a formula.

    `columns` are message ids.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(say(column).of(language) for column in columns)
    for row in rows:
        writer.writerow(for_cell(cell.of(language)) for cell in row)
    return b"\xef\xbb\xbf" + text.getvalue().encode()
