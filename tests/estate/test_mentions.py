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
                            {"id": "skts", "name": {"vi": "KTS", "en": "Thu"}, "kind": "mail", "owner": "o",
                             "label": "mat"},
                        ],
                        "evidence": [
                            {"id": "g1", "kind": "exception", "subject": {"kind": "system", "id": "squan"},
                             "number": "07/QĐ-MẬT", "date": "2026-01-01"},
                            {"id": "g2", "kind": "exception", "subject": {"kind": "system", "id": "skts"},
                             "number": "2026", "date": "2026-01-01"},
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
        "https://a.vn/%68mat/x", "https://a.vn/?q=%68%6D%61%74", "u=%2568mat", "%48%4d%41%54", "a%2Fhmat%3Fb",
        "192%2E0%2E2%2E131", "%5B2001%3Adb8%3A%3A131%5D", "q=H%E1%BB%93+s%C6%A1+%C4%91%E1%BA%B7c+bi%E1%BB%87t",
        "192.0.2.1-131", "192.0.2.129 - 192.0.2.131", "192.000.002.131", "192.0.2.131/31",
        "203.0.113.4 đến 203.0.113.9",
        "192.0.2.130-192.0.2.133", "192.0.2.129-133", "192.0.2.130/31", "2001:db8::100-2001:db8::1ff",
        "2001:db8::100/120", "2002:c000:283::1", "64:ff9b::c000:283",
        "1.3.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
        "Hồ sơ đặc biệt", "HO SO DAC BIET", unicodedata.normalize("NFD", "hồ sơ đặc biệt"), "máy SRV1 cũ", "squan",
        "theo 07/QĐ-MẬT ngày", "so 07/qd-mat", "hệ KTS cũ", "(KTS)",
    ],
)  # fmt: skip
def test_a_covered_thing_is_found(mentions: Mentions, text: str) -> None:
    """By id inside a word, by address in any spelling, by network, domain and name, behind escapes, and by a range that
    holds nothing else.
    """
    assert mentions.in_text(text, "province")


@pytest.mark.parametrize(
    "text",
    [
        "srv10", "192.0.2.140", "192.0.2.13", "192.0.2.1310", "0.0.0.0/0", "192.0.0.0/8", "192.0.2.128/26",
        "default via 192.0.2.129", "hquan", "mail", "tcp/443", "ports", "example.vn", "hồ sơ", "10:32:11", "::1",
        "2001:db8::132", "srv12", "v1.2.3", "", "kts", "thu thập", "Thư", "năm 2026", "107/QĐ-MẬT1",
        "192.0.2.1-192.0.2.200", "192.0.2.130-140", "192.0.2.*", "203.0.0.0/8", "203.0.112.0/20", "203.0.113.0/24",
        "10.0.0.1-10.0.0.9", "192.0.2.132-192.0.2.139", "100%", "%zz", "a+b", "50%25", "%68quan", "2001:db8::/32",
    ],
)  # fmt: skip
def test_an_open_thing_is_not(mentions: Mentions, text: str) -> None:
    """Neighbouring addresses, open ids and longer words are nobody's secret; a range that holds open machines as well,
    or that is wider than any network, speaks of open things too.
    """
    assert not mentions.in_text(text, "province")


def test_an_address_means_the_machine_of_its_own_domain(mentions: Mentions) -> None:
    """Independent LANs reuse addresses: the same digits, and a range around them, are an open machine there."""
    assert not mentions.in_text("192.0.2.131", "lan")
    assert not mentions.in_text("192.0.2.130-192.0.2.133", "lan")
