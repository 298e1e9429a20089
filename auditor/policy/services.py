"""Declared and seen endpoints as rows of the policies' input, by the system they belong to."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from auditor.estate import World
from auditor.model.inventory import Endpoint, Host
from auditor.model.policy_input import project
from auditor.model.vocab.subjects import SubjectKind
from auditor.policy.log_stores import BySubject
from auditor.policy.seen import SeenEndpoint, seen_endpoints
from auditor.policy.strays import Strays

Rows = Mapping[str, list[dict[str, Any]]]


class ServiceRows:
    """What is declared to answer on one world's machines, and what was seen to."""

    def __init__(self, world: World, by_subject: BySubject, strays: Strays) -> None:
        self._estate = world.estate
        self._cover = world.cover
        self._seen: dict[str, dict[str, SeenEndpoint]] = {
            host.id: {seen.port: seen for seen in seen_endpoints((*by_subject.get(host.id, ()), *strays.met(host)))}
            for host in world.estate.inventory.hosts
        }

    def by_system(self) -> Rows:
        """Every row, under the system that a declared endpoint, or else its machine, belongs to."""
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for endpoint in self._estate.inventory.endpoints:
            rows[self._estate.owner_of(endpoint)].append(self._declared_row(endpoint))
        for host_id, host in sorted(self._estate.hosts.items()):
            listed = self.declared_ports(host)
            for port, seen in sorted(self._seen[host_id].items()):
                if port not in listed:
                    rows[host.system].append(self._seen_row(host, seen))
        return rows

    def declared_ports(self, host: Host) -> set[str]:
        """The ports of a machine that the inventory tells."""
        return {endpoint.id.port for endpoint in self._estate.endpoints_on(host.id)}

    def _declared_row(self, endpoint: Endpoint) -> dict[str, Any]:
        host = self._estate.hosts[endpoint.id.host]
        seen = self._seen[host.id].get(endpoint.id.port)
        place = self._place(host, endpoint.id, endpoint.id.port, seen.service if seen else "")
        return project(endpoint) | place | {"declared": True, "system": self._estate.owner_of(endpoint)}

    def _seen_row(self, host: Host, seen: SeenEndpoint) -> dict[str, Any]:
        identifier = f"{host.id}/{seen.port}"
        row = {
            "id": identifier,
            "system": host.system,
            "purpose": seen.purpose,
            "names": [],
            "path": "/",
            "tls": seen.tls,
            "declared": False,
        }
        return row | self._place(host, identifier, seen.port, seen.service)

    def _place(self, host: Host, identifier: str, port: str, service: str) -> dict[str, Any]:
        return {
            "host": host.id,
            "port": port,
            "zones": list(self._estate.zones_of(host)),
            "services": [service] if service else [],
            "label": self._cover.label_of(SubjectKind.ENDPOINT, identifier).value,
        }
