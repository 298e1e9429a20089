"""Where a service writes and what it is told about the lab as a whole."""

from dataclasses import dataclass, field
from pathlib import Path

from lab.paths import machine_dir
from lab.pki import Authority


@dataclass(frozen=True)
class Lab:
    """What every machine of one start shares."""

    ca: Authority
    auditor_key: str
    host_keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Public SSH host keys by machine, filled while machines are built."""


@dataclass(frozen=True)
class Place:
    """The layers of one machine."""

    name: str

    @property
    def root(self) -> Path:
        """Folder that holds the machine's layers."""
        return machine_dir(self.name)

    def path(self, inside: str) -> Path:
        """Where a path of the machine (below /etc or /var) lies in its layer."""
        top = inside.split("/")[1]
        if top not in {"etc", "var"}:
            raise ValueError(f"{inside} is outside the layers /etc and /var")
        return self.root / inside.lstrip("/")

    def write(self, inside: str, content: str | bytes, mode: int = 0o644) -> None:
        """Writes a file of the machine."""
        target = self.path(inside)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        target.chmod(mode)
