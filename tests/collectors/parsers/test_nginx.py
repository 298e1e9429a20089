"""nginx's configuration from the text of its files."""

import pytest

from auditor.collectors.parsers.nginx import MAIN, includes, max_age, parse
from auditor.errors import UnreadableError
from auditor.model.facts import WebConfig, WebServer

HTTP = "events {}\nhttp {\n  ssl_protocols TLSv1 TLSv1.2;\n  include sites/*.conf;\n}\n"
SECURE = """server {
  listen 443 ssl; listen [::]:443 ssl;
  server_name tinh.gov.vn www.tinh.gov.vn;
  add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;
}"""
PLAIN = "server { listen 80; return 301 https://$host$request_uri; }"


def test_servers() -> None:
    """Settings of the outer block hold; redirects and HSTS are seen."""
    secure = WebServer(
        listen=("443", "[::]:443"),
        names=("tinh.gov.vn", "www.tinh.gov.vn"),
        tls=True,
        protocols=("TLSv1.0", "TLSv1.2"),
        hsts_seconds=31_536_000,
    )
    plain = WebServer(listen=("80",), tls=False, redirects_to_https=True)

    assert WebConfig(servers=(plain, secure)) == parse(
        {
            MAIN: HTTP,
            "/etc/nginx/sites/a.conf": PLAIN,
            "/etc/nginx/sites/b.conf": SECURE,
            "/etc/nginx/other.conf": SECURE,
        }
    )


def test_includes() -> None:
    """Patterns are made absolute, also when they try to leave."""
    assert ("/etc/nginx/sites/*.conf",) == includes(HTTP)
    assert ("/etc/shadow",) == includes("include ../../etc/shadow;")


@pytest.mark.parametrize("text", ["http {", "}"])
def test_broken(text: str) -> None:
    """A configuration that does not parse is an error."""
    with pytest.raises(UnreadableError):
        parse({MAIN: text})


def test_endless_includes() -> None:
    """A file that includes itself ends in an error."""
    with pytest.raises(UnreadableError, match="includes itself"):
        parse({MAIN: "include nginx.conf;"})


def test_no_main_file() -> None:
    """Without the main file nothing is known."""
    with pytest.raises(UnreadableError, match="missing"):
        parse({"/etc/nginx/sites/a.conf": PLAIN})


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("max-age=10", 10),
        ('includeSubDomains; MAX-AGE = "20"', 20),
        ("max-age=-1", None),
        ("", None),
        ("max-age=" + "9" * 99, 10**10),
    ],
)
def test_max_age(value: str, seconds: int | None) -> None:
    """Only a proper number counts, and none overflows."""
    assert seconds == max_age(value)
