"""What everything that is declared has: an identity, a name in both languages, and where its line comes from."""

from typing import Literal

from auditor.model.base import Document, Identifier, Text


class Name(Document):
    """A thing's name in both languages; `en` falls back to `vi` in reports."""

    vi: Text
    en: Text = ""


class Origin(Document):
    """Where a line of the inventory comes from: a public fact with its source, or an example."""

    kind: Literal["public", "example", "internal"] = "internal"
    source: Text = ""


class Entity(Document):
    """Anything with an identity. `formerly` carries earlier ids, so that history survives a rename."""

    id: Identifier
    formerly: tuple[Identifier, ...] = ()
    origin: Origin = Origin()
    note: Text = ""
