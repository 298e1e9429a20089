"""The names under which a commune's site stands against the name of the commune."""

import re
from collections.abc import Iterator

from auditor.estate.mentions import folded
from auditor.inventory.agreement.doubt import Doubt
from auditor.inventory.agreement.rules import Declarations
from auditor.inventory.explain import Fault
from auditor.model.inventory import System
from auditor.model.vocab.declared import OrganisationKind, SystemKind

_COMMUNE = re.compile(r"\b(?P<unit>xa|phuong|dac khu)\s+(?P<own>.+)$")
_UNDER_A_PROVINCE = re.compile(r"^(?P<label>[a-z0-9-]+)\.[a-z0-9-]+\.gov\.vn$")


def compare_names(told: Declarations) -> Iterator[Doubt]:
    """Names of communes' sites that are not the commune's own in full (NĐ 224/2026/NĐ-CP Art. 11(4)(c)). Which
    addresses lie outside the pattern altogether is a verdict's to say.
    """
    for system in told.estate.inventory.systems:
        wanted = _full_names(told, system)
        for position, name in enumerate(system.domains if wanted else ()):
            found = _UNDER_A_PROVINCE.match(name.casefold())
            if found and found["label"].replace("-", "") not in wanted:
                message = "is not the full name of the commune without tones (NĐ 224/2026 11(4)(c))"
                remedy = f"Confirm the name, or register {min(wanted, key=len)} instead of its first part."
                yield Doubt("systems", system.id, Fault(("domains", position), message, name, remedy))


def _full_names(told: Declarations, system: System) -> frozenset[str]:
    """The ways to write a commune's name in full, with the word for what it is and without; none for anybody else.

    What a special zone puts before its name the decree does not say.
    """
    owner = told.estate.organisations.get(system.owner)
    if system.kind is not SystemKind.PORTAL or system.scope != "commune" or owner is None:
        return frozenset()
    found = _COMMUNE.search(folded(owner.name.vi))
    if owner.kind is not OrganisationKind.COMMUNE or found is None:
        return frozenset()
    own = re.sub("[^a-z0-9]", "", found["own"])
    unit = found["unit"].replace(" ", "")
    return frozenset({own, f"{unit}{own}", *(f"{one}{own}" for one in ("xa", "phuong") if unit == "dackhu")})
