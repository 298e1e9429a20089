"""A host's routing tables."""

from auditor.model.base import Document, Text, Told
from auditor.model.facts.addressed import Family
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Route(Document):
    """One row of a routing table, `main` where none is named; `via` is empty for a directly joined prefix."""

    prefix: Text
    via: Text = ""
    device: Text = ""
    table: Told[Text] = None


class PolicyRule(Document):
    """A rule that sends some packets to a table of their own, or refuses them where `table` is empty. `selector` says
    which, in the words of `ip rule`.
    """

    family: Family
    priority: int
    selector: Text
    table: Text = ""


class Routes(Document):
    """Routes of every table that a rule leads to. Subject: host.

    `default` holds where prefixes together cover the public addresses of a whole IP version, whether by one default
    route or by halves; `default_families` names which. `policy_rules` are those beyond the three that every machine
    has. `proxy` is the first that any of the files read names, without credentials; empty where they name none.
    """

    routes: tuple[Route, ...] = ()
    default: Told[bool] = None
    default_families: Told[tuple[Family, ...]] = None
    tables: Told[tuple[Text, ...]] = None
    policy_rules: Told[tuple[PolicyRule, ...]] = None
    proxy: Told[Text] = None


KIND = Kind(
    name="routes",
    title="routing table",
    shape=Routes,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
    excused={
        "default_families": "Says in which IP version a default route leads out; `default` is judged.",
    },
)
