"""The run as the published JSON document `verdicts/2`: the same for every language, sorted, ending with a line end."""

import orjson

from auditor.model.groups import run_document
from auditor.pages.interface import ReportInput
from auditor.reports.content.figures import checked_totals
from auditor.text.words import Language


class JsonDocument:
    """JSON for other programs."""

    def render(self, report: ReportInput, language: Language) -> bytes:  # noqa: ARG002 - one document serves both languages
        """See `ReportFormat`."""
        checked_totals(report.result)
        document = run_document(report.result)
        return orjson.dumps(document, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
