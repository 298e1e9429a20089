"""`auditor plan checklist`."""

from auditor.plan.verbs import PLANNING, PROPOSAL, Option, Verb

VERB = Verb(
    name="checklist",
    help="Checklists of the waves: filled from evidence, to be answered by people, go or no-go by rule.",
    options=(
        Option("wave", "--wave", "Only this wave and its systems."),
        Option("systems", "--system", "Only this system, also when it is in no wave.", "name"),
        PROPOSAL,
        PLANNING,
        Option("lines", "--lines", "Checklist lines in place of the shipped ones.", "file"),
        Option("import_", "--import", "Read a filled-in .xlsx back.", "file"),
        Option("by", "--by", "Who imports; needed with --import."),
    ),
    formats=("table", "json", "html", "pdf", "docx", "xlsx"),
    formats_help="table, json, html, pdf, docx or xlsx; default: by the name of -o, else table.",
    output="File to write, or - for stdout.",
    stem="plan-checklist",
    acts="auditor.plan.checklist.answers",
)
