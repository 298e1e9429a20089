"""`auditor plan decisions`."""

from auditor.plan.verbs import Option, Verb

VERB = Verb(
    name="decisions",
    help="What the rules propose for each system and data set, what people decided, and where the two differ.",
    options=(Option("decision_rules", "--rules", "Rules instead of the shipped ones.", "file"),),
    formats=("table", "json"),
    formats_help="table or json (one document on stdout).",
)
