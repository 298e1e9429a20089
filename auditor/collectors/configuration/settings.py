"""What a host's settings say, kind by kind: listed commands are run and their text handed to pure parsers."""

from collections.abc import Callable
from fnmatch import fnmatchcase

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from auditor.collectors.configuration import commands
from auditor.collectors.configuration.readers import Reader, Result
from auditor.collectors.outcome import Outcome, failed
from auditor.collectors.parsers import clock, iproute, logs, nginx, sshd
from auditor.errors import UnreadableError
from auditor.model.base import Document
from auditor.model.facts import Cause, Logging, Routes, TimeConfig
from auditor.model.vocab import State
from auditor.text.harmless import from_target

_MAX_FILES = 200
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
_DENIED = "Permission denied"


def read_sshd(reader: Reader) -> Outcome:
    """Effective configuration of the SSH server, outside any Match block."""
    result = reader.run(commands.SSHD)
    if not result.ok and not result.missing:
        key = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        result = reader.run(commands.sshd_with(key))
    return _parsed(reader, result, "sshd -T", sshd.parse)


def read_interfaces(reader: Reader) -> Outcome:
    """Interfaces that are up."""
    return _parsed(reader, reader.run(commands.ADDRESSES), "ip addr", iproute.parse_addresses)


def read_routes(reader: Reader) -> Outcome:
    """The routing tables of both IP versions, and the proxy of `/etc/environment` without its credentials."""
    both = [reader.run(command) for command in (commands.ROUTES_4, commands.ROUTES_6)]
    if (fault := _fault(reader, both[0], "ip route")) is not None:
        return fault
    try:
        routes = iproute.parse_routes(both[0].out, both[1].out if both[1].ok else "[]")
    except UnreadableError as fault_:
        return failed(State.PARSE_ERROR, "unreadable", fault_.message, tool=_tool(reader, "ip route"))
    data = Routes(
        routes=routes,
        default=any(route.prefix in {"0.0.0.0/0", "::/0"} for route in routes),
        proxy=_proxy(_text(reader, "/etc/environment") or ""),
    )
    return Outcome(State.OK, data, tool=_tool(reader, "ip route"))


def _proxy(environment: str) -> str:
    for line in environment.splitlines():
        key, _, value = line.strip().removeprefix("export ").partition("=")
        if key.strip().lower() in _PROXIES and value.strip("\"' "):
            address = value.strip("\"' ").rpartition("@")[2]
            return from_target(address.removeprefix("http://").removeprefix("https://"), 255)
    return ""


def read_web(reader: Reader) -> Outcome:
    """Virtual servers of nginx. Only files the configuration includes are fetched, and never a key or certificate."""
    tool = _tool(reader, "nginx files")
    main = reader.run(commands.Command(("cat", nginx.MAIN)))
    if (fault := _fault(reader, main, "nginx files")) is not None:
        return fault
    listed = [path for path in reader.run(commands.NGINX_FILES).out.splitlines() if path != nginx.MAIN]
    files, waiting = {nginx.MAIN: main.out}, [nginx.MAIN]
    try:
        while waiting and len(files) < _MAX_FILES:
            patterns = nginx.includes(files[waiting.pop()])
            for path in (p for p in listed if p not in files and any(fnmatchcase(p, glob) for glob in patterns)):
                text = _text(reader, path)
                if text is None:
                    return failed(State.NO_PERMISSION, "file_not_readable", path, tool=tool)
                files[path] = text
                waiting.append(path)
        return Outcome(State.OK, nginx.parse(files), tool=tool)
    except UnreadableError as unreadable:
        return failed(State.PARSE_ERROR, "unreadable", unreadable.message, tool=tool)


def read_time(reader: Reader) -> Outcome:
    """Which time client runs, its servers, and its own report. That none runs is said only after each was asked."""
    chrony = reader.run(commands.CHRONY)
    if chrony.ok:
        return _client(reader, "chrony", chrony, clock.parse_chrony_tracking, _chrony_servers(reader))
    timesync = reader.run(commands.TIMESYNC)
    if timesync.ok and timesync.out.strip():
        servers = _files(reader, ("/etc/systemd/timesyncd.conf",), ("/etc/systemd/timesyncd.conf.d",))
        named = _named(servers, clock.parse_timesyncd_conf)
        return _client(reader, "timesyncd", timesync, clock.parse_timesync, named)
    if _denied(chrony) or chrony.code is None:
        return failed(State.NO_PERMISSION, "client_not_readable", "chronyc", tool=_tool(reader, "chronyc"))
    ntp = _named(_files(reader, ("/etc/ntp.conf", "/etc/ntpsec/ntp.conf"), ()), clock.parse_ntp_conf)
    if reader.run(commands.NTPD).ok:
        data = TimeConfig(service="ntpd", servers=ntp, synchronised=False)
        return Outcome(State.PARTIAL, data, Cause(code="client_not_understood", args=("ntpd",)), _tool(reader, "ntpq"))
    data = TimeConfig(service="none", servers=_chrony_servers(reader) or ntp, synchronised=False)
    return Outcome(State.OK, data, tool=_tool(reader, "chronyc, timedatectl, ntpq"))


