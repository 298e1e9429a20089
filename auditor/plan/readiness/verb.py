"""`auditor plan readiness`."""

from auditor.plan.verbs import PROPOSAL, Option, Verb

VERB = Verb(
    name="readiness",
    help="Which systems are ready, conditional, blocked or unknown, what blocks them, and who can clear it.",
    options=(
        Option("wave", "--wave", "The systems of one wave, with all that holds them up."),
        Option("systems", "--system", "The same for a system; repeatable.", "names"),
        Option("assumed", "--assume", "What if: ID=pass or ID@subject=pass.", "names"),
        PROPOSAL,
        Option("clearances", "--clearances", "Rules who can clear what, instead of the shipped ones.", "file"),
    ),
    formats=("table", "json"),
    formats_help="table or json (one document on stdout).",
)
