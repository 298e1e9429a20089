"""What is read of nginx, held against the server: what it speaks, sends and redirects, for two hundred machines."""

import datetime
import json
import os
import random
import sys
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from auditor.collectors.trees.hsts import max_age
from tests.collectors.kinds.room import Input, asked

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="nginx is started as root")

MAIN = "/etc/nginx/nginx.conf"


def pair() -> dict[str, str]:
    """A key and a certificate of its own, which belong to nobody."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a.test")])
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + datetime.timedelta(days=9000))
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    certificate = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    return {"/etc/nginx/tls/c.pem": certificate.decode(), "/etc/nginx/tls/k.pem": plain.decode()}


PAIR = pair()
USES = "ssl_certificate tls/c.pem; ssl_certificate_key tls/k.pem; ssl_ciphers ALL:@SECLEVEL=0;"
HEAD = "error_log /dev/null; pid /run/n.pid; worker_processes 1; events {}\n"
"""What has to be there for a server to run, and says nothing."""


def run(machines: list[tuple[dict[str, str], list[str]]]) -> list[dict[str, Any]]:
    """Machines with these files, and the servers that are asked."""
    live = [sys.executable, "-m", "tests.collectors.kinds.nginx_live"]
    inputs = [Input(files={**PAIR, **files}, truth=[[*live, *names]] if names else []) for files, names in machines]
    return asked("web_config", inputs, emptied=["/etc/nginx", "/etc/apache2", "/etc/letsencrypt", "/run"])


def http(body: str, rest: str = "") -> dict[str, str]:
    """A main file with one block for HTTP."""
    return {MAIN: f"{HEAD}http {{ access_log off; {USES}\n{body}\n}}\n{rest}"}


def look(found: dict[str, Any]) -> dict[str, Any]:
    """The outcome of nginx alone."""
    outcome: dict[str, Any] = found["found"]["nginx"]
    return outcome


STS = 'add_header Strict-Transport-Security "max-age=31536000";'
TREES: dict[str, tuple[dict[str, str], int]] = {
    "an include outside of its folder": (
        http("server { listen 443 ssl; include /etc/letsencrypt/tls.conf; }")
        | {"/etc/letsencrypt/tls.conf": f"ssl_protocols TLSv1.2; {STS}\n"},
        1,
    ),
    "a whole server outside": (
        http("include /etc/letsencrypt/*.conf;") | {"/etc/letsencrypt/a.conf": "server { listen 8443 ssl; }\n"},
        1,
    ),
    "deep below": (http("include m/*/*/c/d/*.conf;") | {"/etc/nginx/m/a/b/c/d/x.conf": "server { listen 80; }\n"}, 1),
    "no wildcard crosses a folder or means a dot": (
        http("include conf.d/*.conf;")
        | {
            "/etc/nginx/conf.d/a.conf": "server { listen 80; }\n",
            "/etc/nginx/conf.d/old/b.conf": "server { listen 443 ssl; ssl_protocols TLSv1; }\n",
            "/etc/nginx/conf.d/.c.conf": "not } a configuration",
        },
        1,
    ),
    "a name in Vietnamese": (
        http("include conf.d/*.conf;") | {"/etc/nginx/conf.d/cổng-dịch-vụ.conf": "server { listen 80; }\n"},
        1,
    ),
}


@pytest.mark.long
def test_files_that_nginx_reads() -> None:
    """All that it reads counts, and nothing else."""
    each = run([(files, []) for files, _ in TREES.values()])

    assert {name: ("ok", count) for name, (_, count) in TREES.items()} == {
        name: (look(found)["state"], len(look(found)["data"]["servers"]))
        for name, found in zip(TREES, each, strict=True)
    }


REFUSED = {
    "a missing semicolon": "server { listen 80\n server_name a; }",
    "a word nobody knows": "server { lisen 80; }",
    "a directive in a wrong place": "ssl_protocols TLSv1.2; listen 80;",
    "too few arguments": "server { listen; }",
    "a file that is not there": "include /etc/nginx/none.conf;",
    "left open": "server { listen 80;",
}


@pytest.mark.long
def test_what_nginx_refuses() -> None:
    """Its own sentence says why, with the file as it lies on the host."""
    each = [look(found) for found in run([(http(body), []) for body in REFUSED.values()])]

    assert ["parse_error"] * len(REFUSED) == [found["state"] for found in each]
    assert all("nginx refuses its configuration: " in found["cause"][1] for found in each)
    assert all("/etc/nginx/nginx.conf" in found["cause"][1] for found in each)


SERVER = (
    "ssl_protocols {versions};",
    "ssl_protocols {versions}; ssl_protocols {versions};",
    "add_header Strict-Transport-Security max-age={age};",
    "add_header X-Frame-Options DENY;",
    "return 301 https://$host$request_uri;",
    "return 200 x;",
    "rewrite ^ https://$host/ permanent;",
    "rewrite ^/login https://$host/ redirect;",
    "if ($scheme = http) {{ return 301 https://$host$request_uri; }}",
    "if ($http_user_agent ~ curl) {{ return 302 https://$host/; }}",
    "location / {{ {inner} }}",
    "location / {{ {inner} }}",
    "location /login {{ {inner} }}",
    "location /.well-known/ {{ {inner} }}",
)
INNER = (
    "return 200 y;",
    "return 301 https://$host/;",
    "return 302 /other;",
    "add_header X-A b; return 200 y;",
    "add_header Strict-Transport-Security max-age={age}; return 200 y;",
    "location /a {{ add_header X-C d; return 200 z; }} return 200 y;",
)
WORDS = {
    "versions": ("TLSv1", "TLSv1.2", "TLSv1.2 TLSv1.3", "TLSv1.1", "TLSv1 TLSv1.1 TLSv1.2"),
    "age": ("31536000", "60"),
}


def filled(dice: random.Random, line: str) -> str:
    """A line with words in the places that are left open."""
    text = line.replace("{inner}", dice.choice(INNER))
    for name, words in WORDS.items():
        while f"{{{name}}}" in text:
            text = text.replace(f"{{{name}}}", dice.choice(words), 1)
    return text.replace("{{", "{").replace("}}", "}")


def generated(dice: random.Random) -> tuple[dict[str, str], list[str]]:
    """One to three servers on a plain and a TLS port; settings beside them, some in a file of their own."""
    names = ["a.test", "b.test", "c.test"][: dice.randint(1, 3)]
    outer = [filled(dice, line) for line in dice.sample(SERVER[:4], dice.randint(0, 2))]
    outer += ["ssl_protocols TLSv1 TLSv1.1 TLSv1.2;"] * (not any("ssl_protocols" in line for line in outer))
    servers: list[str] = []
    for name in names:
        lines = [filled(dice, line) for line in dice.sample(SERVER, dice.randint(1, 4))]
        lines = [line for at, line in enumerate(lines) if not line.startswith("location / ") or line not in lines[:at]]
        paths = [line.split("{")[0] for line in lines]
        lines = [
            line for at, line in enumerate(lines) if not line.startswith("location") or paths[at] not in paths[:at]
        ]
        default = " default_server" * (dice.random() < 0.2 and not any("default_server" in each for each in servers))
        ports = dice.choice(
            (f"listen 443 ssl{default};", f"listen 80{default};", f"listen 80{default}; listen 443 ssl;")
        )
        servers.append(f"server {{ {ports} server_name {name};\n  " + "\n  ".join(lines) + "\n}\n")
    if dice.random() < 0.3:
        files = http("\n".join([*outer, "include conf.d/*.conf;"]))
        files |= {f"/etc/nginx/conf.d/{at}.conf": text for at, text in enumerate(servers)}
    else:
        files = http("\n".join([*outer, *servers]))
    told = [
        f"{port}:{name}"
        for name, text in zip(names, servers, strict=True)
        for port in (80, 443)
        if f"listen {port}" in text
    ]
    return files, told


def differing(server: dict[str, Any], port: int, live: dict[str, Any]) -> list[str]:
    """What was told of a virtual server and is not so at one of its ports."""
    wrong = []
    if port == 443:  # the port with TLS
        if sorted(server.get("protocols", [])) != live["versions"]:
            wrong.append(f"versions {server.get('protocols')} {live['versions']}")
        ages = [max_age(value) for value in live["hsts"]]
        told = server.get("hsts_seconds")
        if told is not None and (None in ages or told > min(age for age in ages if age is not None)):
            wrong.append(f"hsts {told} {ages}")
    elif server.get("redirects_to_https") and not live["redirects"]:
        wrong.append(f"redirects {live}")
    return wrong


SIZE, PARTS = 40, 5


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_generated_servers(part: int) -> None:
    """Versions are those of a handshake, and no header or redirect is told that is not sent to every path asked for."""
    dice = random.Random(20261130 + part)
    machines = [generated(dice) for _ in range(SIZE)]
    wrong: dict[str, Any] = {}
    unsure = 0
    for (files, names), found in zip(machines, run(machines), strict=True):
        text = "".join(files.values())
        code, out, err = found["truth"][0]
        if look(found)["state"] == "parse_error":
            unsure += 1
            continue
        assert code == 0, err
        told = {server["names"][0]: server for server in look(found)["data"]["servers"]}
        for name, live in zip(names, json.loads(out), strict=True):
            port, _, host = name.partition(":")
            wrong |= {f"{text}{name}": each for each in [differing(told[host], int(port), live)] if each}

    assert {} == wrong
    assert unsure <= SIZE // 4
