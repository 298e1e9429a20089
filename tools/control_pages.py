"""Writes docs/controls/, one page for each control that a lawyer can read: its law, what a pass rests on and leaves
out, the remedy, and what its cases show, each in a sentence; `--check` only says which pages are out of date.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from auditor.cli.policy_text import sections
from auditor.model.control import ControlMeta
from auditor.policy.cases import raw_case
from auditor.policy.catalogue import Catalogue
from auditor.policy.compiled import load
from auditor.policy.run_cases import case_files, stated_status
from auditor.resources import policies_dir

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "controls"

_NOTE = "This page is made by `tools/control_pages.py` from the control and its cases; change what it is made from."
_CASES = """## Cases / Tình huống kiểm thử

Each is a document with the whole list of verdicts that the control must give; the word in front is the verdict that it
shows. Documents and lists stand in `policies/controls/{folder}/cases`."""


def pages() -> dict[str, str]:
    """Every page by its file name."""
    catalogue = load().catalogue
    found = {f"{control.id}.md": _page(control, catalogue) for control in catalogue.controls}
    rows = [
        f"| [{control.id}]({control.id}.md) | {control.title}<br>{control.title_vi} | {control.severity.value} |"
        for control in catalogue.controls
    ]
    heading = ["# Controls / Các quy tắc kiểm tra", "", _NOTE, "", "| control | asks | severity |", "|---|---|---|"]
    found["README.md"] = "\n".join([*heading, *rows, ""])
    return found


def _page(control: ControlMeta, catalogue: Catalogue) -> str:
    head, *rest = sections(control, catalogue)
    lines = [f"# {control.id} {control.title}", "", f"**{control.title_vi}**", "", _NOTE, ""]
    lines += [f"- {_plain(line)}" for line in head[2:]]
    for heading, *body in rest:
        lines += ["", f"## {heading}", "", *(_item(line) for line in body)]
    lines += ["", _CASES.format(folder=f"{control.family.value}/{control.name}"), "", *_cases(control), ""]
    return "\n".join(lines)


def _item(line: str) -> str:
    """A line of a section, as deep as it is indented: two blanks in front are the first level."""
    depth = (len(line) - len(line.lstrip())) // 2 - 1
    return f"{'  ' * depth}- {_plain(line)}"


def _plain(line: str) -> str:
    """Text in which Markdown finds nothing of its own."""
    text = line.strip().replace("\\", "\\\\")
    for sign in "*_<>|":
        text = text.replace(sign, f"\\{sign}")
    return text


def _cases(control: ControlMeta) -> Iterator[str]:
    for path in case_files(policies_dir(), control):
        yield f"- **{stated_status(path)}**: {_plain(' '.join(str(raw_case(path)['why']).split()))}"


def main() -> int:
    """Writes the pages, or with `--check` names those that are not what they should be."""
    made = pages()
    if "--check" not in sys.argv[1:]:
        FOLDER.mkdir(exist_ok=True)
        for name in {path.name for path in FOLDER.glob("*.md")} - set(made):
            (FOLDER / name).unlink()
        for name, text in made.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        return 0
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    stale = sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))
    if stale:
        print(
            f"out of date in docs/controls: {', '.join(stale)}; to fix: python -m tools.control_pages", file=sys.stderr
        )
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
