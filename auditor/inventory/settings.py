"""Reads `auditor.yaml`, and resolves its relative paths against the folder it stands in."""

import ipaddress
import os
import zoneinfo
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.errors import SettingsError
from auditor.inventory.document import read_document
from auditor.inventory.explain import Fault
from auditor.inventory.yamlfile import Loc
from auditor.model.base import LARGEST_PORT, in_ipv6_clothing, is_address
from auditor.model.settings import Schedule, ServerAccess, Settings, SshAccess, Vantage
from auditor.model.store_url import StoreUrl

_CRON_FIELDS = 5


def load_settings(path: Path) -> Settings:
    """The settings of a file, its paths made absolute. Raises SettingsError with every problem at once."""
    settings, source = read_document(path, Settings, SettingsError)
    if faults := list(_faults(settings)):
        raise SettingsError([source.problem(fault) for fault in faults])
    return _resolved(settings, path.absolute().parent)


def _faults(settings: Settings) -> Iterator[Fault]:
    yield from _twice("vantages", [vantage.id for vantage in settings.vantages])
    yield from _twice("schedules", [schedule.id for schedule in settings.schedules])
    for position, vantage in enumerate(settings.vantages):
        yield from _vantage(("vantages", position), vantage)
    for position, schedule in enumerate(settings.schedules):
        yield from _schedule(("schedules", position), schedule)
    if settings.opa and not settings.opa.url.startswith(("https://", "http://")):
        yield Fault(("opa", "url"), "is no web address", settings.opa.url, "Write https://host:port.")
    if settings.restricted_store and same_store(settings.restricted_store, settings.store):
        yield Fault(
            ("restricted_store",), "is the ordinary store", remedy="Give labelled results a store of their own."
        )
    if settings.params and not settings.params_reason.strip():
        remedy = "Say in `params_reason:` why these values differ from the shipped ones; reports show it."
        yield Fault(("params",), "are changed without a reason", remedy=remedy)
    for position, waiver in enumerate(settings.params_waivers):
        if waiver.until < waiver.date:
            remedy = "Check both days of the decision."
            yield Fault(("params_waivers", position, "until"), "lies before `date`", str(waiver.until), remedy)
        if waiver.parameter not in settings.params.get(waiver.control, {}):
            remedy = "Name the control as `params:` does, and a parameter that it changes; or strike the line."
            name = f"{waiver.control}.{waiver.parameter}"
            yield Fault(("params_waivers", position), "allows what `params` does not change", name, remedy)


