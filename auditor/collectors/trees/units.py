"""Lines of systemd's own configuration files, as systemd.syntax(7) takes them."""


def lines(text: str) -> list[str]:
    """Whole lines without blanks at their ends: one that ends in a backslash goes on in the next that is no comment.

    Comments stay where they stand between lines, for whoever reads what a program was built with.
    """
    found: list[str] = []
    begun = ""
    for line in text.splitlines():
        if line.lstrip()[:1] in {"#", ";"}:
            found += [line.strip()] * (not begun)
            continue
        whole = begun + line
        begun = f"{whole[:-1]} " if _goes_on(whole) else ""
        if not begun:
            found.append(whole.strip())
    return [*found, begun.strip()] if begun else found


def _goes_on(line: str) -> bool:
    """Whether the last backslash is not taken up by one before it."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1
