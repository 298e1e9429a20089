"""The machine's own packet filter: logging in only from the zones that administer it."""

from lab.model import Host, Ssh
from lab.services.place import Lab, Place
from lab.zones import ZONES


def ruleset(host: Host) -> str:
    """Rules that refuse SSH from anywhere but the allowed zones; everything else is left to the router."""
    zones = [ZONES[zone] for zone in host.admin_from]
    four = ", ".join(str(zone.v4) for zone in zones)
    six = ", ".join(str(zone.v6) for zone in zones if zone.v6)
    return f"""table inet host {{
  chain input {{
    type filter hook input priority 10; policy accept;
    iif lo accept
    ct state established,related accept
    ip saddr {{ {four} }} tcp dport 22 accept
    ip6 saddr {{ {six} }} tcp dport 22 accept
    tcp dport 22 reject with icmpx admin-prohibited
  }}
}}
"""


def build(host: Host, _lab: Lab, place: Place) -> list[str]:
    """Writes the rules and returns the line that loads them; nothing where administration is open to all, or there is
    no SSH: such a machine refuses the port itself.
    """
    if not host.admin_from or host.ssh is Ssh.NONE:
        return []
    place.write("/etc/lab/host.nft", ruleset(host))
    tell_each = [f"echo 0 > /proc/sys/net/{family}" for family in ("ipv4/icmp_ratelimit", "ipv6/icmp/ratelimit")]
    return [*tell_each, "nft -f /etc/lab/host.nft"]
