"""`auditor plan`: what a run means for the migration.

One file for each verb; a verb's libraries load when it is called.
"""

import typer

from auditor.cli.plan.checklist import checklist
from auditor.cli.plan.decisions import decisions
from auditor.cli.plan.document import document
from auditor.cli.plan.firewall import firewall
from auditor.cli.plan.fixes import fixes
from auditor.cli.plan.parity import parity
from auditor.cli.plan.portfolio import portfolio
from auditor.cli.plan.readiness import readiness
from auditor.cli.plan.state import state
from auditor.cli.plan.upgrades import upgrades
from auditor.cli.plan.waves import waves

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The migration plan.")


@app.callback()
def plan() -> None:
    """The migration plan: who moves, when, in which order, and what must be true on the night."""


app.command("readiness")(readiness)
app.command("waves")(waves)
app.command("fixes")(fixes)
app.command("upgrades")(upgrades)
app.command("state")(state)
app.command("firewall")(firewall)
app.command("parity")(parity)
app.command("decisions")(decisions)
app.command("document")(document)
app.command("checklist")(checklist)
app.command("portfolio")(portfolio)
