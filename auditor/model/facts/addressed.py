"""Which addresses of a machine or name a look was about: one of several is said, and never stands for all."""

import ipaddress
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal

from auditor.model.base import Document, Text, Told

Family = Literal["ipv4", "ipv6"]


class Addressed(Document):
    """Addresses of the subject, as far as it has any where the look was made from.

    `addresses_asked` are those that the data is about, `addresses_left_out` those that brought nothing: not permitted,
    no way there, or no answer. `addresses_silent` are those at which a finished sweep found the port silent, though the
    machine answers in their IP version: nothing there can be reached from the vantage. `families_asked` are the IP
    versions among those asked. All are absent in facts of readers that did not tell.
    """

    addresses_asked: Told[tuple[Text, ...]] = None
    addresses_left_out: Told[tuple[Text, ...]] = None
    addresses_silent: Told[tuple[Text, ...]] = None
    families_asked: Told[tuple[Family, ...]] = None

    def misses(self, addresses: Collection[str]) -> bool:
        """Whether it was made at none of some addresses, as far as it tells."""
        return bool(self.addresses_asked and addresses) and set(addresses).isdisjoint(self.addresses_asked or ())

    def concerns(self, path: str, names: Collection[str]) -> bool:  # noqa: ARG002  # what some kinds ask for, others do not
        """Whether it is about a service by its path and names, as far as it tells."""
        return True


EXCUSED: Mapping[str, str] = MappingProxyType(
    {
        "addresses_asked": "Says of which addresses the data is true; policies/main holds them, whatever the kind, "
        "against those that the machine tells of itself, and the join against those declared now.",
        "addresses_left_out": "Names the addresses for whose sake a look is not finished, for whoever looks again.",
        "addresses_silent": "Tells addresses that a filter keeps from the vantage from those that were left out; asked "
        "they were, as policies/main reads it.",
        "families_asked": "Tells a look over one IP version from a look over both, for whoever compares two of them.",
    }
)
"""What the addresses of a look are there for: which of them are missing is judged by the state of the look."""


def same_name(asked: str, names: Collection[str]) -> bool:
    """Whether a name that was asked for is among some, where both are told: in any case, and without a final dot."""
    return not asked or not names or _plain(asked) in map(_plain, names)


def _plain(name: str) -> str:
    return name.lower().removesuffix(".")


def families(addresses: Iterable[str]) -> tuple[Family, ...]:
    """The IP versions of some addresses, sorted."""
    found: set[Family] = {"ipv6" if ipaddress.ip_address(each).version == 6 else "ipv4" for each in addresses}  # noqa: PLR2004  # the IP version
    return tuple(sorted(found))


def addressed(asked: Iterable[object], left_out: Iterable[object] = ()) -> dict[str, Any]:
    """What a look at some addresses says of them, given as text or as objects."""
    asked_, left = tuple(map(str, asked)), tuple(map(str, left_out))
    return {"addresses_asked": asked_, "addresses_left_out": left, "families_asked": families(asked_)}
