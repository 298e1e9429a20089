"""Which system and which programs a host has installed, by its own package manager."""

from typing import Annotated

from pydantic import Field

from auditor.model.base import Document, Text, Told
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind

MAX_PACKAGES = 6000
"""What a machine with a whole desktop and its development tools stays below."""


class Package(Document):
    """One installed package, under the name and version of its distribution."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.+_-]{0,119}$")]
    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9.+~:^_-]{1,120}$")]


class Packages(Document):
    """The operating system by its own file (os-release(5)) and what its package manager has installed. Subject: host.

    `os` and `os_version` are `ID` and `VERSION_ID`, as `debian` and `12`; a system that rolls on has no version. A list
    that is not the whole one is unread. What came to the machine by another way (a folder that was unpacked, a
    container, a module of a language) is in no list of a package manager.
    """

    os: Told[Text] = None
    os_version: Told[Text] = None
    packages: Told[Annotated[tuple[Package, ...], Field(max_length=MAX_PACKAGES)]] = None


KIND = Kind(
    name="packages",
    title="installed software",
    shape=Packages,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/2",
)
