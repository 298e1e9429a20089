"""A Linux machine with a shell, and the asks that several kinds put to it."""

from types import MappingProxyType

from auditor.collectors.asks import Answers, Command
from auditor.collectors.dialect import Fit, Platform


def _recognises(_: Answers) -> Fit:
    return Fit.YES


LINUX = Platform(id="linux", transport="shell", recognises=_recognises, defaults=MappingProxyType({}))

ADDRESSES = Command(id="ip addr", words=("ip", "-j", "-d", "addr"), of_network=True)
ROUTES_4 = Command(id="ip route", words=("ip", "-j", "-4", "route", "show", "table", "all"), of_network=True)
ROUTES_6 = Command(id="ip -6 route", words=("ip", "-j", "-6", "route", "show", "table", "all"), of_network=True)