def _twice(name: str, ids: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, value in enumerate(ids):
        if value in seen:
            yield Fault((name, position, "id"), "stands twice", value, "Give one of them another id.")
        seen.add(value)


_NEEDED = {"netns": ("namespace",), "ssh": ("address", "ssh"), "local": (), "bundle": ()}


def _vantage(loc: Loc, vantage: Vantage) -> Iterator[Fault]:
    for key in _NEEDED[vantage.kind]:
        if not getattr(vantage, key):
            yield Fault((*loc, key), f"is missing for a vantage of kind {vantage.kind}", remedy=f"Add `{key}:`.")
    for key in ("address", "resolver"):
        if (text := getattr(vantage, key)) and not _is_plain(text):
            yield Fault((*loc, key), "is no address", text, "Write one IPv4 or IPv6 address.")
    if vantage.control_target and not is_target(vantage.control_target):
        yield Fault((*loc, "control_target"), "is no address with a port", vantage.control_target, _TARGET)
    for position, target in enumerate(vantage.egress_targets):
        if not is_target(target.removesuffix("/udp")):
            yield Fault((*loc, "egress_targets", position), "is no address with a port", target, _TARGET)
        elif target.endswith("/udp") and not target.removesuffix("/udp").endswith(_ASKED_OVER_UDP):
            yield Fault((*loc, "egress_targets", position), "is no port whose protocol is asked", target, _OVER_UDP)


_TARGET = "Write address:port, as 10.1.2.3:443 or [2001:db8::1]:443."
_ASKED_OVER_UDP = (":53", ":69", ":123", ":161")
_OVER_UDP = "Over UDP only name servers (53), TFTP (69), time servers (123) and SNMP (161) answer a question."


def is_target(text: str) -> bool:
    """Whether the text is an address and a port, as `10.1.2.3:443` or `[2001:db8::1]:443`."""
    host, _, port = text.rpartition(":")
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    version_fits = (":" in bare) == host.startswith("[")
    return port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= LARGEST_PORT and _is_plain(bare) and version_fits


def _is_plain(text: str) -> bool:
    return is_address(text) and not in_ipv6_clothing(ipaddress.ip_address(text))


def _schedule(loc: Loc, schedule: Schedule) -> Iterator[Fault]:
    if len(schedule.cron.split()) != _CRON_FIELDS:
        remedy = "Write minute, hour, day, month and weekday, as `30 2 * * sun`."
        yield Fault((*loc, "cron"), f"has not {_CRON_FIELDS} fields", schedule.cron, remedy)
    if schedule.time_zone not in zoneinfo.available_timezones():
        yield Fault(
            (*loc, "time_zone"), "is no time zone this machine knows", schedule.time_zone, "Write Asia/Ho_Chi_Minh."
        )


def _resolved(settings: Settings, folder: Path) -> Settings:
    def absolute(text: str) -> str:
        return str(_normal(folder / text)) if text else ""

    return settings.model_copy(
        update={
            "store": _store(settings.store, folder),
            "restricted_store": _store(settings.restricted_store, folder),
            "restricted_facts": absolute(settings.restricted_facts),
            "policies": absolute(settings.policies),
            "opa": _server(settings.opa, folder),
            "vantages": tuple(_at(vantage, folder) for vantage in settings.vantages),
            "trust_anchors": tuple(map(absolute, settings.trust_anchors)),
            "snmp_file": absolute(settings.snmp_file),
            "imports": tuple(map(absolute, settings.imports)),
            "exchange_logs": tuple(
                log.model_copy(update={"files": tuple(map(absolute, log.files))}) for log in settings.exchange_logs
            ),
            "schedules": tuple(
                schedule.model_copy(
                    update={"inventory": absolute(schedule.inventory), "output": absolute(schedule.output)}
                )
                for schedule in settings.schedules
            ),
        }
    )


def _normal(path: Path) -> Path:
    """Without `..`, also where the path does not exist yet."""
    return path.resolve()


def _store(url: str, folder: Path) -> str:
    """The address with the path of its file made absolute; any other address as it is."""
    named = StoreUrl.of(url)
    if named.file is None or named.is_uri:
        return url
    head, _, rest = url.partition(":///")
    path = str(_normal(folder / named.file)).replace("%", "%25").replace("?", "%3F")
    return "".join((head, ":///", path, *rest.partition("?")[1:]))


def same_store(one: str, other: str) -> bool:
    """Whether two store URLs mean one database, or may: the same file by whatever path and options, or the same
    database of the same server by whatever user, driver and options.
    """
    left, right = StoreUrl.of(one), StoreUrl.of(other)
    if left.file and right.file:
        return left.file.resolve() == right.file.resolve() or _same_file(left.file, right.file)
    return not (left.file or right.file) and left.may_be(right, os.environ)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def restricted_facts(settings: Settings) -> Path | None:
    """Where facts of the labelled world go; None when the settings name no place for them."""
    if settings.restricted_facts:
        return Path(settings.restricted_facts)
    file = StoreUrl.of(settings.restricted_store).file
    return file.parent / "facts" if file else None


def _server(server: ServerAccess | None, folder: Path) -> ServerAccess | None:
    if server is None:
        return None
    changed = {key: str(_normal(folder / text)) for key in ("token_file", "ca_file") if (text := getattr(server, key))}
    return server.model_copy(update=changed)


def _at(vantage: Vantage, folder: Path) -> Vantage:
    return vantage.model_copy(update={"ssh": _ssh(vantage.ssh, folder)}) if vantage.ssh else vantage


def _ssh(access: SshAccess, folder: Path) -> SshAccess:
    changed = {
        key: str(_normal(folder / text)) for key in ("key_file", "known_hosts_file") if (text := getattr(access, key))
    }
    return access.model_copy(update=changed)
