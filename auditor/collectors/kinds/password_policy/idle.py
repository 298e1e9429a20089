"""After how long a shell at its prompt ends: `TMOUT`, as the files that a login shell reads set it."""

import re
from collections.abc import Iterable

_OPENS = re.compile(r"(?:^|[;\s])(?:if|case|for|while|until|select)\s|[({]\s*$")
_CLOSES = re.compile(r"^(?:fi|esac|done|[})])")
_SETS = re.compile(
    r"(?:(?:readonly|export|(?:typeset|declare)(?:\s+-[a-z]+)*)\s+)*TMOUT=(?P<quote>[\"']?)(?P<value>\d{1,7})(?P=quote)"
    r"(?:\s*;?\s*(?:export|readonly|(?:typeset|declare)(?:\s+-[a-z]+)*)\s+TMOUT)*\s*;?"
)
_NAMES = re.compile(r"(?:(?:readonly|export|(?:typeset|declare)(?:\s+-[a-z]+)*)\s+)+TMOUT\s*;?")
_LEAVES = re.compile(r"(?:^|[;&|]\s*)(?:return|exit)\b")
_OF_PROMPTS = re.compile(r"PS1|\$-")
"""Shells without a prompt may leave a file early; of them nobody waits."""
_UNSETS = re.compile(r"unset\s+TMOUT\s*;?")


def _begin_in_quotes(text: str) -> list[bool]:
    """For each line whether it begins inside of a text in quotes, and for the end whether one is still open."""
    begins, quote, before = [False], "", "\n"
    signs = iter(text)
    for sign in signs:
        if sign == "\\" and quote != "'":
            sign = next(signs, "")  # noqa: PLW2901  # the next sign is nothing but itself
        elif not quote and sign == "#" and before in " \t\n;":
            sign = next((one for one in signs if one == "\n"), "")  # noqa: PLW2901  # a comment ends with its line
        elif sign and sign in (quote or "\"'"):
            quote = "" if quote else sign
        before = sign
        if sign == "\n":
            begins.append(bool(quote))
    return [*begins, bool(quote)]


def seconds(texts: Iterable[str]) -> int | None:
    """The value that all lines agree on, 0 where none sets it; None where one stands under a condition, is of another
    form, behind a line that leaves the file, in quotes, in a text for another program, or another line says otherwise.
    """
    found: set[int] = set()
    for text in texts:
        whole = text.replace("\\\n", " ")
        quoted = _begin_in_quotes(whole)
        depth, left = 0, "<<" in text or quoted[-1]
        for raw, inside in zip(whole.split("\n"), quoted, strict=False):
            line = raw.strip(" \t")
            bare = "" if line.startswith("#") else re.sub(r"\s#.*$", "", line)
            left = left or bool(_LEAVES.search(bare) and not _OF_PROMPTS.search(bare) and depth == 0)
            depth -= bool(_CLOSES.match(bare))
            if "TMOUT" in bare and not _NAMES.fullmatch(bare):
                value = _value(bare)
                if value is None or depth > 0 or left or inside:
                    return None
                found.add(value)
            depth += bool(_OPENS.search(bare)) and not re.search(r"\b(?:fi|esac|done)\s*;?\s*$", bare)
    return min(found, default=0) if len(found) <= 1 else None


def _value(line: str) -> int | None:
    if _UNSETS.fullmatch(line):
        return 0
    row = _SETS.fullmatch(line)
    return int(row["value"]) if row is not None and "\r" not in line else None  # to a shell it is part of the value
