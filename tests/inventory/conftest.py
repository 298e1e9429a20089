"""A small sound inventory, written out as people write it, for tests that change one thing in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

SOUND = """\
organisations:
  - {id: ubnd, name: {vi: Ủy ban nhân dân tỉnh}, kind: province, code: H49}
  - {id: so-khcn, name: {vi: Sở Khoa học và Công nghệ}, kind: department, code: H49.2, parent: ubnd}
sites:
  - {id: idc, name: {vi: Trung tâm tích hợp dữ liệu}, kind: data_centre, organisation: so-khcn}
zones:
  - {id: dmz, name: {vi: Vùng DMZ}, kind: dmz, site: idc}
  - {id: database, name: {vi: Vùng cơ sở dữ liệu}, kind: database, site: idc}
networks:
  - {id: net-dmz, zone: dmz, prefixes: [10.0.1.0/24, "2001:db8:1::/64"]}
  - {id: net-db, zone: database, prefixes: [10.0.2.0/24]}
systems:
  - {id: tthc, name: {vi: Hệ thống thông tin giải quyết thủ tục hành chính}, kind: tthc, owner: so-khcn, site: idc}
hosts:
  - {id: web-1, system: tthc, interfaces: [{network: net-dmz, address: 10.0.1.5}]}
  - {id: db-1, system: tthc, interfaces: [{network: net-db, address: 10.0.2.5}]}
endpoints:
  - {id: web-1/tcp/443, purpose: web, tls: true}
flows:
  - {id: sql, from_zone: dmz, to_zone: database, from_hosts: [web-1], to_hosts: [db-1], ports: [tcp/5432]}
evidence:
  - {id: ev-1, kind: level_approval, subject: {kind: system, id: tthc}, number: 12/QĐ, date: 2026-09-10}
"""


@pytest.fixture
def sound() -> str:
    """The sound inventory as one file's text."""
    return SOUND


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes an inventory folder: the sound file with one text replaced, and any further files."""

    def write(old: str = "", new: str = "", **files: str | bytes) -> Path:
        assert old in SOUND
        place = tmp_path / "inventory"
        place.mkdir(exist_ok=True)
        (place / "all.yaml").write_text(SOUND.replace(old, new, 1) if old else SOUND, encoding="utf-8")
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (place / f"{name}.yaml").write_bytes(data)
        return place

    return write
