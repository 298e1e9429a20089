"""Apache's form: a directive a line, blocks between `<Name argument>` and `</Name>`, lines continued by a backslash."""

import re
from collections.abc import Iterator

from auditor.collectors.trees.line import MAX_DEPTH, MAX_LINES, Doubt, Line, Tree

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_OPENS = re.compile(r"<([A-Za-z]\w*)\s*(.*?)>$")
_CLOSES = re.compile(r"</([A-Za-z]\w*)\s*>$")


def tree(text: str) -> Tree:
    """Never fails: an end without its beginning, a block left open, and too much of either are doubts."""
    lines: list[Line] = []
    doubts: list[Doubt] = []
    parents: list[tuple[str, str]] = []
    for number, line in _joined(text):
        if len(lines) >= MAX_LINES or len(parents) > MAX_DEPTH:
            doubts.append(Doubt(number, "too_much"))
            break
        if end := _CLOSES.fullmatch(line):
            _close(parents, end[1].lower(), number, doubts)
        elif start := _OPENS.fullmatch(line):
            heading = f"{number} {start[1].lower()} {start[2].strip()}".strip()
            lines.append(Line(number, _headings(parents), (f"<{start[1].lower()}>", *_words(start[2]))))
            parents.append((start[1].lower(), heading))
        elif line.startswith("<"):
            doubts.append(Doubt(number, "no_heading"))
        else:
            lines.append(Line(number, _headings(parents), _words(line)))
    doubts += [Doubt(len(lines), "left_open")] * bool(parents)
    return Tree(tuple(lines), tuple(doubts))


def _close(parents: list[tuple[str, str]], name: str, number: int, doubts: list[Doubt]) -> None:
    if parents and parents[-1][0] == name:
        parents.pop()
    else:
        doubts.append(Doubt(number, "not_opened"))


def _headings(parents: list[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(heading for _, heading in parents)


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Lines without comments and blank ones; a comment goes on over a backslash too, as in Apache itself."""
    held, start = "", 0
    for number, raw in enumerate(text.splitlines(), 1):
        start = start or number
        if raw.endswith("\\"):
            held += raw[:-1]
            continue
        line, number_of_line = (held + raw).strip(), start
        held, start = "", 0
        if line and not line.startswith("#"):
            yield number_of_line, line
    if held.strip():
        yield start, held.strip()


def _words(text: str) -> tuple[str, ...]:
    return tuple(quoted or plain for quoted, plain in _WORD.findall(text))
