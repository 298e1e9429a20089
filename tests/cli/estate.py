"""A large made-up estate as a folder, for what only shows with many documents."""

from pathlib import Path

_HEAD = """sites: [{id: idc, name: {vi: Trung tâm}, organisation: ubnd}]
zones: [{id: dmz, name: {vi: DMZ}, kind: dmz, site: idc}]
networks: [{id: n, zone: dmz, prefixes: [10.0.0.0/16]}]
"""


def large_estate(folder: Path, *, systems: int, communes: int = 0) -> None:
    """Writes an inventory of so many systems with one host each, and a scope that permits nothing.

    Each system's document names every commune, so that communes make documents large.
    """
    lines = ["organisations:", "  - {id: ubnd, name: {vi: Tỉnh}, kind: province}"]
    lines += [f"  - {{id: xa-{n:03}, name: {{vi: Xã {n}}}, kind: commune, parent: ubnd}}" for n in range(communes)]
    lines += [_HEAD, "systems:"]
    lines += [f"  - {{id: s{n}, name: {{vi: Hệ {n}}}, kind: portal, owner: ubnd, level: 3}}" for n in range(systems)]
    lines.append("hosts:")
    lines += [
        f"  - {{id: h{n}, system: s{n}, interfaces: [{{network: n, address: 10.0.{n // 250}.{n % 250 + 1}}}]}}"
        for n in range(systems)
    ]
    folder.mkdir()
    (folder / "inventory.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "scope.yaml").write_text("authorisations: []\n", encoding="utf-8")
