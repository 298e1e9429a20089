"""Routes beyond the recorded machines: which families have a way out, and what files say of proxies."""

import ipaddress

import pytest

from auditor.collectors.asks import Answer, Answers, Command, Trouble
from auditor.collectors.kinds.routes import proxies
from auditor.collectors.kinds.routes.linux import PROXIES, RULES_4, RULES_6, read
from auditor.collectors.platforms.linux import ROUTES_4, ROUTES_6
from auditor.model.facts import Reading, Routes

RULES = (
    '[{"priority":0,"src":"all","table":"local"},{"priority":32766,"src":"all","table":"main"},'
    '{"priority":32767,"src":"all","table":"default"}]'
)
NOTHING_FOUND = Answer(trouble=Trouble.FAILED)


def rows(*prefixes: str, table: str = "") -> str:
    named = f',"table":"{table}"' if table else ""
    return "[" + ",".join(f'{{"dst":"{prefix}","gateway":"10.0.0.1","dev":"eth0"{named}}}' for prefix in prefixes) + "]"


def reading(four: str, six: str = "[]", rules: str = RULES, changes: dict[str, Answer] | None = None) -> Reading:
    answers = {
        ROUTES_4.id: Answer(four),
        ROUTES_6.id: Answer(six),
        RULES_4.id: Answer(rules),
        RULES_6.id: Answer(RULES),
        PROXIES.id: NOTHING_FOUND,
    }
    return read(Answers(answers | (changes or {})))


def data_of(found: Reading) -> Routes:
    assert isinstance(found.data, Routes)
    return found.data


@pytest.mark.parametrize(
    ("four", "six", "families"),
    [
        (["default"], [], ("ipv4",)),
        (["0.0.0.0/1", "128.0.0.0/1"], [], ("ipv4",)),
        (["0.0.0.0/1"], [], ()),
        (["10.0.0.0/8", "192.168.0.0/16"], ["fe80::/64"], ()),
        ([], ["2000::/3"], ("ipv6",)),
        ([], ["::/1", "8000::/1"], ("ipv6",)),
        (["default"], ["default"], ("ipv4", "ipv6")),
        (
            list(map(str, ipaddress.IPv4Network("0.0.0.0/0").address_exclude(ipaddress.IPv4Network("10.0.0.0/8")))),
            [],
            ("ipv4",),
        ),
    ],
)
def test_a_way_to_everywhere(four: list[str], six: list[str], families: tuple[str, ...]) -> None:
    """One route, halves, or all but private addresses: together they lead to every public address of a family."""
    found = reading(rows(*four), rows(*six))

    assert (bool(families), families) == (data_of(found).default, data_of(found).default_families)
    assert () == found.unread


def test_a_table_that_no_rule_leads_to() -> None:
    """Its routes decide nothing; with a rule they do."""
    alone = reading(rows("default", table="7"))
    rule = RULES.replace("[{", '[{"priority":9,"src":"10.1.2.3","table":"7"},{', 1)
    led_to = reading(rows("default", table="7"), rules=rule)
    device = reading(
        rows("default", table="7"), rules=RULES.replace("[{", '[{"priority":9,"src":"all","l3mdev":null},{')
    )

    assert [(False, ()), (True, ("7",)), (True, ("7",))] == [
        (data_of(each).default, data_of(each).tables) for each in (alone, led_to, device)
    ]


@pytest.mark.parametrize(("ask", "code"), [(RULES_4.id, "not_told"), (RULES_6.id, "not_told")])
def test_rules_that_were_not_told(ask: str, code: str) -> None:
    """Every table may be in force then, and nobody knows that none leads out."""
    found = reading(rows("10.0.0.0/8", table="7"), changes={ask: Answer(trouble=Trouble.FAILED)})

    assert (None, None, None) == (data_of(found).default, data_of(found).policy_rules, data_of(found).tables)
    assert {"routes", "default", "default_families", "tables", "policy_rules"} == {
        item.field for item in found.unread if item.code == code
    }


def test_what_is_known_to_lead_out_stays_known() -> None:
    """A default route is one, whatever was not told beside it."""
    found = reading(rows("default"), changes={ROUTES_6.id: Answer("")})

    assert (True, None) == (data_of(found).default, data_of(found).default_families)


def test_a_machine_without_ipv6() -> None:
    """Neither rules nor routes of a version are no gap: the machine does not have it."""
    found = reading(rows("default"), changes={RULES_6.id: Answer("[]")})
    odd = reading(rows("default"), rows("2001:db8::/64"), changes={RULES_6.id: Answer("[]")})

    assert ((), ("ipv4",)) == (found.unread, data_of(found).default_families)
    assert {"not_told"} == {item.code for item in odd.unread}


