"""`auditor plan fixes`."""

from auditor.plan.verbs import PLANNING, PROPOSAL, Option, Verb

VERB = Verb(
    name="fixes",
    help="The smallest set to put right, to measure and to enter, for a wave, some systems or all of them.",
    options=(
        Option("wave", "--wave", "For the systems of one wave."),
        Option("systems", "--system", "For a system; repeatable.", "names"),
        Option(
            "to",
            "--to",
            "ready clears everything open, conditional only what stops a move.",
            values=("ready", "conditional"),
        ),
        PROPOSAL,
        PLANNING,
        Option("clearances", "--clearances", "Rules who can clear what, instead of the shipped ones.", "file"),
        Option("fix_rules", "--rules", "Rules what one act clears, instead of the shipped ones.", "file"),
    ),
    formats=("table", "json"),
    formats_help="table or json (one document on stdout).",
)