def _chrony_servers(reader: Reader) -> tuple[str, ...]:
    texts = _files(
        reader, ("/etc/chrony/chrony.conf", "/etc/chrony.conf"), ("/etc/chrony/conf.d", "/etc/chrony/sources.d")
    )
    return _named(texts, clock.parse_chrony_conf)


def _named(texts: list[str], parse: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(server for text in texts for server in parse(text)))


def _client(
    reader: Reader,
    service: str,
    result: Result,
    parse: Callable[[str], clock.Tracking],
    servers: tuple[str, ...],
) -> Outcome:
    tool = _tool(reader, service)
    try:
        told = parse(result.out)
    except UnreadableError as fault:
        data = TimeConfig.model_validate({"service": service, "servers": servers, "synchronised": False})
        return Outcome(State.PARTIAL, data, Cause(code="unreadable", args=(from_target(fault.message),)), tool)
    fields = {
        "service": service,
        "servers": servers,
        "synchronised": told.synchronised,
        "source": told.source,
        "stratum": told.stratum,
        "leap": told.leap,
        "offset_ms": told.offset_ms if told.synchronised else None,
    }
    return Outcome(State.OK, TimeConfig.model_validate(fields), tool=tool)


def read_logging(reader: Reader) -> Outcome:
    """The shortest rotation among rules whose files exist, or may exist where we cannot look, and remote targets."""
    tool = _tool(reader, "logrotate and rsyslog files")
    main = reader.run(commands.Command(("cat", "/etc/logrotate.conf")))
    forwarding = _files(reader, ("/etc/rsyslog.conf",), ("/etc/rsyslog.d",))
    targets = logs.parse_rsyslog_targets(forwarding)
    if not main.ok:
        data = Logging(remote_targets=targets)
        code = "not_permitted" if _denied(main) else "no_rotation"
        state = State.NO_PERMISSION if _denied(main) else State.OK
        return Outcome(state, data, Cause(code=code, args=("/etc/logrotate.conf",)), tool)
    rotations = logs.parse_logrotate(main.out, _files(reader, (), ("/etc/logrotate.d",)))
    present = reader.run(commands.LOG_FILES)
    relevant = [rotation.days for rotation in rotations if _concerns(rotation.patterns, present)]
    known = [days for days in relevant if days is not None]
    retention = min(known) if known and len(known) == len(relevant) else None
    data = Logging(retention_days=retention, remote_targets=targets)
    cause = None if retention is not None else Cause(code="retention_not_told")
    return Outcome(State.OK, data, cause, tool)


def _concerns(patterns: tuple[str, ...], present: Result) -> bool:
    """Whether a rule is about files that are there, or about a folder that could not be looked into."""
    files = present.out.splitlines()
    hidden = [line for line in present.err.splitlines() if line.endswith(_DENIED)]
    for pattern in patterns:
        folder = pattern.rpartition("/")[0]
        unseen = not folder.startswith("/var/log") or any(
            f"{folder}'" in line or f"{folder}’" in line for line in hidden
        )
        if unseen or any(fnmatchcase(file, pattern) for file in files):
            return True
    return not patterns


def _files(reader: Reader, paths: tuple[str, ...], folders: tuple[str, ...]) -> list[str]:
    """Texts of those that exist and may be read."""
    found = [text for path in paths if (text := _text(reader, path)) is not None]
    for folder in folders:
        listed = reader.run(commands.listing(folder))
        names = sorted(listed.out.splitlines()) if listed.ok else []
        found += [t for name in names[:_MAX_FILES] if (t := _text(reader, f"{folder}/{name}")) is not None]
    return found


def _text(reader: Reader, path: str) -> str | None:
    command = commands.read(path)
    if command is None:
        return None
    result = reader.run(command)
    return result.out if result.ok else None


def _parsed(reader: Reader, result: Result, what: str, parse: Callable[[str], Document]) -> Outcome:
    if (fault := _fault(reader, result, what)) is not None:
        return fault
    try:
        return Outcome(State.OK, parse(result.out), tool=_tool(reader, what))
    except UnreadableError as unreadable:
        return failed(State.PARSE_ERROR, "unreadable", unreadable.message, tool=_tool(reader, what))


def _fault(reader: Reader, result: Result, what: str) -> Outcome | None:
    tool = _tool(reader, what)
    if result.ok:
        return None
    if result.code is None:
        return failed(State.TIMEOUT, "command_cut_off", what, result.err, tool=tool)
    if result.missing:
        return failed(State.NOT_TRIED, "not_installed", what, tool=tool)
    if _denied(result):
        return failed(State.NO_PERMISSION, "not_permitted", what, tool=tool)
    return failed(State.NOT_TRIED, "command_failed", what, result.err.strip()[-200:], tool=tool)


def _denied(result: Result) -> bool:
    return any(text in result.err for text in (_DENIED, "Operation not permitted", "not authorised", "501 "))


def _tool(reader: Reader, what: str) -> str:
    return f"{what} ({reader.name})"


READERS: dict[str, Callable[[Reader], Outcome]] = {
    "sshd_config": read_sshd,
    "interfaces": read_interfaces,
    "routes": read_routes,
    "web_config": read_web,
    "time_config": read_time,
    "logging": read_logging,
}
"""Kinds about one host; the firewall, which is about zones, has a module of its own."""

OF_NETWORK = frozenset({"interfaces", "routes", "firewall"})
"""Kinds that tell the truth also where only the network, and not the files, is the host's own."""
