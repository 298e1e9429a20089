"""Apache's virtual servers beyond the recorded machines; those are in `web_config/apache`."""

import pytest

from auditor.collectors.asks import Answer, Answers, Trouble
from auditor.collectors.kinds.web_config.apache import TREE, VHOSTS, includes, read
from auditor.model.facts import Reading, WebConfig, WebServer

MAIN = "/etc/apache2/apache2.conf"
SITE = "/etc/apache2/sites-enabled/a.conf"
HEAD = "VirtualHost configuration:\n"


def reading(site: str, listed: str | None, main: str = "Include sites-enabled/*.conf\n") -> Reading:
    told = Answer(trouble=Trouble.DENIED) if listed is None else Answer(HEAD + listed)
    files = ((MAIN, Answer(main)), (SITE, Answer(site)))
    return read(Answers({TREE.id: Answer(files=files), VHOSTS.id: told}))


def servers(found: Reading) -> tuple[WebServer, ...]:
    assert isinstance(found.data, WebConfig)
    return found.data.servers


ONE = f"*:443                  a.example ({SITE}:1)\n"


@pytest.mark.parametrize(
    ("words", "versions"),
    [
        ("all -SSLv3", ("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")),
        ("all", ("SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")),
        ("-all +TLSv1.2 +TLSv1.3", ("TLSv1.2", "TLSv1.3")),
        ("TLSv1.2", ("TLSv1.2",)),
        ("+TLSv1", ("TLSv1.0",)),
    ],
)
def test_versions(words: str, versions: tuple[str, ...]) -> None:
    """What is switched on and off, in order; `all` is never narrower than it may be."""
    found = reading(f"<VirtualHost *:443>\nSSLEngine on\nSSLProtocol {words}\n</VirtualHost>\n", ONE)

    assert versions == servers(found)[0].protocols
    assert () == found.unread


def test_what_holds_for_all() -> None:
    """A block that sets nothing has what stands outside of all blocks, of modules that are loaded."""
    main = (
        "LoadModule ssl_module x.so\nInclude sites-enabled/*.conf\n<IfModule mod_ssl.c>\nSSLProtocol TLSv1.2\n"
        "</IfModule>\n<IfModule !ssl_module>\nSSLProtocol all\n</IfModule>\n<IfModule mod_gnutls.c>\nSSLEngine off\n"
        '</IfModule>\nHeader always set Strict-Transport-Security "max-age=60"\n'
    )
    found = reading("<VirtualHost *:443>\nSSLEngine on\nServerAlias b.example\n</VirtualHost>\n", ONE, main)

    assert (
        WebServer(
            listen=("*:443",), names=("a.example", "b.example"), tls=True, protocols=("TLSv1.2",), hsts_seconds=60
        ),
    ) == servers(found)
    assert () == found.unread


@pytest.mark.parametrize(
    "line",
    [
        "Redirect / https://a.example/",
        "Redirect permanent / https://a.example/",
        "RedirectMatch 301 ^(.*)$ https://a.example$1",
        "RewriteRule ^(.*)$ https://%{HTTP_HOST}$1 [R=301,L]",
    ],
)
def test_redirects(line: str) -> None:
    """Every way of sending a browser to HTTPS."""
    found = reading(f"<VirtualHost *:80>\n{line}\n</VirtualHost>\n", f"*:80 a.example ({SITE}:1)\n")

    assert servers(found)[0].redirects_to_https


@pytest.mark.parametrize("line", ["Redirect / http://a.example/", "RewriteRule ^/x https://b/ [P]", "DocumentRoot /x"])
def test_no_redirects(line: str) -> None:
    """What leads elsewhere or is fetched on behalf of the browser."""
    found = reading(f"<VirtualHost *:80>\n{line}\n</VirtualHost>\n", f"*:80 a.example ({SITE}:1)\n")

    assert not servers(found)[0].redirects_to_https


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Frobnicate on", "not_understood"),
        ("<If true>\nSSLProtocol all\n</If>", "conditional"),
        ("SSLProtocol ${VERSIONS}", "conditional"),
        ("Use Secured a.example", "conditional"),
        ('Header set Strict-Transport-Security "max-age=9" env=HTTPS', "conditional"),
        ("Include /etc/letsencrypt/options-ssl-apache.conf", "not_read"),
        ("</Directory>", "not_understood"),
    ],
)
def test_what_may_say_something_else(body: str, code: str) -> None:
    """What cannot be followed leaves the servers unread in part, and never more than was seen."""
    found = reading(f"<VirtualHost *:443>\n{body}\n</VirtualHost>\n", ONE)

    assert {("servers", code)} == {(item.field, item.code) for item in found.unread}


def test_without_the_servers_own_list() -> None:
    """Blocks of files may not be in force, so that without the list they are what can be read and no more."""
    found = reading('<VirtualHost 10.0.0.1:80 [::1]:80>\nServerName "a.example"\n</VirtualHost>\n', None)

    assert (WebServer(listen=("10.0.0.1:80", "[::1]:80"), names=("a.example",), tls=False),) == servers(found)
    assert [("servers", VHOSTS.id, "not_told")] == [(item.field, item.where, item.code) for item in found.unread]


def test_a_block_that_is_not_in_force() -> None:
    """A block that the server does not list is no virtual server."""
    site = "<VirtualHost *:443>\n</VirtualHost>\n<IfDefine Never>\n<VirtualHost *:80>\n</VirtualHost>\n</IfDefine>\n"

    assert [("*:443",)] == [server.listen for server in servers(reading(site, ONE))]


def test_a_listed_server_whose_file_was_not_read() -> None:
    """It is named, and its settings are unread."""
    found = reading("", "*:443                  b.example (/srv/b.conf:3)\n")

    assert ("b.example",) == servers(found)[0].names
    assert ["not_read"] == [item.code for item in found.unread]


def test_no_virtual_server() -> None:
    """The server outside of all blocks answers."""
    found = reading("Listen 8080\nServerName a.example\n", "")

    assert (WebServer(listen=("8080",), names=("a.example",), tls=False),) == servers(found)


@pytest.mark.parametrize("listed", ["*:443 odd words\n", "x\n"])
def test_a_list_in_words_nobody_knows(listed: str) -> None:
    """A list that is not understood is none."""
    assert ["not_told"] == [item.code for item in reading("", listed).unread]


def test_what_is_included() -> None:
    """Patterns are made absolute under the server's root; a folder stands for what is in it."""
    assert ("/etc/apache2/a/*.conf",) == includes("IncludeOptional a/*.conf", MAIN)
    assert ("/etc/httpd/b", "/etc/httpd/b/*") == includes("Include b", "/etc/httpd/conf/httpd.conf")
    assert ("/etc/shadow", "/etc/shadow/*") == includes("Include ../../etc/shadow", MAIN)
