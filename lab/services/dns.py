"""dnsmasq: the public resolver that knows every name of the lab, and the province's own that asks it."""

from lab.hosts import HOSTS
from lab.model import Host
from lab.services.place import Lab, Place


def records() -> str:
    """One host-record per name and machine: machine names and the names of their sites."""
    lines = []
    for host in HOSTS.values():
        for site in host.sites:
            v6 = f",{host.v6_address}" if host.v6_address and site.on_v6 else ""
            lines.append(f"host-record={site.name},{host.v4_address}{v6}")
    return "\n".join(lines) + "\n"


def config(host: Host) -> str:
    """The machine's dnsmasq.conf. Authoritative in effect: what has no record does not exist."""
    head = f"no-resolv\nno-hosts\nlisten-address={host.v4_address}\nbind-interfaces\ncache-size=200\nuser=root\n"
    if host.declared:
        return head + f"server={HOSTS['pub-dns'].v4_address}\n"
    v6 = f"listen-address={host.v6_address}\n" if host.v6_address else ""
    return head + v6 + "local=/vn/\nlocal=/com/\nlocal-ttl=300\n" + records()


def resolver_address(zone: str, *, joined: bool) -> str:
    """The resolver a machine of this zone asks; loopback, where nobody listens, in an independent LAN."""
    if not joined:
        return "127.0.0.1"
    return str(HOSTS["pub-dns" if zone == "internet" else "idc-dns"].v4_address)


def build(host: Host, _lab: Lab, place: Place) -> list[str]:
    """Writes dnsmasq's file and returns the line that starts it."""
    if not host.resolver:
        return []
    place.write("/etc/lab/dnsmasq.conf", config(host))
    return ["dnsmasq -k --conf-file=/etc/lab/dnsmasq.conf --pid-file=/run/dnsmasq.pid > /var/log/dnsmasq.log 2>&1 &"]
