"""Whether the kernel that runs is the newest that dpkg has installed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

from auditor.collectors.platforms.debian import older

_IMAGE = re.compile(r"linux-image-(?:unsigned-)?([0-9][A-Za-z0-9.+~-]{0,80})(?::[a-z0-9-]+)?")
_OTHER = ("-dbg", "-dbgsym")
_RUNNING = re.compile(r"([A-Za-z0-9][A-Za-z0-9.+~_-]{0,80}) (#.{0,200})\n?")
_BUILT_AS = re.compile(r" Debian ([0-9][A-Za-z0-9.+~-]{0,60}) \(")
"""Debian writes the version of the package into what its kernel says of its making."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """The release that runs, the newest one installed (empty where no package is a kernel), and whether it is another,
    or the same in a newer version.
    """

    running: str
    newest: str
    outdated: bool


def kernel(said: str, versions: Mapping[str, str]) -> Kernel | None:
    """By `uname -r -v` and what dpkg has installed; None where that is not what `uname` writes."""
    running = _RUNNING.fullmatch(said)
    if running is None:
        return None
    images = {found[1]: version for name, version in versions.items() if (found := _IMAGE.fullmatch(name))}
    releases = [release for release in images if not release.endswith(_OTHER)]
    if not releases:
        return Kernel(running[1], "", outdated=False)
    newest = reduce(lambda one, two: two if older(one, two) else one, sorted(releases))
    built_as = _BUILT_AS.search(running[2])
    replaced = built_as is not None and images.get(running[1], built_as[1]) != built_as[1]
    return Kernel(running[1], newest, outdated=newest != running[1] or replaced)
