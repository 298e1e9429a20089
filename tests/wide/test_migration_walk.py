"""The walk of the migration page through the example province, step by step."""

import shutil
from pathlib import Path

from auditor.cli.common import WIDTH
from tests.cli.command import auditor
from tests.plan.test_docs_walk import ROOT, STEPS

WRITTEN = {
    "proposal.json",
    "again.json",
    "dot-1.xlsx",
    "dot-1.html",
    "dot-1.nft",
    "changes.csv",
    "ke-hoach.docx",
    "ke-hoach.html",
    "trang-lanh-dao.html",
    "trang-lanh-dao.pdf",
    "after.html",
}


def test_the_walk_works(tmp_path: Path) -> None:
    """Every step, one after the other, ends with 0, prints lines that fit, and leaves the files it names."""
    folder = tmp_path
    for words in STEPS:
        if words[0] == "cp":
            shutil.copytree(ROOT / words[2], folder / words[3])
        elif words[0] == "cd":
            folder /= words[1]
        else:
            done = auditor(*words[1:], cwd=folder)
            lines = [] if {"json", "csv"} & set(words) else done.out.replace(str(tmp_path), "").splitlines()
            wide = [text for text in lines if len(text) > WIDTH]
            assert (0, []) == (done.code, wide), (words, done.err[-2000:])

    assert {path.name for path in folder.iterdir()} >= WRITTEN
    assert {path.name: path.stat().st_size > 0 for path in folder.iterdir() if path.name in WRITTEN} == dict.fromkeys(
        WRITTEN, True
    )
