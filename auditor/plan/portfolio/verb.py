"""`auditor plan portfolio`."""

from auditor.plan.verbs import PLANNING, PROPOSAL, Verb

VERB = Verb(
    name="portfolio",
    help="How far the move is, what endangers it and what is to be decided, for leaders.",
    options=(PROPOSAL, PLANNING),
    formats=("html", "pdf", "json"),
    formats_help="html, pdf (A3), or its content as json; default: by the name of -o.",
    output="File to write, or - for stdout; default: reports/.",
    stem="portfolio",
)
