"""A text that speaks of a covered thing is found however it is written; one that speaks of open things is not."""

import unicodedata

import pytest

from auditor.estate import Cover, Estate
from auditor.estate.mentions import Mentions
from auditor.model.inventory import Inventory

NAME = {"vi": "Tên"}


@pytest.fixture(scope="module")
def mentions() -> Mentions:
    """A covered host in an open network, a covered network, and open things beside them."""
    return Mentions(
        Cover(
            Estate(
                Inventory.model_validate(
                    {
                        "zones": [
                            {"id": "dmz", "name": NAME, "kind": "dmz", "site": "s"},
                            {"id": "lan", "name": NAME, "kind": "independent_lan", "site": "s", "domain": "lan"},
                        ],
                        "networks": [
                            {"id": "n", "zone": "dmz", "prefixes": ["192.0.2.128/26", "2001:db8::/64"]},
                            {"id": "nq", "zone": "dmz", "prefixes": ["203.0.113.0/26"], "label": "mat"},
                            {"id": "nlan", "zone": "lan", "prefixes": ["192.0.2.0/24"]},
                        ],
                        "systems": [
                            {"id": "squan", "name": {"vi": "Hồ sơ đặc biệt"}, "kind": "application", "owner": "o",
                             "label": "mat", "domains": ["quan.example.vn"]},
                            {"id": "portal", "name": NAME, "kind": "portal", "owner": "o"},
                            {"id": "hquan", "name": NAME, "kind": "mail", "owner": "o"},
                        ],
                        "hosts": [
                            {"id": "hmat", "system": "squan", "name": "SRV1",
                             "interfaces": [{"network": "n", "address": "192.0.2.131"},
                                            {"network": "n", "address": "2001:db8::131"}]},
                            {"id": "srv10", "system": "portal",
                             "interfaces": [{"network": "n", "address": "192.0.2.140"}]},
                            {"id": "l1", "system": "portal",
                             "interfaces": [{"network": "nlan", "address": "192.0.2.131"}]},
                        ],
                    }
                )
            )
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "hmat", "HMAT", "tcp://hmat:514", "@@hmat", "root@hmat", "svc_hmat", "vlan-hmat", "hmat-01", "to hmat.local",
        "192.0.2.131", "192.0.2.131:443", "tcp:192.0.2.131:514", "8080:192.0.2.131:80", "http://192.0.2.131/x",
        "192.0.2.131/32", "192.0.2.131/26", "192.0.2.131.514", "iface:192.0.2.131", "[::ffff:192.0.2.131]:443",
        "::ffff:c000:283", "131.2.0.192.in-addr.arpa", "ip-192-0-2-131", "192.0.2.130-192.0.2.131",
        "[2001:db8::131]:443", "2001:DB8:0:0:0:0:0:131", "2001:db8::131/128", "2001:db8::131",
        "203.0.113.5", "203.0.113.0/26", "203.0.113.16/28", "via 203.0.113.9 dev e0",
        "www.quan.example.vn", "CN=quan.example.vn", "*.quan.example.vn",
        "Hồ sơ đặc biệt", "HO SO DAC BIET", unicodedata.normalize("NFD", "hồ sơ đặc biệt"), "máy SRV1 cũ", "squan",
    ],
)  # fmt: skip
def test_a_covered_thing_is_found(mentions: Mentions, text: str) -> None:
    """By id inside a word, by address in any spelling, by network, domain and name."""
    assert mentions.in_text(text, "province")


@pytest.mark.parametrize(
    "text",
    [
        "srv10", "192.0.2.140", "192.0.2.13", "192.0.2.1310", "0.0.0.0/0", "192.0.0.0/8", "192.0.2.128/26",
        "default via 192.0.2.129", "hquan", "mail", "tcp/443", "ports", "example.vn", "hồ sơ", "10:32:11", "::1",
        "2001:db8::132", "srv12", "v1.2.3", "",
    ],
)  # fmt: skip
def test_an_open_thing_is_not(mentions: Mentions, text: str) -> None:
    """Neighbouring addresses, larger prefixes, open ids and longer words are nobody's secret."""
    assert not mentions.in_text(text, "province")


def test_an_address_means_the_machine_of_its_own_domain(mentions: Mentions) -> None:
    """Independent LANs reuse addresses: the same digits are an open machine there."""
    assert not mentions.in_text("192.0.2.131", "lan")
