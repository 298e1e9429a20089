"""`auditor plan tasks`."""

from auditor.plan.verbs import Verb

VERB = Verb(
    name="tasks",
    help="Tasks and milestones: late, said to be done and not shown, not yet due, done by their papers.",
    formats=("table", "json", "csv"),
    formats_help="table, json or csv, on stdout.",
)
