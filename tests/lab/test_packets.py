"""A capture's lines, read as who sent what where."""

from ipaddress import ip_address

from lab.packets import Packet, packet

LINES = (
    "p3    P   IP 10.20.20.250.44322 > 10.20.20.11.443: Flags [S], seq 1, win 64240, options [mss 1460], length 0",
    "p3    Out IP 10.20.20.250.44322 > 10.20.20.11.443: Flags [.], ack 1, win 64240, length 0",
    "z-dmz In  IP6 2001:db8:113::250.5555 > 2001:db8:100::16.53: 21825+ NS? . (17)",
    "p1    P   IP 10.20.20.250 > 10.20.20.11: ICMP echo request, id 1, seq 1, length 8",
    "p1    B   ARP, Request who-has 10.20.20.11 tell 10.20.20.250, length 28",
)


def test_lines_become_packets() -> None:
    """TCP with and without an opening flag, UDP over IPv6, and ICMP; ARP is no IP packet."""
    probe, host = ip_address("10.20.20.250"), ip_address("10.20.20.11")

    assert [
        Packet("core-fw", probe, host, "tcp/443", opening=True),
        Packet("core-fw", probe, host, "tcp/443", opening=False),
        Packet("core-fw", ip_address("2001:db8:113::250"), ip_address("2001:db8:100::16"), "udp/53", opening=True),
        Packet("core-fw", probe, host, "", opening=True),
        None,
    ] == [packet("core-fw", line) for line in LINES]
