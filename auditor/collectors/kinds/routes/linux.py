"""Routes of both IP versions as iproute2 tells them, and the proxy that logins are given."""

from auditor.collectors.asks import MAY_BE_ABSENT, Answers, Command, File
from auditor.collectors.dialect import Dialect, cover_of, gap, unreadable
from auditor.collectors.platforms.linux import LINUX
from auditor.collectors.trees import iproute
from auditor.errors import UnreadableError
from auditor.model.facts.reading import Reading
from auditor.model.facts.routes import Routes
from auditor.text.harmless import from_target

ROUTES_4 = Command(id="ip route", words=("ip", "-j", "route", "show"), of_network=True)
ROUTES_6 = Command(id="ip -6 route", words=("ip", "-j", "-6", "route", "show"), of_network=True)
ENVIRONMENT = File(id="environment", paths=("/etc/environment",), accepts=MAY_BE_ABSENT)

_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
_DEFAULTS = frozenset({"0.0.0.0/0", "::/0"})


def read(answers: Answers) -> Reading:
    """The main routing tables; nothing is said of other tables."""
    four, six = answers[ROUTES_4], answers[ROUTES_6]
    told = six.ok and bool(six.text.strip())
    if not four.ok:
        return Reading()
    try:
        found = iproute.parse_routes(four.text, six.text if told else "[]")
    except UnreadableError as fault:
        return unreadable(fault.message)
    unread = [gap("routes", ROUTES_6.id, "not_told")] * (not told)
    unread += [gap("routes", ROUTES_4.id, "not_understood")] * (not found.whole)
    unread += [gap("proxy", ENVIRONMENT.paths[0], "file_not_readable")] * _hidden(answers)
    data = Routes(
        routes=found.routes,
        default=any(route.prefix in _DEFAULTS for route in found.routes),
        proxy=_proxy(answers[ENVIRONMENT].text),
    )
    return Reading(data, cover_of(answers, DIALECT.asks), tuple(unread))


def _hidden(answers: Answers) -> bool:
    answer = answers[ENVIRONMENT]
    return not answer.ok and answer.trouble not in ENVIRONMENT.accepts


def _proxy(environment: str) -> str:
    """The proxy's host and port, without scheme and credentials."""
    for line in environment.splitlines():
        key, _, value = line.strip().removeprefix("export ").partition("=")
        if key.strip().lower() in _PROXIES and value.strip("\"' "):
            address = value.strip("\"' ").rpartition("@")[2]
            return from_target(address.removeprefix("http://").removeprefix("https://"), 255)
    return ""


DIALECT = Dialect(
    kind="routes",
    platform=LINUX,
    asks=(ROUTES_4, ROUTES_6, ENVIRONMENT),
    read=read,
    tool="ip route",
    truth="iproute2, from the kernel",
)
