"""What answers behind open ports."""

from auditor.model.base import Document, Port, Text
from auditor.model.facts.addressed import EXCUSED, Addressed
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Service(Document):
    """What answered on one port, as far as it could be told. `name` is nmap's service name."""

    port: Port
    name: Text = ""
    product: Text = ""
    version: Text = ""
    tls: bool = False


class Services(Addressed):
    """Services behind open ports, at every address asked; a port that says two things is there twice. Subject: host."""

    services: tuple[Service, ...] = ()


KIND = Kind(
    name="services",
    title="services on open ports",
    shape=Services,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
    excused=EXCUSED,
)
