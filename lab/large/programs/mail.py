"""A mail server that begins in plain text and goes over to TLS: SMTP (RFC 5321, RFC 3207) or IMAP (RFC 9051).

Run as a program: `mail.py ADDRESS PORT smtp|imap CERTIFICATE [NEWEST]`. `CERTIFICATE.pem` and `CERTIFICATE.key` are
shown; `NEWEST` is the newest version of TLS that is spoken, as `TLSv1_1`, where it is not the newest of all.
"""

import socket
import ssl
import sys
import threading
from collections.abc import Callable

_HELD_SECONDS = 30.0
_LINE = 2000


class _Talk:
    """One client: lines in, lines out, in plain text or not."""

    def __init__(self, line: socket.socket, context: ssl.SSLContext) -> None:
        self._line, self._context, self._rest = line, context, b""
        self.secure = False

    def say(self, *lines: str) -> None:
        """One reply, in one piece as servers send it."""
        self._line.sendall("".join(f"{line}\r\n" for line in lines).encode("ascii"))

    def hear(self) -> str:
        """The next line; empty where the client has gone."""
        while b"\n" not in self._rest:
            more = self._line.recv(_LINE) if len(self._rest) < _LINE else b""
            if not more:
                return ""
            self._rest += more
        told, _, self._rest = self._rest.partition(b"\n")
        return told.decode("ascii", "replace").strip() or " "

    def over(self) -> None:
        """Goes over to TLS; what was said ahead of it is forgotten (RFC 3207, 6)."""
        self._rest = b""
        self._line = self._context.wrap_socket(self._line, server_side=True)
        self.secure = True


def _smtp(talk: _Talk) -> None:
    talk.say("220 mail.example ESMTP ready")
    while heard := talk.hear():
        verb = heard.split()[0].upper() if heard.split() else ""
        if verb == "EHLO":
            offers = [] if talk.secure else ["STARTTLS"]
            told = ["mail.example", "SIZE 10240000", *offers, "8BITMIME"]
            talk.say(*(f"250-{text}" for text in told[:-1]), f"250 {told[-1]}")
        elif verb == "STARTTLS" and not talk.secure:
            talk.say("220 go ahead")
            talk.over()
        elif verb == "QUIT":
            talk.say("221 bye")
            return
        else:
            talk.say("250 mail.example" if verb in {"HELO", "NOOP", "RSET"} else "530 must issue STARTTLS first")


def _imap(talk: _Talk) -> None:
    talk.say("* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready")
    while heard := talk.hear():
        tag, verb = ([*heard.split(), "*", ""])[:2]
        verb = verb.upper()
        if verb == "CAPABILITY":
            offers = "AUTH=PLAIN" if talk.secure else "STARTTLS LOGINDISABLED"
            talk.say(f"* CAPABILITY IMAP4rev1 {offers}", f"{tag} OK done")
            continue
        if verb == "STARTTLS" and not talk.secure:
            talk.say(f"{tag} OK begin TLS now")
            talk.over()
            continue
        if verb == "LOGOUT":
            talk.say("* BYE", f"{tag} OK done")
            return
        talk.say(f"{tag} OK done" if verb == "NOOP" else f"{tag} NO not now")


_PROTOCOLS: dict[str, Callable[[_Talk], None]] = {"smtp": _smtp, "imap": _imap}


def _serve(line: socket.socket, talk: Callable[[_Talk], None], context: ssl.SSLContext) -> None:
    with line:
        line.settimeout(_HELD_SECONDS)
        try:
            talk(_Talk(line, context))
        except (OSError, ssl.SSLError):
            return


def main(address: str, port: str, protocol: str, certificate: str, newest: str = "") -> None:
    """Serves until it is ended."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if newest:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion[newest]
    context.load_cert_chain(f"{certificate}.pem", f"{certificate}.key")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, int(port)), family=family, backlog=128) as server:
        while True:
            line, _ = server.accept()
            threading.Thread(target=_serve, args=(line, _PROTOCOLS[protocol], context), daemon=True).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
