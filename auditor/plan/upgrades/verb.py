"""`auditor plan upgrades`."""

from auditor.plan.verbs import PLANNING, Option, Verb

VERB = Verb(
    name="upgrades",
    help="What must be upgraded, replaced or added for the connections and for what stays, and why.",
    options=(Option("upgrade_rules", "--rules", "Rules instead of the shipped ones.", "file"), PLANNING),
    formats=("table", "json", "csv"),
    formats_help="table, json or csv, on stdout.",
)
