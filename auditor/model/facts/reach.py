"""What one zone can reach in another."""

from auditor.model.base import Document, Port, Text, Told
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class ReachAnswer(Document):
    """One target that answered across zones. `target` is a host id, or `domain/address`."""

    target: Text
    port: Port


class Reach(Document):
    """What a vantage of one zone could reach in another. `control` says that the probe itself works. Subject: zone
    (the source).

    `tried` are the tries that say something of the boundary: those that were answered, those that a firewall turned
    away, those for which the vantage has no route, and those that met silence after they were shown to have left it
    (`left`). `undecided` are tries of protocols that answer nobody, as syslog: their silence says nothing, a refusal
    would. Facts of older readers have neither list and tried TCP alone.
    """

    to_zone: Text
    tried: tuple[ReachAnswer, ...] = ()
    answered: tuple[ReachAnswer, ...] = ()
    left: Told[tuple[ReachAnswer, ...]] = None
    undecided: Told[tuple[ReachAnswer, ...]] = None
    control: bool
    ipv4: bool = True
    ipv6: bool = False


KIND = Kind(
    name="reach",
    title="reachability between zones",
    shape=Reach,
    subject=SubjectKind.ZONE,
    part=Part.ESTATE,
    since="facts/1",
    excused={
        "left": "Says which tries count in spite of silence; without those that do not the look is unfinished.",
        "undecided": "Tells what nobody can find out by asking, for whoever reads the wall's rules instead.",
    },
)
