"""Reads shell text for its simple commands, as near to what a shell does as the scripts of this project need."""

import re

_OPENERS = frozenset({"then", "do", "else", "elif", "if", "while", "until", "!", "{", "time"})
_CLOSERS = frozenset({"fi", "done", "esac", "}", "for", "case", "function"})
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\[[^]]*\])?\+?=")
_BLANK = re.compile(r"(?:[ \t]|\\\n)+")
_END = re.compile(r"\n|;;&?|;&|;|&&|\|\||\|&|\||&(?!>)|\(|\)")
_REDIRECT = re.compile(r"\d*(?:<<<|<&|>&|>>|<>|>\||&>>?|<|>)")
_PLAIN = re.compile(r"[^\s;&|()<>\"'\\$`]+")
_EXPANSION = re.compile(r"\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])")
_PATTERN = re.compile(r"\s*(?:esac\b|\(?[^()]*\))")
_FUNCTION = re.compile(r"\s*\(\s*\)")
_DEFINITION = re.compile(
    r"^(?P<name>[A-Za-z_][A-Za-z0-9_]*)\(\) *(?P<body>\{.*\}$|\{$(?:.|\n)*?^\}|\(.*\)$)", re.MULTILINE
)

BUILTINS = frozenset(
    re.findall(
        r"\S+",
        ". : [ break cd command continue declare echo eval exec exit export false getopts kill let local mapfile "
        "printf pwd read readonly return set shift source test times trap true type ulimit umask unset wait",
    )
)
"""Commands of the shell itself; where Python starts one of these names it is a program."""

Commands = list[tuple[str, ...]]


def commands(text: str) -> Commands:
    """The words of every simple command: quotes taken off, `$NAME` left as it stands, `{}` for what a command prints.

    Commands inside `$(...)` are among them. Assignments and redirections are left out.
    """
    return _Reader(text).read()


def functions(text: str) -> dict[str, str]:
    """Bodies of the functions a script defines, each from its name to the brace that ends it."""
    return {found["name"]: found["body"] for found in _DEFINITION.finditer(text)}


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._words: list[str] = []
        self._found: Commands = []

    def read(self) -> Commands:
        while self._at < len(self._text):
            self._step()
        self._finish()
        return self._found

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return found.group() if found else ""

    def _step(self) -> None:
        if self._take(_BLANK):
            return
        if self._text[self._at] == "#":
            self._at = (self._text + "\n").index("\n", self._at)
        elif self._words[:1] == ["[["]:
            self._condition()
        elif self._take(_REDIRECT):
            self._take(_BLANK)
            self._word()
        elif end := self._take(_END):
            self._finish()
            if end.startswith(";;"):
                self._take(_PATTERN)
        else:
            self._add(self._word())

    def _add(self, word: str) -> None:
        array = _ASSIGNMENT.fullmatch(word) and self._text[self._at : self._at + 1] == "("
        if array:
            self._nested(commands_too=False)
        elif not self._words and self._take(_FUNCTION):
            return
        elif self._words or not (word in _OPENERS or _ASSIGNMENT.match(word)):
            self._words.append(word)
        if self._words[:1] == ["case"] and word == "in":
            self._words = []
            self._take(_PATTERN)

    def _condition(self) -> None:
        """Passes a word or sign of `[[ ... ]]`, in which `&&` and `<` do not end a command."""
        if not (self._take(_END) or self._take(_REDIRECT)) and self._word() == "]]":
            self._words = ["["]

    def _finish(self) -> None:
        if self._words and self._words[0] not in _CLOSERS:
            self._found.append(tuple(self._words))
        self._words = []

    def _word(self) -> str:
        start, parts = self._at, []
        while self._at < len(self._text) and not self._text[self._at].isspace():
            part = self._piece()
            if part is None:
                break
            parts.append(part)
        if self._at == start:  # a sign that belongs nowhere must not hold the reader up
            self._at += 1
        return "".join(parts)

    def _piece(self) -> str | None:
        match self._text[self._at]:
            case "'":
                end = self._text.index("'", self._at + 1)
                piece, self._at = self._text[self._at + 1 : end], end + 1
                return piece
            case '"':
                return self._quoted()
            case "\\":
                self._at += 2
                return self._text[self._at - 1]
            case "$":
                return self._expansion()
        return self._take(_PLAIN) or None

    def _quoted(self) -> str:
        self._at += 1
        parts = []
        while self._text[self._at] != '"':
            if self._text[self._at] == "$":
                parts.append(self._expansion())
            elif self._text[self._at] == "\\":
                parts.append(self._text[self._at + 1])
                self._at += 2
            else:
                parts.append(self._text[self._at])
                self._at += 1
        self._at += 1
        return "".join(parts)

    def _expansion(self) -> str:
        ahead = self._text[self._at + 1 : self._at + 3]
        if ahead == "((":
            self._at = self._text.index("))", self._at) + 2
            return "{}"
        if ahead[:1] == "(":
            self._at += 1
            self._nested(commands_too=True)
            return "{}"
        if ahead[:1] == "{":
            start = self._at
            self._at += 1
            self._skip_braces()
            return self._text[start : self._at]
        if ahead[:1] == "'":
            self._at += 1
            return ""
        name = self._take(_EXPANSION)
        self._at += 0 if name else 1
        return name or "$"

    def _skip_braces(self) -> None:
        depth = 0
        while True:
            depth += {"{": 1, "}": -1}.get(self._text[self._at], 0)
            self._at += 1
            if not depth:
                return

    def _nested(self, *, commands_too: bool) -> None:
        """Reads what stands in parentheses, from the opening one at this place: commands, or the words of an array."""
        kept, self._words = self._words, [] if commands_too else ["array"]
        self._at += 1
        depth = 1
        while depth:
            depth += {"(": 1, ")": -1}.get(self._text[self._at], 0)
            self._step()
            if not commands_too and not self._words:  # a new line of an array begins no command
                self._words = ["array"]
        self._found = [found for found in self._found if found[0] != "array"]
        self._words = kept
