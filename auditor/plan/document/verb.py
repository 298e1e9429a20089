"""`auditor plan document`."""

from auditor.plan.verbs import PLANNING, PROPOSAL, Option, Verb

VERB = Verb(
    name="document",
    help="The plan as a paper with seven annexes, filled from data and blank where nobody knows.",
    options=(PROPOSAL, PLANNING, Option("form", "--form", "Form of the paper instead of the shipped one.", "file")),
    formats=("docx", "html", "json"),
    formats_help="docx, html, or its content as json; default: by the name of -o.",
    output="File to write, or - for stdout; default: reports/.",
    stem="plan",
)
