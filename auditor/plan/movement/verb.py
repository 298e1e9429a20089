"""`auditor plan state`."""

from auditor.plan.verbs import Verb

VERB = Verb(
    name="state",
    help="How far each system and data set has moved: what is declared beside what was measured.",
    formats=("table", "json"),
    formats_help="table or json (one document on stdout).",
)
