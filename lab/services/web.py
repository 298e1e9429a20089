"""nginx: the sites of a machine with the TLS versions, certificates and pages the lab wants."""

import json

from lab.model import Cert, Host, Page, Plain, Site, Tls
from lab.pki import site_certificate
from lab.services.place import Lab, Place

_PROTOCOLS = {
    Tls.SOUND: ("TLSv1.2 TLSv1.3", "ECDHE+AESGCM:ECDHE+CHACHA20"),
    Tls.NO13: ("TLSv1.2", "ECDHE+AESGCM:ECDHE+CHACHA20"),
    # Debian's OpenSSL refuses the signatures of TLS 1.0 and 1.1 above security level 0.
    Tls.TLS11: ("TLSv1.1 TLSv1.2", "ECDHE+AES:RSA+AES:@SECLEVEL=0"),
    Tls.TLS10: ("TLSv1", "ECDHE+AES:RSA+AES:@SECLEVEL=0"),
}

_MAIN = """user www-data;
worker_processes 1;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;
events { worker_connections 128; }
http {
  types { text/html html; }
  default_type text/html;
  charset utf-8;
  server_tokens off;
  access_log /var/log/nginx/access.log;
  include /etc/nginx/lab/*.conf;
}
"""

_NATIONAL_PORTAL = "https://dichvucong.gov.vn/"


def _html(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return f'<!DOCTYPE html>\n<html lang="vi"><head>{head}</head><body>{body}</body></html>\n'


_PAGES = {
    Page.HOME: _html("Trang chủ", "<h1>Trang thông tin điện tử</h1><p>Thông tin thử nghiệm.</p>"),
    Page.LOGIN: _html(
        "Đăng nhập",
        '<h1>Đăng nhập</h1><form method="post" action="/login"><input name="user">'
        '<input type="password" name="password"><button>Đăng nhập</button></form>',
    ),
    Page.FORM: _html(
        "Nộp hồ sơ",
        '<h1>Nộp hồ sơ trực tuyến</h1><form method="post" action="/nop-ho-so" enctype="multipart/form-data">'
        '<input name="ho_ten"><input type="file" name="tep_dinh_kem"><button>Nộp hồ sơ</button></form>',
    ),
    Page.CONTACT: _html(
        "Liên hệ",
        "<h1>Liên hệ</h1><p>Tiếp nhận thông tin về sự cố an ninh mạng: suco@quangninh.gov.vn</p>",
    ),
}


_OPEN_DATA = json.dumps({"items": [{"ma": "H49.1", "ten": "Danh mục thử nghiệm"}]}, ensure_ascii=False)

_RULES = {
    Page.NATIONAL: f"return 301 {_NATIONAL_PORTAL};",
    Page.GONE: "return 410;",
    Page.API_OPEN: f"default_type application/json; return 200 '{_OPEN_DATA}';",
    Page.API_401: "auth_basic api; auth_basic_user_file /etc/nginx/lab/users; try_files /none =404;",
    Page.API_403: "deny all;",
    Page.API_MTLS: "default_type application/json; return 200 '{}';",
}


def _location(path: str, page: Page) -> str:
    rule = _RULES.get(page, f"try_files /{page.value}.html =404;")
    return f"  location {path} {{ {rule} }}\n"


def _listen(site: Site, host: Host, port: int, *, tls: bool) -> str:
    flag = f" ssl{' http2' * site.http2}" if tls else ""
    lines = f"  listen {host.v4_address}:{port}{flag};\n"
    if host.v6_address and site.on_v6:
        lines += f"  listen [{host.v6_address}]:{port}{flag};\n"
    return lines


def _secure_server(site: Site, host: Host) -> str:
    protocols, ciphers = _PROTOCOLS[site.tls]
    hsts = '  add_header Strict-Transport-Security "max-age=31536000" always;\n' if site.hsts else ""
    mtls = ""
    if any(page is Page.API_MTLS for _, page in site.pages):
        # nginx would answer 400 to a caller without a certificate; 403 says what it is.
        mtls = (
            "  ssl_client_certificate /etc/nginx/lab/ca.pem;\n  ssl_verify_client on;\n"
            "  error_page 495 496 @denied;\n  location @denied { return 403; }\n"
        )
    return (
        "server {\n"
        + _listen(site, host, site.port or 443, tls=True)
        + f"  server_name {site.name};\n  root /var/www/lab;\n"
        + f"  ssl_certificate /etc/nginx/lab/{site.name}.pem;\n  ssl_certificate_key /etc/nginx/lab/{site.name}.key;\n"
        + f"  ssl_protocols {protocols};\n  ssl_ciphers {ciphers};\n  ssl_prefer_server_ciphers on;\n"
        + hsts
        + mtls
        + "".join(_location(path, page) for path, page in site.pages)
        + "}\n"
    )


def _plain_server(site: Site, host: Host) -> str:
    if site.plain is Plain.CLOSED:
        return ""
    head = "server {\n" + _listen(site, host, 80, tls=False) + f"  server_name {site.name};\n  root /var/www/lab;\n"
    if site.plain is Plain.REDIRECT:
        return head + "  return 301 https://$host$request_uri;\n}\n"
    if site.plain is Plain.TEMPORARY:
        return head + "  return 302 https://$host$request_uri;\n}\n"
    page = Page.LOGIN if site.plain is Plain.LOGIN else Page.HOME
    return head + _location("/", page) + "}\n"


def server_blocks(host: Host) -> str:
    """The nginx server blocks of a machine's sites."""
    return "".join((_secure_server(site, host) if site.port else "") + _plain_server(site, host) for site in host.sites)


def build(host: Host, lab: Lab, place: Place) -> list[str]:
    """Writes nginx's files and returns the line that starts it; nothing for a machine without sites."""
    if not host.sites:
        return []
    place.write("/etc/nginx/nginx.conf", _MAIN)
    place.write("/etc/nginx/lab/sites.conf", server_blocks(host))
    place.write("/etc/nginx/lab/ca.pem", lab.ca.pem)
    place.write("/etc/nginx/lab/users", "service:!\n")
    for page, text in _PAGES.items():
        place.write(f"/var/www/lab/{page.value}.html", text)
    for site in host.sites:
        if site.port:
            certificate, key = site_certificate(lab.ca, site.name, site.cert)
            chain = certificate if site.cert is Cert.SELF_SIGNED else certificate + lab.ca.pem
            place.write(f"/etc/nginx/lab/{site.name}.pem", chain)
            place.write(f"/etc/nginx/lab/{site.name}.key", key, 0o600)
    return ["nginx -g 'daemon off;' &"]
