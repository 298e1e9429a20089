"""nmap's XML, as recorded and as a hostile or broken world may hand it over."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.collectors.parsers.nmap_xml import NmapRun, ScannedHost, TlsOffer, parse, parse_kept
from auditor.errors import UnreadableError
from auditor.model.facts import Service

RECORDED = Path(__file__).parents[2] / "recordings" / "nmap"


def test_a_sweep() -> None:
    """A sweep gives what was tried, what was open, and who answered at all."""
    opened = ("tcp/22", "tcp/80", "tcp/443")
    near = ScannedHost(
        address="198.51.100.17",
        local=False,
        finished=True,
        answered=True,
        open=opened,
        refused=(),
        unproven=(),
        services=tuple(Service(port=port) for port in opened),
        tls={},
        neighbour=True,
        mac="c6:86:34:3d:d0:56",
    )
    far = replace(near, address="10.20.30.11", answered=False, open=(), services=(), neighbour=False, mac="")
    expected = NmapRun(version="7.93", tried=opened, hosts=(near, far), finished=True)
    found = parse((RECORDED / "sweep.xml").read_bytes())

    assert expected == replace(found, hosts=tuple(replace(host, ended=None) for host in found.hosts), ended=None)
    assert all(host.ended and found.ended and host.ended <= found.ended for host in found.hosts)


CLOSED = ("tcp/24", *(f"tcp/{number}" for number in range(28, 61)))


def test_refusals_stand_in_lists() -> None:
    """Closed ports are told in `extraports`, with their reason; what a firewall says for the machine is no refusal."""
    (host,) = parse((RECORDED / "border.xml").read_bytes()).hosts

    assert (("tcp/22",), CLOSED, (), True) == (host.open, host.refused, host.unproven, host.answered)


def test_refusals_of_plain_connections_are_unproven() -> None:
    """To a plain connection a firewall's ICMP answer looks like a reset: 23 and 26 were not the machine's own."""
    (host,) = parse((RECORDED / "border-connect.xml").read_bytes()).hosts

    assert ((), ("tcp/23", "tcp/24", "tcp/26", *CLOSED[1:])) == (host.refused, host.unproven)


@pytest.mark.parametrize("told", ['ports=""', "", 'ports="none"'])
def test_refusals_without_a_list(told: str) -> None:
    """Where only their number is told, nobody knows which ports they are."""
    text = (RECORDED / "border.xml").read_text().replace('ports="24,28-60"', told)
    (host,) = parse(text).hosts

    assert ((), ()) == (host.refused, host.unproven)


def test_a_neighbour_that_drops_everything() -> None:
    """An ARP answer shows a machine alive and says nothing of its ports."""
    (host,) = parse((RECORDED / "neighbour.xml").read_bytes()).hosts

    assert (False, True, (), (), ()) == (host.answered, host.neighbour, host.open, host.refused, host.unproven)
    assert host.mac


def test_characters_that_xml_has_none_of() -> None:
    """A banner's control character is no reason to read nothing, and what stands around it stays."""
    text = (RECORDED / "services.xml").read_text()
    product = parse(text).hosts[0].services[0].product
    (host, *_) = parse(text.replace(f'product="{product}"', 'product="a&#x1;b&#0;c&#xFFFE;d&#9;&#65;"', 1)).hosts

    assert "a?b?c?d A" == host.services[0].product.replace("\t", " ")


def test_services() -> None:
    """Names guessed from the port number alone are not taken for observed services."""
    (host,) = parse((RECORDED / "services.xml").read_bytes()).hosts

    assert (
        Service(port="tcp/80", name="http", product="nginx"),
        Service(port="tcp/443", name="http", product="nginx", tls=True),
    ) == host.services


def test_tls_versions() -> None:
    """The tables of ssl-enum-ciphers tell the versions offered."""
    (host,) = parse((RECORDED / "tls10.xml").read_bytes()).hosts

    assert {"tcp/443": TlsOffer(("TLSv1.0",), ())} == host.tls


def test_weak_ciphers() -> None:
    """Ciphers graded below B are named."""
    text = (
        (RECORDED / "tls10.xml")
        .read_text()
        .replace('<elem key="strength">A</elem>', '<elem key="strength">C</elem>', 1)
    )
    (host,) = parse(text).hosts

    assert ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",) == host.tls["tcp/443"].weak_ciphers


def test_discovery() -> None:
    """Live machines are listed; the scanning machine itself would be marked."""
    run = parse((RECORDED / "discovery.xml").read_bytes())

    assert ["198.51.100.16", "198.51.100.17", "198.51.100.19", "198.51.100.21", "198.51.100.23"] == [
        host.address for host in run.hosts
    ]
    assert all(host.neighbour and host.mac and not host.local for host in run.hosts)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.99])
def test_cut_short(part: float) -> None:
    """XML cut short is an error, never a shorter list of open ports."""
    whole = (RECORDED / "sweep.xml").read_bytes()

    with pytest.raises(UnreadableError, match="cannot be read"):
        parse(whole[: int(len(whole) * part)])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not xml",
        "<html></html>",
        '<!DOCTYPE a [<!ENTITY b "c">]><nmaprun>&b;</nmaprun>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><nmaprun>&b;</nmaprun>',
        "\x00\xff",
    ],
)
def test_not_a_scan(text: str) -> None:
    """Anything else, entities among it, is refused."""
    with pytest.raises(UnreadableError):
        parse(text)


