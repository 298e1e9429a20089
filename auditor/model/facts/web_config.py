"""Virtual servers as a web server's configuration declares them; one observation for each server program."""

from auditor.model.base import Document, Text
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class WebServer(Document):
    """One virtual server of a web configuration. `protocols` are those that its sockets speak. `redirects_to_https`:
    whatever is asked for leads to HTTPS. `hsts_seconds` is the shortest sent, absent where some answer has none.
    """

    listen: tuple[Text, ...] = ()
    names: tuple[Text, ...] = ()
    tls: bool
    protocols: tuple[Text, ...] = ()
    redirects_to_https: bool = False
    hsts_seconds: int | None = None


class WebConfig(Document):
    """Web-server configuration. Subject: host."""

    servers: tuple[WebServer, ...] = ()


KIND = Kind(
    name="web_config",
    title="web server configuration",
    shape=WebConfig,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
    excused={
        "servers": "Shows what a web server is told to serve, for whoever mends it; what it answers is judged.",
    },
)
