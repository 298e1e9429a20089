"""`auditor plan requests`."""

from auditor.plan.verbs import Option, Verb

VERB = Verb(
    name="requests",
    help="Which few accesses, exports and papers would conclude most of what is unknown, and letters for them.",
    options=(
        Option("owner", "--owner", "All that is asked of one organisation, by its id."),
        Option("most", "--most", "How many asks to list, 0 for all; default: 12, of one organisation all."),
    ),
    formats=("table", "docx", "html", "json"),
    formats_help="table, json (one document), or a letter: docx, html; default: by the name of -o.",
    output="File to write a letter to, or - for stdout; default: reports/.",
    stem="request",
)
