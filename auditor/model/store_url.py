"""What the address of a store means, however it is spelt: a file of SQLite's, or a database of some servers.

Read as SQLAlchemy and the client libraries read it: what stands behind the `?` goes before what stands in front of it,
and what is left out is what the client takes from its environment.
"""

import ipaddress
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_ADDRESS = re.compile(
    r"(?P<kind>[\w+]+)://"
    r"(?:(?P<user>[^:/]*)(?::[^@]*)?@)?"
    r"(?:\[(?P<v6>[^/?]+)\]|(?P<host>[^/:?]+))?(?::(?P<port>[^/?]*))?"
    r"(?:/(?P<database>[^?]*))?"
    r"(?:\?(?P<query>.*))?"
)
_ALIASES = {"postgres": "postgresql", "mariadb": "mysql"}
_DEFAULT_PORTS = {"postgresql": "5432", "mysql": "3306"}
_HERE = "localhost"
_IN_MEMORY = ":memory:"
_URI = "file:"

Server = tuple[str, str]
"""Host and port, in one spelling each."""


@dataclass(frozen=True, slots=True)
class StoreUrl:
    """One address in its parts, as written; `query` holds each key's values in order."""

    kind: str
    user: str = ""
    host: str = ""
    port: str = ""
    database: str = ""
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> "StoreUrl":
        """The parts of a text; of one that is no address only a kind that nothing has. Opening it names the fault."""
        found = _ADDRESS.match(text)
        if found is None:
            return cls(kind="")
        kind = found["kind"].partition("+")[0].lower()
        return cls(
            kind=_ALIASES.get(kind, kind),
            user=urllib.parse.unquote(found["user"] or ""),
            host=found["v6"] or found["host"] or "",
            port=found["port"] or "",
            database=urllib.parse.unquote(found["database"] or ""),
            query={key: tuple(values) for key, values in urllib.parse.parse_qs(found["query"] or "").items()},
        )

    @property
    def is_file(self) -> bool:
        """Whether it names a file of SQLite's; one in memory is none."""
        return self.kind == "sqlite" and self.database not in {"", _IN_MEMORY}

    @property
    def is_uri(self) -> bool:
        """Whether the file is named by an address of SQLite's own, which can name one file in many ways."""
        return self.is_file and self.database.startswith(_URI)

    @property
    def file(self) -> Path | None:
        """The file it names, relative ones to where the program stands; None for every other store."""
        return Path(self.database.removeprefix(_URI)) if self.is_file else None

    def may_be(self, other: "StoreUrl", environment: Mapping[str, str]) -> bool:
        """Whether both may mean one database of one server, for a client with that environment.

        What cannot be told from the addresses, as a service of libpq's own file, is taken for the same: better two
        stores refused than two worlds in one. Drivers, users, options and folders of sockets make no difference.
        """
        if self.kind != other.kind:
            return False
        one, two = self.servers(environment), other.servers(environment)
        if one and two and not one & two:
            return False
        mine, its = self.database_in(environment), other.database_in(environment)
        return not (mine and its) or mine == its

    def servers(self, environment: Mapping[str, str]) -> frozenset[Server]:
        """Every server it may lead to; none when that stands in a file of the client's."""
        hosts = [*self._all("host"), *self._all("hostaddr")] or [self.host] * bool(self.host)
        if not hosts and self._service(environment):
            return frozenset()
        hosts = hosts or [environment.get("PGHOST") or environment.get("PGHOSTADDR") or _HERE]
        ports = self._all("port") or [self.port or environment.get("PGPORT", "")]
        return frozenset(self._spelt(hosts, ports))

    def _spelt(self, hosts: Iterable[str], ports: Iterable[str]) -> Iterator[Server]:
        default = _DEFAULT_PORTS.get(self.kind, "")
        for host in hosts:
            name, own = _parted(host)
            for port in (own,) if own else ports:
                yield _one_spelling(name), port.lstrip("0") or default

    def database_in(self, environment: Mapping[str, str]) -> str:
        """The database's name; empty where the client's environment or files decide it."""
        named = next((self.query[key][-1] for key in ("dbname", "database", "db") if key in self.query), self.database)
        if named or self._service(environment):
            return named
        return environment.get("PGDATABASE") or self.user or environment.get("PGUSER", "")

    def _service(self, environment: Mapping[str, str]) -> bool:
        return bool(self._all("service") or environment.get("PGSERVICE"))

    def _all(self, key: str) -> list[str]:
        """Every value under a key, also those that stand in one text with commas between them."""
        return [part for text in self.query.get(key, ()) for part in text.split(",") if part]


def _parted(host: str) -> tuple[str, str]:
    """Host and port of a host that carries one, as `db1:5433`; a bare IPv6 address carries none."""
    name, mark, port = host.rpartition(":")
    return (name, port) if mark and ":" not in name and port.isdigit() else (host, "")


def _one_spelling(host: str) -> str:
    """A host's name in lower case; this machine by whatever name, address or folder of a socket."""
    name = host.casefold().rstrip(".")
    if not name or name[0] in "/@":
        return _HERE
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name
    plain = getattr(address, "ipv4_mapped", None) or address
    return _HERE if plain.is_loopback or plain.is_unspecified else str(plain)