def test_a_run_that_did_not_end() -> None:
    """A run without its end, or with a failed one, did not finish."""
    whole = (RECORDED / "sweep.xml").read_text()

    assert not parse(whole.replace('exit="success"', 'exit="error"')).finished


def test_a_host_that_timed_out() -> None:
    """A host nmap gave up is not finished."""
    whole = (RECORDED / "sweep.xml").read_text()
    run = parse(whole.replace("<host starttime", '<host timedout="true" starttime'))

    assert [False, False] == [host.finished for host in run.hosts]


def test_hostile_banners() -> None:
    """Markup, terminal codes and formulas in a product stay plain text."""
    text = (RECORDED / "services.xml").read_text()
    hostile = text.replace('product="nginx"', 'product="&lt;script&gt;=cmd()&#27;[31m"', 1).replace("&#27;", "")
    (host,) = parse(hostile).hosts

    assert "<script>=cmd()[31m" == host.services[0].product


def test_too_many_ports() -> None:
    """A list of ports longer than there are ports is refused before it fills the memory."""
    ranges = ",".join(["1-65535"] * 1000)

    with pytest.raises(UnreadableError, match="more ports than exist"):
        parse(f'<nmaprun><scaninfo protocol="tcp" services="{ranges}"/></nmaprun>')


@pytest.mark.parametrize(
    "ending",
    [
        '<finished time="1" errormsg="out of memory"/><hosts up="2" down="0" total="2"/>',
        '<finished time="1" exit="error" errormsg="x"/>',
        '<finished time="1" exit="success"/><hosts up="8" down="0" total="8"/>',
    ],
    ids=["a fault without its exit", "a fault", "more hosts than are told"],
)
def test_an_ending_that_is_none(ending: str) -> None:
    """A run that tells a fault, or more hosts than it shows, did not finish."""
    whole = (RECORDED / "sweep.xml").read_text()
    head, _, rest = whole.partition("<runstats>")

    assert not parse(f"{head}<runstats>{ending}</runstats>{rest.partition('</runstats>')[2]}").finished


@pytest.mark.parametrize("part", [0.7, 0.9, 0.99])
def test_what_a_file_cut_short_still_tells(part: float) -> None:
    """Hosts told to their end are kept, others are not, and the run is not finished."""
    whole = (RECORDED / "discovery.xml").read_bytes()
    run, fault = parse_kept(whole[: int(len(whole) * part)])

    assert fault
    assert not run.finished
    assert 0 < len(run.hosts) <= 5
    assert list(run.hosts) == list(parse(whole).hosts)[: len(run.hosts)]


@pytest.mark.parametrize("encoding", ["x-none", "utf-16", "latin-1"])
def test_an_encoding(encoding: str) -> None:
    """Nmap writes UTF-8; a name of another encoding is no reason to read nothing, nor to fail."""
    text = (RECORDED / "sweep.xml").read_text()

    assert 2 == len(parse(text.replace('encoding="UTF-8"', f'encoding="{encoding}"', 1)).hosts)


@pytest.mark.parametrize(
    ("version", "speaks"),
    [("7.80", False), ("7.92", False), ("7.93", True), ("7.94SVN", True), ("8.0", True), ("", False)],
)
def test_versions_that_speak_tls_1_3(version: str, speaks: bool) -> None:  # noqa: FBT001  # an expected value
    """What an older nmap cannot offer was not tried."""
    text = (RECORDED / "sweep.xml").read_text().replace('version="7.93"', f'version="{version}"')

    assert speaks is ("TLSv1.3" in parse(text).tls_tried)


@pytest.mark.parametrize("kind", ["ack", "fin", "null", "xmas", "window", "idle"])
def test_a_scan_that_tells_no_open_from_closed(kind: str) -> None:
    """Its ports were not tried in any way that a sweep means."""
    text = (RECORDED / "sweep.xml").read_text()

    assert () == parse(re.sub(r'(<scaninfo type=")[a-z]+"', rf'\g<1>{kind}"', text)).tried


@pytest.mark.parametrize("script", ["ssl-cert", "ssl-enum-ciphers"])
def test_tls_that_a_protocol_begins_itself(script: str) -> None:
    """No tunnel is told of MS-SQL; a certificate or a version of TLS that its scripts met shows one all the same."""
    port = '<port protocol="tcp" portid="1433"><state state="open" reason="syn-ack"/>'
    met = f'{port}<service name="ms-sql-s" method="probed"/><script id="{script}"><table key="x"/></script></port>'
    none = f'{port}<service name="ms-sql-s" method="probed"/><script id="{script}" output="ERROR"/></port>'
    text = '<nmaprun><host><status state="up"/><ports>{}</ports></host></nmaprun>'
    found = [parse(text.format(one)).hosts[0].services[0].tls for one in (met, none)]

    assert [True, False] == found
