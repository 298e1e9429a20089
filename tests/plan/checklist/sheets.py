"""Checklists of the sample province with one line of every make, written by hand so that nothing else decides them."""

import datetime
from typing import Any

from auditor.plan.checklist.shape import Checklists

HOSTILE = '=HYPERLINK("http://x")</script><img src=x onerror=alert(1)>\x1b[31m\u202e\x00'
NIGHT = datetime.date(2026, 12, 5)
AT = datetime.datetime(2026, 11, 22, 13, 15, tzinfo=datetime.UTC)


def line(number: int, **keys: Any) -> dict[str, Any]:
    base = {
        "id": f"system/tthc@{NIGHT}/line{number}",
        "phase": "before",
        "item": f"line{number}",
        "words_vi": f"Dòng {number}",
        "words_en": f"Line {number}",
        "state": "by_hand",
    }
    return base | keys


def filled(code: str, *args: str, **keys: Any) -> dict[str, Any]:
    return {"value": {"code": code, "args": args}} | keys


def checklists(*, hostile: bool = False, name: str = "") -> Checklists:
    """A wave and one of its systems; with `hostile`, texts that try to be more than text."""
    text = HOSTILE if hostile else "Phòng Kỹ thuật"
    law = [{"instrument": "nd-331-2026-nd-cp", "clause": "Art. 29", "confidence": "C"}]
    evidence = filled("line_passes", "NW-05", "2", at=AT, vantage="quan-tri", evidence=["ports/x"])
    lines = [
        line(1, state="met", stops=True, filled=evidence, owner="so-khcn", due="2026-11-20"),
        line(
            2,
            state="not_met",
            stops=True,
            filled=filled("line_fails", "CN-05", "1", "1"),
            law=law,
            tick={"answer": "yes", "who": text, "at": AT, "note": text},
        ),
        line(3, state="unknown", stops=True, filled=filled("line_paper_missing")),
        line(4, stops=True, words_vi=text, words_en=text),
        line(5, phase="during"),
        line(6, phase="after", tick={"answer": "no", "who": "B", "at": AT}),
    ]
    system = {
        "kind": "system",
        "id": name or "tthc",
        "wave": "dot-x",
        "date": NIGHT,
        "lines": lines,
        "go": "no_go",
        "stopped_by": [lines[1]["id"]],
        "rollback_vi": ["Hỏng"],
        "rollback_en": ["Broken"],
        "signatures_vi": ["Người lập", "Chủ quản"],
        "signatures_en": ["Prepared by", "Owner"],
    }
    wave_line = line(1) | {"id": f"wave/dot-x@{NIGHT}/line1"}
    wave = {"kind": "wave", "id": "dot-x", "wave": "dot-x", "date": NIGHT, "lines": [wave_line], "go": "open"}
    return Checklists.model_validate({"run": "20261122-0915-7f3c", "sheets": [wave, system]})
