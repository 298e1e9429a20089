"""What a control is and what its law is worth."""

from enum import StrEnum


class ControlFamily(StrEnum):
    """Folder names of the control families; the two-letter code is the id's prefix."""

    STATE_SECRETS = "state_secrets"
    LEVELS = "levels"
    HOSTING = "hosting"
    NETWORK = "network"
    ACCOUNTS = "accounts"
    LOGS = "logs"
    OPERATIONS = "operations"
    CONNECTIVITY = "connectivity"
    SYNCHRONIZATION = "synchronization"
    MIGRATION = "migration"


FAMILY_CODES: dict[ControlFamily, tuple[str, ...]] = {
    ControlFamily.STATE_SECRETS: ("SS",),
    ControlFamily.LEVELS: ("LV",),
    ControlFamily.HOSTING: ("HO",),
    ControlFamily.NETWORK: ("NW",),
    ControlFamily.ACCOUNTS: ("AC",),
    ControlFamily.LOGS: ("LG",),
    ControlFamily.OPERATIONS: ("VM", "MW", "BK", "CR", "IN", "IR"),
    ControlFamily.CONNECTIVITY: ("CN",),
    ControlFamily.SYNCHRONIZATION: ("SY",),
    ControlFamily.MIGRATION: ("MG",),
}


class Part(StrEnum):
    """Which document a control reads: one system's slice, or the estate as a whole."""

    SYSTEM = "system"
    ESTATE = "estate"


class Confidence(StrEnum):
    """How well a clause is known: A text read, B official summary, C secondary source only, D general knowledge."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Force(StrEnum):
    """Whether a text binds a kind of subject or only recommends to it."""

    BINDING = "binding"
    RECOMMENDED = "recommended"


class Ground(StrEnum):
    """What a pass of a control rests on at least: looks and exports, a paper, or what the inventory says."""

    FACTS = "facts"
    PAPER = "paper"
    DECLARATION = "declaration"
