"""`auditor plan waves`."""

from auditor.plan.verbs import PLANNING, Option, Verb

VERB = Verb(
    name="waves",
    help=(
        "A night for each system that moves, with one reason each; or a small set of demands that contradict each "
        "other.\n\nNothing is adopted by this: adopted waves stand in the inventory."
    ),
    options=(
        Option("replan", "--replan", "Adopted waves to come may change, as little as possible.", "switch"),
        PLANNING,
    ),
    formats=("table", "json"),
    formats_help="table or json (one document on stdout).",
    output="Also write the proposal as JSON here.",
    beside=True,
)
