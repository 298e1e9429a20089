"""A question put to one service address over the network, once the scope permits it: its kind, and when it is wanted.

Modules of `network/` that can put one name it `QUESTION`; `registry.py` finds them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from auditor.collectors.job import EndpointJob
from auditor.collectors.outcome import Outcome
from auditor.collectors.scope import Address
from auditor.model.facts import Cause
from auditor.model.inventory import Endpoint, System

Lead = Callable[[str, int, Address], Address | Cause]
"""The address at which a web server of that name or address may be asked on a port now, the given one if it is among
them; or why at none.
"""


def nowhere(_name: str, _port: int, _near: Address) -> Address | Cause:
    """Leads to no other machine."""
    return Cause(code="address_outside_scope")


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question goes: the address, the port's number, the endpoint it is about, whom we trust, and what was
    heard there: the service's name, empty where nobody knows, and whether it speaks TLS from its first byte. `lead`
    says where another service that an answer points to may be asked.
    """

    address: Address
    number: int
    endpoint: EndpointJob
    trust_anchors: str
    service: str = ""
    encrypted: bool = False
    lead: Lead = nowhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One kind of observation about an endpoint.

    `wanted(endpoint, port, tls)` decides by what is declared, `found(name, encrypted)` by the service that was
    recognised on a port nobody declared. `from_administrators`: asked from where administrators come, not from home.
    `of_system`: of services of which systems alone.
    """

    kind: str
    wanted: Callable[[Endpoint, str, bool], bool]
    found: Callable[[str, bool], bool]
    ask: Callable[[Asked], Outcome]
    from_administrators: bool = False
    of_system: Callable[[System], bool] = lambda _system: True
