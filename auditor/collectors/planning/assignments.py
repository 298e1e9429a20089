"""Who looks at what: many vantages see a host's ports, but one is enough to question services or read settings."""

from collections.abc import Iterable

from auditor.collectors.planning.addresses import PlanningEstate
from auditor.model.inventory import Host
from auditor.model.settings import Vantage
from auditor.model.vocab.declared import ZoneKind


class Assignments:
    """Assignments among all vantages of the settings, so that they do not depend on which of them take part today."""

    def __init__(self, estate: PlanningEstate, vantages: Iterable[Vantage], chosen: Iterable[Vantage]) -> None:
        self._estate = estate
        self._all = [vantage for vantage in vantages if vantage.zone in estate.zones]
        self.chosen = tuple(chosen)

    def home(self, host: Host) -> Vantage | None:
        """The vantage that questions a host's services: one of its own zone, else one of its routing domain."""
        zone = self._estate.zone_of(host)
        near = [
            vantage for vantage in self._all if vantage.sweep and self._domain(vantage) == self._estate.domain_of(zone)
        ]
        return min(near, key=lambda vantage: (vantage.zone != zone, self._rank(vantage), vantage.id), default=None)

    def standing_on(self, host: Host) -> Vantage | None:
        """The vantage that stands on a host itself."""
        return next((vantage for vantage in self._all if vantage.host == host.id), None)

    def over_ssh(self, host: Host) -> Vantage | None:
        """The vantage that may log in on a host: one of its own zone, else of a management zone, else any."""
        zone = self._estate.zone_of(host)
        able = [v for v in self._all if v.ssh is not None and self._domain(v) == self._estate.domain_of(zone)]
        return min(able, key=lambda vantage: (vantage.zone != zone, self._rank(vantage), vantage.id), default=None)

    @property
    def accounts(self) -> tuple[str, ...]:
        """Names that settings are read with over SSH, from wherever."""
        return tuple(sorted({vantage.ssh.user for vantage in self._all if vantage.ssh is not None}))

    def administering(self, host: Host) -> Vantage | None:
        """The sweeping vantage that administrators' services are asked from: the one that logs in, else the home."""
        remote = self.over_ssh(host)
        return remote if remote is not None and remote.sweep else self.home(host)

    def resolving(self) -> Vantage | None:
        """The vantage that resolves names: one on the Internet, where citizens are, else any with a resolver."""
        able = [vantage for vantage in self._all if vantage.resolver]
        return min(able, key=lambda v: (self._kind(v) is not ZoneKind.INTERNET, v.id), default=None)

    def speaks_for(self, vantage: Vantage, host: Host) -> bool:
        """Whether this vantage reports what nobody can do for a host: its home, or the first one where it has none."""
        home = self.home(host) or self.standing_on(host)
        return vantage.id == (home.id if home else self.chosen[0].id)

    def _domain(self, vantage: Vantage) -> str:
        return self._estate.domain_of(vantage.zone)

    def _kind(self, vantage: Vantage) -> ZoneKind:
        return self._estate.zones[vantage.zone].kind

    def _rank(self, vantage: Vantage) -> bool:
        return self._kind(vantage) is not ZoneKind.MANAGEMENT