@pytest.mark.parametrize(
    ("line", "proxy"),
    [
        ("/etc/environment:http_proxy=http://a:b@proxy.example:3128/x", "proxy.example:3128"),
        ("/etc/environment.d/p.conf:ALL_PROXY=socks5h://10.0.0.1:1080", "10.0.0.1:1080"),
        ("/etc/profile.d/p.sh:  export https_proxy='proxy.example:8080'", "proxy.example:8080"),
        ('/etc/systemd/system.conf:DefaultEnvironment="HTTPS_PROXY=http://[2001:db8::1]:3128"', "[2001:db8::1]:3128"),
        ('/etc/apt/apt.conf.d/9:Acquire::http::Proxy "http://apt.example:3142";', "apt.example:3142"),
        ('/etc/apt/apt.conf:Acquire { http { Proxy "http://apt.example:3142"; } }', "apt.example:3142"),
        ("/etc/dnf/dnf.conf:proxy=http://dnf.example:8080", "dnf.example:8080"),
        ('/etc/sysconfig/proxy:HTTP_PROXY="http://suse.example:3128/"', "suse.example:3128"),
        ("/etc/environment:# http_proxy=http://no.example:1", ""),
        ('/etc/apt/apt.conf.d/9:// Acquire::http::Proxy "http://no.example:1";', ""),
        ('/etc/apt/apt.conf.d/9:Acquire::http::Proxy "DIRECT";', ""),
        ("/etc/environment:http_proxy=", ""),
        ("/etc/environment:no_proxy=localhost", ""),
        ("/home/x:http_proxy=http://elsewhere.example:1", ""),
    ],
)
def test_proxies(line: str, proxy: str) -> None:
    """Host and port, in the words of each kind of file."""
    assert proxies.Proxies(proxy, (), searched=True) == proxies.read(Answer(line), "x")


def test_a_proxy_that_is_switched_off() -> None:
    """SUSE's file has one switch for all its lines."""
    text = '/etc/sysconfig/proxy:PROXY_ENABLED="no"\n/etc/sysconfig/proxy:HTTP_PROXY="http://suse.example:3128/"\n'

    assert "" == proxies.read(Answer(text), "x").first


@pytest.mark.parametrize(
    "line",
    [
        "/etc/profile.d/p.sh:export http_proxy=$PROXY",
        "/etc/dconf/db/local.d/00:[system/proxy/http]",
        "/etc/NetworkManager/system-connections/a.nmconnection:pac-url=http://pac.example/x",
    ],
)
def test_proxies_that_are_not_understood(line: str) -> None:
    """A variable, and what several lines decide, are no proxy and not none."""
    found = reading(rows("default"), changes={PROXIES.id: Answer(line)})

    assert [("proxy", line.partition(":")[0], "not_understood")] == [(u.field, u.where, u.code) for u in found.unread]
    assert data_of(found).proxy is None


@pytest.mark.parametrize(
    ("answer", "unread"),
    [
        (NOTHING_FOUND, []),
        (Answer(trouble=Trouble.MISSING, said="grep: /etc/yum.conf: No such file or directory\n"), []),
        (Answer(trouble=Trouble.DENIED, said="grep: /etc/dconf/db: Permission denied\n"), ["/etc/dconf/db"]),
        (Answer(trouble=Trouble.MISSING), [PROXIES.id]),
        (Answer(trouble=Trouble.DENIED), [PROXIES.id]),
        (Answer(trouble=Trouble.TIMEOUT), [PROXIES.id]),
        (Answer(trouble=Trouble.ELSEWHERE), [PROXIES.id]),
        (Answer(trouble=Trouble.FAILED, said="grep: unrecognized option: I\n"), [PROXIES.id]),
    ],
)
def test_a_search_that_was_not_whole(answer: Answer, unread: list[str]) -> None:
    """Files that are not there hide nothing; those that may not be read do, and so does a search that did not run."""
    found = reading(rows("default"), changes={PROXIES.id: answer})

    assert unread == [item.where for item in found.unread]
    assert (None if unread else "") == data_of(found).proxy


def test_the_search_reads_nothing_but_lines_about_proxies() -> None:
    """The files may hold secrets; what is fetched of them is what the word is in."""
    assert isinstance(PROXIES, Command)
    assert ("grep", "-rHIi", "-m", "50", "-E", "proxy|pac-url", *proxies.PATHS) == PROXIES.words
