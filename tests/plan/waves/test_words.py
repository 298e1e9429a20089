"""Every reason of a plan of waves has its sentence, and every sentence a reason."""

import re
from pathlib import Path

import auditor.plan.waves.make
from auditor.plan.waves.unknowns import _AMOUNTS
from auditor.plan.waves.words import SENTENCES

ROOM = Path(auditor.plan.waves.__file__).parent
MADE = {
    "demand_{key}": {"demand_together", "demand_apart"},
    "demand_zone_{key}": {f"demand_zone_{key}" for key in ("systems", "vcpu", "ram_gb", "storage_gb")},
    "note_readiness_{judged.state}": {f"note_readiness_{state}" for state in ("blocked", "unknown", "conditional")},
    "unplaced_{system.decision.value}": {
        f"unplaced_{way}" for way in ("special_zone", "modernise_first", "consolidate")
    },
    "unknown_zone_{key}": {f"unknown_zone_{key}" for key in _AMOUNTS},
}
CODE = re.compile(r'"((?:why|demand|note|unknown|unplaced|conflicts)_[a-z_.{}]+)"')


def test_codes_and_sentences_agree() -> None:
    """The codes that stand in the room are those that have words; codes made of parts are listed here."""
    found = {code for path in ROOM.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    codes = {code for made in found for code in MADE.get(made, {made})}

    assert set(SENTENCES) == codes
