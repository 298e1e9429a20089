"""`auditor plan parity`."""

from auditor.plan.verbs import Option, Verb

VERB = Verb(
    name="parity",
    help="Controls, data, services, old machines, names and certificates of moved systems, before beside after.",
    options=(Option("systems", "--system", "One system only.", "name"),),
    formats=("table", "json"),
    formats_help="table or json (one document on stdout).",
    before=True,
)
