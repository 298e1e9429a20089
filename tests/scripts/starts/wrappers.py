"""Looks through programs that start another: `nsenter ... -- nft` starts two."""

import re
from dataclasses import dataclass, field

from tests.scripts.starts.shell import BUILTINS, commands
from tests.scripts.starts.words import Command, Word

WRAPPERS: dict[str, frozenset[str]] = {
    "nsenter": frozenset({"-t"}),
    "unshare": frozenset(),
    "setpriv": frozenset({"--reuid", "--regid", "--pdeathsig"}),
    "env": frozenset({"-u"}),
    "nice": frozenset({"-n"}),
    "timeout": frozenset({"-k", "-s"}),
    "chroot": frozenset(),
    "sudo": frozenset({"-u"}),
    "exec": frozenset(),
    "command": frozenset(),
}
"""Programs whose later words are a command of their own, with their options that take the next word."""

_ONE_BEFORE = frozenset({"timeout", "chroot"})
"""Those that want a word of their own before the command: a duration, a folder."""

HANDED = "$@"
_NAMESPACE = ("ip", "netns", "exec")
_OURS = re.compile(r"(^|/)(\.venv|\$VENV|scripts|tools|\.tools)/")
_SHELLS = frozenset({"sh", "bash"})


@dataclass
class Found:
    """Programs that a command starts, by file name, and the words at which a program stands that is not known here."""

    programs: set[str] = field(default_factory=set)
    open: list[Word] = field(default_factory=list)
    handed: bool = False
    """The words that a function was given stand where a program would; they are read where they are given."""

    def add(self, other: "Found") -> "Found":
        """Both together."""
        return Found(self.programs | other.programs, self.open + other.open, self.handed or other.handed)


def unwrapped(command: Command) -> Found:
    """The programs of a command: its own and those it goes on to start."""
    if not command:
        return Found()
    if command[0].text == HANDED:
        return Found(handed=True)
    first, rest = command[0], command[1:]
    if not first.text or first.text == "{}":
        return Found(open=[first])
    name = first.text.rsplit("/", 1)[-1]
    if _is_ours(first.text):
        return Found()
    return Found({name}).add(_inner(name, rest))


def of_shell(text: str, given: Command | None = None) -> Found:
    """The programs of shell text. `given`: the words it is run with as `$0`, `$1` and so on, where they are known."""
    found = Found()
    for words in commands(text):
        found = found.add(unwrapped(as_command(words, given)))
    return Found(found.programs - BUILTINS, found.open)


def as_command(words: tuple[str, ...], given: Command | None = None) -> Command:
    """The words of a shell command; `given` as in `of_shell`."""
    rest = tuple(_word(word) for word in words[1:])
    if given is None:
        return (_word(words[0]), *rest)
    heads = {HANDED: given[1:], "$0": given[:1], "$1": given[1:2]}
    return (*heads.get(words[0], (_word(words[0]),)), *rest)


def _word(text: str) -> Word:
    """A word of a script; one that is a variable as a whole is known by the variable's name only."""
    return Word(argument=text) if re.fullmatch(r"\$\{?\w+.*", text) and "/" not in text else Word(text)


def _is_ours(text: str) -> bool:
    """Programs of the virtual environment and files of the project come with it."""
    return bool(_OURS.search(text))


def _inner(name: str, rest: Command) -> Found:
    texts = [word.text for word in rest]
    if name in _SHELLS:
        said = texts.index("-c") + 1 if "-c" in texts[:-1] else 0
        return of_shell(texts[said], rest[said + 1 :]) if said else Found()
    if (name, *texts[:2]) == _NAMESPACE:
        return unwrapped(rest[3:])
    if name not in WRAPPERS:
        return Found()
    if "--" in texts:
        return unwrapped(rest[texts.index("--") + 1 :])
    return unwrapped(_after_options(rest, WRAPPERS[name])[name in _ONE_BEFORE :])


def _after_options(rest: Command, valued: frozenset[str]) -> Command:
    """The words past options, assignments and a script's arrays of either."""
    at = 0
    while at < len(rest) and (rest[at].text.startswith("-") or "=" in rest[at].text or "[@]" in rest[at].argument):
        at += 2 if rest[at].text in valued else 1
    return rest[at:]
