"""`auditor plan firewall`."""

from auditor.plan.verbs import PLANNING, PROPOSAL, Option, Verb

VERB = Verb(
    name="firewall",
    help="What to open, to keep for the parallel run and to close, names and addresses to change, questions to ask.",
    options=(Option("wave", "--wave", "One wave only."), PROPOSAL, PLANNING),
    formats=("table", "csv", "nft", "json"),
    formats_help="table, csv, nft or json; default: by the name of -o, else table.",
    output="File to write instead of stdout.",
)
