"""Apache: its virtual servers, by its own list of them, with the settings of their blocks in the files it includes."""

import fnmatch
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from auditor.collectors.asks import Answer, Answers, Command, Includes, Trouble
from auditor.collectors.dialect import Claim, Dialect, Fit, Platform, cover_of, gap, serves_web
from auditor.collectors.trees.angled import tree
from auditor.collectors.trees.hsts import max_age
from auditor.collectors.trees.line import Line, Tree
from auditor.model.facts.reading import Reading, Unread
from auditor.model.facts.web_config import WebConfig, WebServer
from auditor.text.harmless import from_target

_ROOTS = MappingProxyType({"/etc/apache2/apache2.conf": "/etc/apache2", "/etc/httpd/conf/httpd.conf": "/etc/httpd"})
"""ServerRoot by main file, as Debian and the Red Hat family build it."""

_MAX_SERVERS = 500
_VERSIONS = ("SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
_SPELT = {version.lower(): version for version in _VERSIONS} | {"tlsv1": "TLSv1.0"}
_INCLUDES = frozenset({"include", "includeoptional"})
_CONDITIONS = frozenset(
    {"if", "elseif", "else", "ifdefine", "ifversion", "ifdirective", "iffile", "ifsection", "macro"}
)
_REDIRECTS = frozenset({"redirect", "redirectpermanent", "redirecttemp", "redirectmatch"})
_DECIDES = frozenset({*_REDIRECTS, *_INCLUDES, "sslengine", "sslprotocol", "header", "rewriterule", "use"})

_FAMILIES_TEXT = """
    add anonymous authbasic authdb authdigest authform authg authldap authmerging authn autht authu authz balancer
    brotli browser buffer cache cgi charset cookie crypto dav dbd deflate dump expires ext filter forensic h2 heartb
    ident imap index isapi ldap limit log lua md mime mmap proxy reflector remoteip request script session ssi
    substitute track watchdog xml2
"""

_FAMILIES = tuple(_FAMILIES_TEXT.split())
"""How directives begin that bear on nothing read here, all of one purpose."""

_KNOWN_TEXT = """
    acceptfilter acceptpathinfo accessfilename action alias aliasmatch aliaspreservepath allow allowconnect
    allowencodedslashes allowmethods allowoverride allowoverridelist asyncrequestworkerfactor checkbasenamematch
    checkcaseonly checkspelling chrootdir contentdigest coredumpdirectory customlog defaulticon defaultlanguage
    defaultruntimedir defaulttype define deny directory directorycheckhandler directoryindex directoryindexredirect
    directorymatch directoryslash documentroot else elseif enablemmap enablesendfile error errordocument errorlog
    errorlogformat fallbackresource fancyindexing fileetag files filesmatch flushmaxpipelined flushmaxthreshold
    forcelanguagepriority forcetype globallog gracefulshutdowntimeout group header headername heartbeataddress
    heartbeatlisten heartbeatmaxservers heartbeatstorage hostnamelookups httpprotocoloptions if ifdefine ifdirective
    iffile ifmodule ifsection ifversion include includeoptional inputsed keepalive keepalivetimeout keptbodysize
    listen listenbacklog listencoresbucketsratio listentcpdeferaccept loadfile loadmodule location locationmatch
    loglevel macro macroignorebadnesting macroignoreemptyargs maxclients maxconnectionsperchild maxkeepaliverequests
    maxmemfree maxrangeoverlaps maxrangereversals maxranges maxrequestsperchild maxrequestworkers maxsparethreads
    memcacheconnttl mergeslashes mergetrailers metadir metafiles metasuffix minsparethreads modemstandard
    modmimeusepathinfo multiviewsmatch mutex namevirtualhost noproxy options order outputsed passenv pidfile
    protocol protocolecho protocols protocolshonororder qualifyredirecturl readbuffersize readmename
    receivebuffersize redirect redirectmatch redirectpermanent redirectrelative redirecttemp redisconnpoolttl
    redistimeout regexdefaultoptions registerhttpmethod removecharset removeencoding removehandler removeinputfilter
    removelanguage removeoutputfilter removetype requestheader require rewritebase rewritecond rewriteengine
    rewritemap rewriteoptions rewriterule rlimitcpu rlimitmem rlimitnproc satisfy scoreboardfile scriptalias
    scriptaliasmatch seerequesttail sendbuffersize serveradmin serveralias serverlimit servername serverpath
    serverroot serversignature servertokens setenv setenvif setenvifexpr setenvifnocase sethandler setinputfilter
    setoutputfilter sslcacertificatefile sslcacertificatepath sslcadnrequestfile sslcadnrequestpath
    sslcarevocationcheck sslcarevocationfile sslcarevocationpath sslcertificatechainfile sslcertificatefile
    sslcertificatekeyfile sslciphersuite sslcompression sslcryptodevice sslengine sslfips sslhonorcipherorder
    sslinsecurerenegotiation ssllog sslloglevel sslocspdefaultresponder sslocspenable sslocspnoverify
    sslocspoverrideresponder sslocspproxyurl sslocsprespondercertificatefile sslocsprespondertimeout
    sslocspresponsemaxage sslocspresponsetimeskew sslocspuserequestnonce sslopensslconfcmd ssloptions
    sslpassphrasedialog sslprotocol sslproxycacertificatefile sslproxycacertificatepath sslproxycarevocationcheck
    sslproxycarevocationfile sslproxycarevocationpath sslproxycheckpeercn sslproxycheckpeerexpire
    sslproxycheckpeername sslproxyciphersuite sslproxyengine sslproxymachinecertificatechainfile
    sslproxymachinecertificatefile sslproxymachinecertificatepath sslproxyprotocol sslproxyverify
    sslproxyverifydepth sslrandomseed sslrenegbuffersize sslrequire sslrequiressl sslsessioncache
    sslsessioncachetimeout sslsessionticketkeyfile sslsessiontickets sslsrpunknownuserseed sslsrpverifierfile
    sslstaplingcache sslstaplingerrorcachetimeout sslstaplingfaketrylater sslstaplingforceurl
    sslstaplingrespondertimeout sslstaplingresponsemaxage sslstaplingresponsetimeskew
    sslstaplingreturnrespondererrors sslstaplingstandardcachetimeout sslstrictsnivhostcheck sslusername
    sslusestapling sslverifyclient sslverifydepth sslvhostsnipolicy startservers stricthostcheck suexec
    suexecusergroup threadlimit threadsperchild threadstacksize timeout traceenable transferlog typesconfig undefine
    undefmacro unsetenv use usecanonicalname usecanonicalphysicalport user userdir virtualdocumentroot
    virtualdocumentrootip virtualhost virtualscriptalias virtualscriptaliasip warning xbithack
"""

_KNOWN = frozenset(_KNOWN_TEXT.split())
"""All other directives of the modules of Apache 2.4.71, as it lists them itself (`<IfDirective>`)."""


def includes(text: str, main: str) -> tuple[str, ...]:
    """Patterns of the files this one includes, absolute; a folder stands for every file below it."""
    found = [word for line in tree(text).lines if line.key in _INCLUDES for word in line.words[1:2]]
    return tuple(dict.fromkeys(pattern for word in found for pattern in _patterns(word, main)))


def _patterns(word: str, main: str) -> tuple[str, ...]:
    path = posixpath.normpath(posixpath.join(_ROOTS.get(main, "/etc/apache2"), word))
    return (path,) if any(sign in path for sign in "*?[") else (path, f"{path}/*")


VHOSTS = Command(
    id="apachectl -D DUMP_VHOSTS",
    words=("apachectl", "-t", "-D", "DUMP_VHOSTS"),
    otherwise=Command(id="httpd -D DUMP_VHOSTS", words=("httpd", "-t", "-D", "DUMP_VHOSTS")),
)
TREE = Includes(id="apache2.conf", mains=tuple(_ROOTS), roots=("/etc/apache2", "/etc/httpd"), patterns=includes)


def _recognises(answers: Answers) -> Fit:
    if answers[TREE].files:
        return Fit.YES
    absent = Trouble.MISSING is answers[TREE].trouble is answers[VHOSTS].trouble
    return Fit.NO if absent else Fit.UNKNOWN


APACHE = Platform(id="apache", transport="shell", recognises=_recognises, defaults=MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class _Site:
    """One virtual server: where its block begins, and what the server says it listens on and is called."""

    file: str
    line: int
    listen: tuple[str, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Setting:
    """One directive in force for a server; `sure` says that no condition stands over it."""

    line: Line
    sure: bool

    def argument(self, number: int = 1) -> str:
        """One word after the directive, empty where there is none."""
        return self.line.words[number] if len(self.line.words) > number else ""


def read(answers: Answers) -> Reading:
    """Virtual servers in force. Without the server's own list every block counts, and what is in force is unread."""
    files = {path: tree(text) for path, text in answers[TREE].texts().items()}
    main = next((path for path in _ROOTS if path in files), "")
    if not main:
        return Reading()
    told = _listed(answers[VHOSTS])
    sites = list(_blocks(files)) if told is None else told
    world = _World(files, main)
    servers = [world.server(site) for site in sites[:_MAX_SERVERS]] or [world.main_server()]
    gaps = [gap("servers", VHOSTS.id, "not_told")] * (told is None)
    gaps += [gap("servers", main, "too_many")] * (len(sites) > _MAX_SERVERS)
    gaps += world.gaps(sites)
    return Reading(WebConfig(servers=tuple(servers)), cover_of(answers, DIALECT.asks), tuple(dict.fromkeys(gaps)))


_SINGLE = re.compile(r"(\S+)\s+(\S+) \((.+):(\d+)\)")
_SHARED = re.compile(r"(\S+)\s+is a NameVirtualHost")
_NAMED = re.compile(r"\s+(?:default server|port \S+ namevhost) (\S+) \((.+):(\d+)\)")
_ALIAS = re.compile(r"\s+(?:wild )?alias (\S+)")


def _listed(answer: Answer) -> list[_Site] | None:
    """What `-D DUMP_VHOSTS` lists; None where it did not answer, or in words nobody knows."""
    heading, _, listed = answer.text.partition("VirtualHost configuration:")
    if not answer.ok or heading.strip() or "VirtualHost configuration:" not in answer.text:
        return None
    found: dict[tuple[str, int], _Site] = {}
    place, last = "", None
    for row in listed.splitlines():
        if shared := _SHARED.fullmatch(row):
            place = shared[1]
        elif named := _NAMED.fullmatch(row):
            last = _more(found, (named[2], int(named[3])), place, named[1])
        elif single := _SINGLE.fullmatch(row):
            last = _more(found, (single[3], int(single[4])), single[1], single[2])
        elif (alias := _ALIAS.fullmatch(row)) and last is not None:
            _more(found, last, "", alias[1])
        elif row.strip():
            return None
    return list(found.values())


def _more(found: dict[tuple[str, int], _Site], key: tuple[str, int], place: str, name: str) -> tuple[str, int]:
    site = found.get(key, _Site(*key, ()))
    listen = dict.fromkeys((*site.listen, *[from_target(place, 80)] * bool(place)))
    found[key] = _Site(*key, tuple(listen), tuple(dict.fromkeys((*site.names, from_target(name, 255)))))
    return key


def _blocks(files: Mapping[str, Tree]) -> Iterator[_Site]:
    for path, lines in files.items():
        for line in lines.lines:
            if line.key == "<virtualhost>":
                yield _Site(path, line.number, tuple(from_target(word, 80) for word in line.words[1:]))


class _World:
    """All files of one server, and what is in force where."""

    def __init__(self, files: Mapping[str, Tree], main: str) -> None:
        self._files = files
        self._main = main
        self._loaded = {line.words[1] for each in files.values() for line in each.lines if _loads(line)}
        outside = [(path, line) for path, each in files.items() for line in each.lines if not _virtual(line)]
        self._global = [setting for path, line in outside for setting in self._setting(path, line, 0)]

    def server(self, site: _Site) -> WebServer:
        """One virtual server; what its block does not set holds from outside of all blocks."""
        own = self._own(site)
        declared = (from_target(s.argument(n), 255) for s in _named(own) for n in range(1, len(s.line.words)))
        return self._server(site.listen, (*site.names, *declared), own)

    def main_server(self) -> WebServer:
        """The server outside of all blocks, which answers where there is no virtual one."""
        listen = tuple(from_target(setting.argument(), 80) for setting in _of(self._global, "listen"))
        names = tuple(from_target(setting.argument(), 255) for setting in _of(self._global, "servername"))
        return self._server(listen, names, [])

    def _server(self, listen: tuple[str, ...], names: tuple[str, ...], own: list[_Setting]) -> WebServer:
        engine = _of(own, "sslengine") or _of(self._global, "sslengine")
        tls = bool(engine) and engine[-1].argument().lower() != "off"
        protocols = _of(own, "sslprotocol") or _of(self._global, "sslprotocol")
        hsts = [seconds for setting in (*self._global, *own) if (seconds := _hsts(setting)) is not None]
        return WebServer(
            listen=tuple(dict.fromkeys(listen)),
            names=tuple(dict.fromkeys(names)),
            tls=tls,
            protocols=_versions(protocols[-1].line.words[1:]) if tls and protocols else (),
            redirects_to_https=any(setting.sure and _to_https(setting) for setting in own or self._global),
            hsts_seconds=hsts[-1] if tls and hsts else None,
        )

    def gaps(self, sites: Iterable[_Site]) -> list[Unread]:
        """What may say something else than was read."""
        found = [
            gap("servers", f"{path}:{doubt.number}", "not_understood")
            for path, each in self._files.items()
            for doubt in each.doubts
        ]
        for site in sites:
            own = self._own(site)
            if not any(line.number == site.line for line in self._lines(site.file) if line.key == "<virtualhost>"):
                found.append(gap("servers", f"{site.file}:{site.line}", "not_read"))
            found += [gap("servers", site.file, "not_understood") for setting in own if _foreign(setting.line)]
            found += [gap("servers", site.file, "conditional") for setting in own if _unsure(setting)]
        found += [gap("servers", self._main, "conditional") for setting in self._global if _unsure(setting)]
        return [*found, *[gap("servers", "an include outside of its folders", "not_read")] * any(self._outside())]

    def _outside(self) -> Iterator[str]:
        """Files that are included and lie where nothing is read."""
        lines = (line for each in self._files.values() for line in each.lines if line.key in _INCLUDES)
        for word in (word for line in lines for word in line.words[1:2]):
            patterns = _patterns(word, self._main)
            if not patterns[0].startswith(tuple(f"{root}/" for root in TREE.roots)):
                yield patterns[0]

    def _lines(self, path: str) -> tuple[Line, ...]:
        return self._files[path].lines if path in self._files else ()

    def _own(self, site: _Site) -> list[_Setting]:
        start = f"{site.line} virtualhost"
        inside = [line for line in self._lines(site.file) if any(p.startswith(start) for p in line.parents)]
        return [setting for line in inside for setting in self._setting(site.file, line, 0)]

    def _setting(self, path: str, line: Line, depth: int) -> Iterator[_Setting]:
        """A line in force, and the lines of the files that it includes inside a block."""
        modules = [heading for heading in line.parents if _kind(heading) == "ifmodule"]
        if not all(self._has(heading.split()[-1]) for heading in modules):
            return
        sure = not any(_kind(heading) in _CONDITIONS for heading in line.parents)
        yield _Setting(line, sure)
        if line.key in _INCLUDES and _virtual(line) and depth < 5:  # noqa: PLR2004  # a file that includes itself
            for pattern in _patterns(line.words[1] if len(line.words) > 1 else "", self._main):
                for other in sorted(self._files):
                    if other != path and fnmatch.fnmatchcase(other, pattern):
                        for inner in self._lines(other):
                            yield from self._setting(other, inner, depth + 1)

    def _has(self, module: str) -> bool:
        """Whether a module is loaded, by the name of either of its forms: `ssl_module`, `mod_ssl.c`."""
        name = module.removeprefix("!").removeprefix("mod_").removesuffix(".c").removesuffix("_module")
        return (f"{name}_module" in self._loaded) != module.startswith("!")


def _loads(line: Line) -> bool:
    return line.key == "loadmodule" and len(line.words) > 1


def _kind(heading: str) -> str:
    return heading.split(" ", 2)[1]


def _virtual(line: Line) -> bool:
    return any(_kind(heading) == "virtualhost" for heading in line.parents)


def _of(settings: Iterable[_Setting], key: str) -> list[_Setting]:
    return [setting for setting in settings if setting.line.key == key]


def _named(settings: list[_Setting]) -> list[_Setting]:
    return [*_of(settings, "servername"), *_of(settings, "serveralias")]


def _foreign(line: Line) -> bool:
    name = line.key.strip("<>")
    return name not in _KNOWN and not name.startswith(_FAMILIES)


def _unsure(setting: _Setting) -> bool:
    """A setting that decides something, and that a condition, a macro or a variable decides in its turn."""
    line = setting.line
    if line.key not in _DECIDES or (line.key == "header" and not _is_hsts(setting)):
        return False
    conditional = line.key == "header" and any(word.startswith(("env=", "expr=")) for word in line.words)
    return not setting.sure or line.key == "use" or conditional or any("${" in word for word in line.words)


def _is_hsts(setting: _Setting) -> bool:
    return any(word.rstrip(":").lower() == "strict-transport-security" for word in setting.line.words)


def _hsts(setting: _Setting) -> int | None:
    words = setting.line.words
    if setting.line.key != "header" or not _is_hsts(setting) or "unset" in (word.lower() for word in words):
        return None
    return next((seconds for word in words if (seconds := max_age(word)) is not None), None)


def _to_https(setting: _Setting) -> bool:
    key, words = setting.line.key, setting.line.words
    if key == "rewriterule":
        return setting.argument(2).lower().startswith("https://") and "R" in re.split(r"[\[\],=]", words[-1])
    return key in _REDIRECTS and any(word.lower().startswith("https://") for word in words[2:])


def _versions(words: Iterable[str]) -> tuple[str, ...]:
    """Versions that `SSLProtocol` leaves; `all` counts with SSLv3, which some builds have, unless it is taken away."""
    chosen: set[str] = set()
    for word in words:
        name = word.lstrip("+-").lower()
        meant = set(_VERSIONS) if name == "all" else {_SPELT[name]} & set(_VERSIONS) if name in _SPELT else set()
        if word.startswith("-"):
            chosen -= meant
        else:
            chosen = chosen | meant if word.startswith("+") else meant
    return tuple(version for version in _VERSIONS if version in chosen)


DIALECT = Dialect(
    kind="web_config",
    platform=APACHE,
    asks=(TREE, VHOSTS),
    read=read,
    tool="apachectl and its files",
    truth="apachectl -t -D DUMP_VHOSTS",
    claims=(Claim(ask=TREE.id, opens=r"^\s*<VirtualHost\b", foreign="FrobnicateQuickly on"),),
    wanted=serves_web,
)
