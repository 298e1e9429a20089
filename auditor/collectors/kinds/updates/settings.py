"""Settings of apt that say how it is fetched and whether by itself, as `apt-config dump` tells them (apt.conf(5))."""

import re
from dataclasses import dataclass

from auditor.text.urls import host_in

_LINE = re.compile(r'([A-Za-z][A-Za-z0-9:/._-]{0,150}) "(.{0,500})";')
_PROXY = re.compile(r"acquire::(?:http|https|ftp)::proxy(?:::.{1,100})?")
_DETECTED = re.compile(r"acquire::(?:[a-z]+::)?proxy-?auto-?detect|acquire::https?::proxy-auto-detect")
_OFF = frozenset({"", "0", "false", "no"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Hosts of the proxies that are set, whether a program chooses one, and whether updates are fetched and installed
    without anybody, as far as apt's own settings go.
    """

    proxies: tuple[str, ...]
    detected: bool
    automatic: bool


def settings(text: str) -> Settings | None:
    """None for what `apt-config` does not write. Names are the same in any case, and the last one of a name counts."""
    given = {row[1].lower(): row[2] for line in text.splitlines() if (row := _LINE.fullmatch(line))}
    if "dir::state" not in given:
        return None
    proxies = {host for name, value in given.items() if _PROXY.fullmatch(name) and (host := _host(value))}
    periodic = [
        given.get(f"apt::periodic::{name}", default).lower() not in _OFF
        for name, default in (("enable", "1"), ("update-package-lists", "0"), ("unattended-upgrade", "0"))
    ]
    detected = any(_DETECTED.fullmatch(name) and value for name, value in given.items())
    return Settings(tuple(sorted(proxies)), detected, all(periodic))


def _host(value: str) -> str:
    """The host of a proxy, and nothing of the name and password that may stand before it."""
    if value in {"", "DIRECT", "false"}:
        return ""
    return host_in(value) or "unknown"
