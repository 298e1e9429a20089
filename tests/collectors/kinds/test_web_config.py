"""nginx's configuration from the text of its files."""

import pytest

from auditor.collectors.asks import Answer, Answers, Trouble
from auditor.collectors.kinds.web_config.nginx import DUMP, MAIN, TREE, includes, read
from auditor.collectors.trees.hsts import max_age
from auditor.model.facts import Reading, WebConfig, WebServer

HTTP = "events {}\nhttp {\n  ssl_protocols TLSv1 TLSv1.2;\n  include sites/*.conf;\n}\n"
SECURE = """server {
  listen 443 ssl; listen [::]:443 ssl;
  server_name tinh.gov.vn www.tinh.gov.vn;
  add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;
}"""
PLAIN = "server { listen 80; return 301 https://$host$request_uri; }"


def reading(files: dict[str, str]) -> Reading:
    """Of files alone, as an ordinary user reads them."""
    denied = Answer(trouble=Trouble.DENIED)
    return read(
        Answers({DUMP.id: denied, TREE.id: Answer(files=tuple((path, Answer(text)) for path, text in files.items()))})
    )


def shown(files: dict[str, str]) -> Reading:
    """Of what `nginx -T` writes."""
    text = "".join(f"# configuration file {path}:\n{body}\n\n" for path, body in files.items())
    return read(Answers({DUMP.id: Answer(text)}))


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

    files = {
        MAIN: HTTP,
        "/etc/nginx/sites/a.conf": PLAIN,
        "/etc/nginx/sites/b.conf": SECURE,
        "/etc/nginx/other.conf": SECURE,
        "/etc/nginx/sites/.b.conf": SECURE,
        "/etc/nginx/sites/old/b.conf": SECURE,
    }
    assert WebConfig(servers=(plain, secure)) == reading(files).data == shown(files).data
    assert () == shown(files).unread


def test_includes() -> None:
    """Patterns are made absolute, also when they try to leave."""
    assert ("/etc/nginx/sites/*.conf",) == includes(HTTP)
    assert ("/etc/shadow",) == includes("include ../../etc/shadow;")


@pytest.mark.parametrize("text", ["http {", "}", "events {}", "include nginx.conf;", "a {" * 100 + "}" * 100])
def test_nothing_told(text: str) -> None:
    """A configuration that does not parse, has no block for http, includes itself or has no bottom tells nothing."""
    found = reading({MAIN: text})

    assert found.data is None
    assert found.cause is not None
    assert found.cause.code == "unreadable"


def test_no_main_file() -> None:
    """Without the main file nothing is known, and there is nothing to explain: the ask does."""
    assert Reading() == reading({"/etc/nginx/sites/a.conf": PLAIN})


@pytest.mark.parametrize(
    ("server", "code"),
    [
        ("server { frobnicate on; }", "not_understood"),
        ("server { include /usr/share/odd.conf; }", "not_read"),
    ],
)
def test_what_may_say_something_else(server: str, code: str) -> None:
    """A word nobody knows in a block that is read whole, or a file elsewhere, leaves the servers unread in part."""
    found = reading({MAIN: HTTP, "/etc/nginx/sites/a.conf": server})

    assert [("servers", code), ("servers", "not_permitted")] == [(item.field, item.code) for item in found.unread]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('unknown directive "frobnicate" in /etc/nginx/a.conf:3', 'unknown directive "..." in /etc/nginx/a.conf:3'),
        (
            'invalid number of arguments in "listen" directive in /etc/nginx/a.conf:3',
            'invalid number of arguments in "listen" directive in /etc/nginx/a.conf:3',
        ),
        (
            'cannot load certificate "/etc/ssl/a.pem": BIO_new_file() failed',
            'cannot load certificate "/etc/ssl/a.pem": ',
        ),
    ],
)
def test_a_configuration_that_nginx_refuses(said: str, told: str) -> None:
    """It says so itself, without what it quotes."""
    answer = Answer(trouble=Trouble.FAILED, said=f"nginx: [emerg] {said}\nnginx: configuration file test failed\n")
    found = read(Answers({DUMP.id: answer, TREE.id: Answer(files=((MAIN, Answer(HTTP)),))}))

    assert found.data is None
    assert found.cause is not None
    assert found.cause.args[0].startswith(f"nginx refuses its configuration: {told}")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("max-age=10", 10),
        ('includeSubDomains; MAX-AGE = "20"', 20),
        ("max-age=-1", None),
        ("", None),
        ("max-age=" + "9" * 99, 10**10),
        ("max-age=10; max-age=20", None),
        ("max-age=10; includeSubDomains; includeSubDomains", None),
        ('max-age="10', None),
        ('max-age="10"; preload', 10),
        ("; max-age=10;;", 10),
        ("max-age==10", None),
        ("max-age 10", None),
        ('x="; max-age=5"; max-age=10', 10),
        ("max-age=10, max-age=20", None),
        ("includeSubDomains", None),
    ],
)
def test_max_age(value: str, seconds: int | None) -> None:
    """Only a proper number counts, none overflows, and what breaks the rules is void (RFC 6797, 6.1)."""
    assert seconds == max_age(value)
