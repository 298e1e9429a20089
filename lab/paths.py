"""Where the lab keeps what it makes: one ignored folder inside the project."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
RUN = PROJECT / "lab" / ".run"
STATE = RUN / "state.json"
KEYS = RUN / "keys"
EXPORTS = RUN / "exports"
CALLS = RUN / "calls"
CAPTURE = RUN / "capture"
MACHINES = RUN / "machines"
VANTAGES = RUN / "vantages.json"


def machine_dir(name: str) -> Path:
    """Folder of one machine: its overlay layers, init script and log."""
    return MACHINES / name
