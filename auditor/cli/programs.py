"""The list of programs that are started (`requirements/programs.tsv`), as far as the auditor itself needs it."""

from dataclasses import dataclass

from auditor.resources import programs_file


@dataclass(frozen=True, slots=True)
class Program:
    """A program, the Debian package that brings it, and what is lost without it."""

    name: str
    package: str
    needed_by: frozenset[str]
    purpose: str


def programs() -> tuple[Program, ...]:
    """Every line of the list, in its order. `name` is `-` for a package that brings no program."""
    lines = programs_file().read_text(encoding="utf-8").splitlines()
    fields = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple(Program(name, package, frozenset(who.split(",")), purpose) for name, package, who, purpose in fields)


def optional_programs() -> tuple[Program, ...]:
    """What the auditor does more with than without."""
    return tuple(program for program in programs() if "optional" in program.needed_by and program.name != "-")
