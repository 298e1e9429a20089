"""Text that others wrote, made harmless: one set of characters nobody can see, and one door for each place text goes.

| door | for | what it does |
|---|---|---|
| `from_target` | what a probed machine sent | one line, bounded, terminal sequences dropped whole |
| `for_page` | names and remarks on a page or paper | the same, with more room |
| `for_cell` | a cell of a CSV table | the same, and never a formula |
| `for_paper` | a paragraph of an office file, whole | line ends and tabs stay; nothing that XML 1.0 cannot hold |
| `for_terminal`, `for_terminal_json` | stdout and stderr | the same; JSON keeps its value |
| `declared` | inventories and filled-in workbooks | composed letters; what is hidden is refused by the caller |

Nothing is escaped here for HTML, a shell or a query: that is the writer's part, who knows where the text goes.

Unseen are the general categories of the Unicode Character Database (UAX #44) that put nothing of their own on the
screen: controls (Cc; terminals act on U+009B as on ESC [), format characters (Cf; with them all that reorders text,
UAX #9 section 2, and the joiners and tags that UTS #39 restricts), surrogates (Cs), private use (Co), unassigned and
non-characters (Cn), line and paragraph separators (Zl, Zp). They become U+FFFD, so that it shows that something stood
there; only in JSON they become escapes. Which characters are unassigned depends on the Unicode version of Python.

A formula is what a spreadsheet would run or offer to run (CWE-1236): a cell that begins with one of `= + - @ | %` or
the full-width forms that some spreadsheets fold into them.
"""

import re
import unicodedata

TARGET_LIMIT = 300
"""Characters kept of one text of a target."""

PAGE_LIMIT = 2000
"""Characters kept of one text on a page."""

CELL_LIMIT = 4000
"""Characters kept of one cell: far below the 32,767 that spreadsheets hold, and more than any text of ours."""

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""General categories whose characters nobody sees."""

_REPLACED = "\ufffd"
_READ_AHEAD = 8
"""How many times its limit is read of a text: the rest is blank or hostile, and is not walked for long."""

# ECMA-48: control sequences, then strings with their terminator, then two-character escapes; also their 8-bit forms.
_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?"
    r"|\x1b[@-Z\\-_]"
)
_SPACES = re.compile(r"\s+")

# Letters, digits and signs that Vietnamese and English pages are full of and that are known to be seen; whatever lies
# outside is looked up. A shortcut of no other meaning: a test compares it with the categories.
_ORDINARY = (
    "\x20-\x7e\xa0-\xac\xae-\u0377\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2190-\u23ff\u2500-\u27bf"
)
_LOOKED_UP = re.compile(f"[^{_ORDINARY}]")
_LOOKED_UP_IN_LINES = re.compile(f"[^{_ORDINARY}\n\t]")
_ORDINARY_LINES = re.compile(f"[{_ORDINARY}\n\t]*")

_FORMULA_STARTS = tuple("=+-@|%\uff1d\uff0b\uff0d\uff20")


def unseen(char: str) -> bool:
    """Whether nobody would see the character."""
    return unicodedata.category(char) in UNSEEN


def from_target(value: str | bytes, limit: int = TARGET_LIMIT) -> str:
    """What a target sent, as one line of visible text of at most `limit` characters, cut with an ellipsis.

    Terminal sequences are dropped whole, runs of white space become one blank. Bytes are read as UTF-8.
    """
    text = value[: _READ_AHEAD * limit]
    return _line(text.decode("utf-8", "replace") if isinstance(text, bytes) else text, limit)


def for_page(text: str, limit: int = PAGE_LIMIT) -> str:
    """The text as one line of a page, of at most `limit` characters, cut with an ellipsis."""
    return _line(text[: _READ_AHEAD * limit], limit)


def for_cell(text: str, limit: int = CELL_LIMIT) -> str:
    """The text as one line of a cell; an apostrophe before what a spreadsheet would take for a formula, unless it is
    a plain whole number.
    """
    plain = for_page(text, limit)
    number = plain.isascii() and plain.removeprefix("-").isdigit()
    return f"'{plain}" if is_formula(plain) and not number else plain


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula when it is typed, pasted or read from CSV."""
    return text.lstrip().startswith(_FORMULA_STARTS)


def for_paper(text: str) -> str:
    """The text without anything unseen; line ends and tabs stay. XML 1.0 section 2.2 allows all that is left."""
    return _LOOKED_UP_IN_LINES.sub(_seen, text)


def for_terminal(text: str) -> str:
    """The text without anything a terminal would act on; line ends and tabs stay."""
    return _LOOKED_UP_IN_LINES.sub(_seen, text)


def for_terminal_json(document: bytes) -> bytes:
    """The same JSON value, with what a terminal would act on written as escapes."""
    return _LOOKED_UP_IN_LINES.sub(_escaped, document.decode()).encode()


def declared(text: str) -> tuple[str, str]:
    """What people declared: the text in composed letters (NFC) without anything unseen but line ends and tabs, and the
    first unseen character as U+XXXX, empty when there is none. Whoever asks refuses a text with one.
    """
    if _ORDINARY_LINES.fullmatch(text):
        return unicodedata.normalize("NFC", text), ""
    hidden = [char for char in text if char not in "\n\t" and unseen(char)]
    kept = "".join(char for char in text if char not in hidden) if hidden else text
    return unicodedata.normalize("NFC", kept), f"U+{ord(hidden[0]):04X}" if hidden else ""


def _line(text: str, limit: int) -> str:
    """One visible line of a text that is bounded already."""
    visible = _LOOKED_UP.sub(_seen, _SPACES.sub(" ", _SEQUENCES.sub("", text)).strip())
    return visible if len(visible) <= limit else visible[: limit - 1] + "…"


def _seen(found: re.Match[str]) -> str:
    return _REPLACED if unseen(found[0]) else found[0]


def _escaped(found: re.Match[str]) -> str:
    if not unseen(found[0]):
        return found[0]
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
