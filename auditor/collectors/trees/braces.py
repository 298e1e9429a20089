"""logrotate's form: a directive a line, blocks of patterns between `patterns {` and `}`, scripts up to `endscript`."""

from auditor.collectors.trees.line import MAX_LINES, Doubt, Line, Tree

SCRIPTS = frozenset({"postrotate", "prerotate", "firstaction", "lastaction", "preremove"})
ENDS_SCRIPT = "endscript"


def tree(text: str) -> Tree:
    """Never fails. A heading has the words of its patterns, which may stand on several lines before the brace."""
    reader = _Reader()
    for number, raw in enumerate(text.splitlines()[:MAX_LINES], 1):
        reader.take(number, raw.split("#", 1)[0].strip())
    if len(text.splitlines()) > MAX_LINES:
        reader.doubts.append(Doubt(MAX_LINES, "too_much"))
    return reader.finish()


class _Reader:
    """Where the reading stands: inside a block, inside a script, or between blocks with patterns waiting."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.doubts: list[Doubt] = []
        self._parent: str | None = None
        self._waiting: list[str] = []
        self._script = False
        self._number = 0

    def take(self, number: int, line: str) -> None:
        """One line without its comment."""
        self._number = number
        if self._script or line in SCRIPTS:
            self._script = line != ENDS_SCRIPT
        elif line.endswith("{"):
            self._open(number, line[:-1].split())
        elif line == "}":
            self._close(number)
        elif self._parent is None and line.startswith(("/", '"/', "'/")):
            self._waiting += line.split()
        elif line:
            self._add(number, tuple(line.split()))

    def finish(self) -> Tree:
        """All that was read; what was left open is a doubt."""
        if self._parent is not None or self._script or self._waiting:
            self.doubts.append(Doubt(self._number, "left_open"))
        return Tree(tuple(self.lines), tuple(self.doubts))

    def _open(self, number: int, words: list[str]) -> None:
        if self._parent is not None:
            self.doubts.append(Doubt(number, "opened_twice"))
        patterns = tuple(word.strip("\"'") for word in (*self._waiting, *words))
        self.lines.append(Line(number, (), ("{", *patterns)))
        self._parent, self._waiting = f"{number} {' '.join(patterns)}", []

    def _close(self, number: int) -> None:
        if self._parent is None:
            self.doubts.append(Doubt(number, "not_opened"))
        self._parent = None

    def _add(self, number: int, words: tuple[str, ...]) -> None:
        self.lines.append(Line(number, () if self._parent is None else (self._parent,), words))
