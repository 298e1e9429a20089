"""The command line: arguments, printing and exit codes. Nothing else in the auditor prints or exits.

Commands load when they are called, so that `auditor --help` answers at once.
"""

import os
import sys
from importlib import import_module
from typing import Any

import click

from auditor import __version__
from auditor.text.harmless import for_terminal, for_terminal_json

EXIT_CODES = """Exit codes: 0 clean · 1 tool failure · 2 usage or invalid input · 3 verdicts at or above --fail-on ·
4 below --min-coverage · 5 integrity failure · 130 interrupted"""

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("auditor.cli.init", "Make a folder with an example inventory, scope and settings."),
    "inventory": ("auditor.cli.inventory", "Check, show, export and import inventories."),
    "collect": ("auditor.cli.collect", "Measure what the scope allows and write a facts folder."),
    "evaluate": ("auditor.cli.evaluate", "Judge facts folders by the policies."),
    "audit": ("auditor.cli.audit", "Collect from every vantage, evaluate, store and report."),
    "report": ("auditor.cli.report", "Render a stored run for one audience."),
    "plan": ("auditor.cli.plan", "The migration plan: decisions, readiness, waves, checklists, documents."),
    "runs": ("auditor.cli.runs", "List, show and verify stored runs."),
    "policy": ("auditor.cli.policy", "List, show, check, test, build and scaffold controls."),
    "law": ("auditor.cli.law", "Instruments of law by date."),
    "schedule": ("auditor.cli.schedule", "Run audits by the schedules of auditor.yaml."),
    "lab": ("auditor.cli.lab", "The province in a box: up, down, audit (source tree only)."),
    "doctor": ("auditor.cli.doctor", "Say what this machine has and lacks."),
    "version": ("auditor.cli.version", "Versions of the auditor, its policies and its tools."),
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and one-line helps without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order a newcomer needs them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        import typer.main  # costs a tenth of a second that `--help` need not pay

        return typer.main.get_command(import_module(COMMANDS[cmd_name][0]).app)  # type: ignore[return-value]  # its twin of click's class

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, from the static list."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, "--version", prog_name="auditor")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say more; show a traceback when the auditor itself fails.")
@click.pass_context
def root(ctx: click.Context, /, *, quiet: bool, verbose: bool) -> None:
    """Audits a province's information systems against dated clauses of law, from evidence that can be shown."""
    ctx.obj = {"quiet": quiet, "verbose": verbose}


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with the documented code; errors are words on stderr, never a traceback."""
    verbose = bool({"-v", "--verbose"} & set((arguments or sys.argv[1:])[:2])) or bool(os.environ.get("AUDITOR_DEBUG"))
    try:
        code = root.main(args=arguments, prog_name="auditor", standalone_mode=False)
    except Exception as error:  # noqa: BLE001  # the last line of defence turns every failure into words and a code
        code = _explain(error, verbose=verbose)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


def _explain(error: Exception, *, verbose: bool) -> int:
    import typer  # a command that raised has loaded it already

    from auditor.errors import AuditorError  # only needed when something went wrong

    if isinstance(error, click.exceptions.Exit | typer.Exit):
        return error.exit_code
    if isinstance(error, click.exceptions.Abort | typer.Abort):
        print("interrupted", file=sys.stderr)
        return 130
    usage_error = getattr(error, "show", None)  # click's, or the twin of it that newer typers bring
    if callable(usage_error):
        usage_error()
        return int(getattr(error, "exit_code", 2))
    if verbose:
        import traceback  # asked for by --verbose only

        print(for_terminal("".join(traceback.format_exception(error))), file=sys.stderr, end="")
    if isinstance(error, AuditorError):
        print(for_terminal(f"auditor: {error}"), file=sys.stderr)
        return error.exit_code
    _unexpected(error)
    return 1


def _unexpected(error: Exception) -> None:
    print(for_terminal(f"auditor: {type(error).__name__}: {error}"), file=sys.stderr)
    print("  This is a fault of the auditor; `auditor -v …` shows where it happened.", file=sys.stderr)


def echo_json(value: Any) -> None:
    """One JSON document on stdout, indented, with a newline."""
    import orjson  # kept out of `--help`

    document = orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    sys.stdout.buffer.write(for_terminal_json(document))
    sys.stdout.buffer.flush()
