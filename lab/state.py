"""What one lab run has started, written as it goes, for those who look for a machine's process."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from lab.paths import STATE


@dataclass
class State:
    """The record of one run. `machines` maps names to (PID 1, keeper); pids without the token mean nothing."""

    token: str
    machines: dict[str, tuple[int, int]] = field(default_factory=dict)
    complete: bool = False
    made_names_folder: bool = False

    def save(self, path: Path = STATE) -> None:
        """Writes the record whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(self)))
        draft.replace(path)

    def pid(self, machine: str) -> int:
        """PID 1 of a machine, seen from outside. Raises KeyError for one that was never started."""
        return self.machines[machine][0]


def load(path: Path = STATE) -> State | None:
    """The record of the last run, or None. A record cut short by a full disk counts as none."""
    try:
        raw = json.loads(path.read_text())
        machines = {name: (int(pids[0]), int(pids[1])) for name, pids in raw["machines"].items()}
        return State(str(raw["token"]), machines, bool(raw["complete"]), bool(raw["made_names_folder"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
