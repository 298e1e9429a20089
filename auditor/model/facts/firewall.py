"""What a gateway forwards between zones."""

from typing import Literal

from auditor.model.base import Document, Text, Told
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class ForwardRule(Document):
    """One port that a rule surely lets through from a zone; empty strings mean any.

    `port` is `tcp/443`, a longer range `udp/1024-65535`, `icmp` or the name of another protocol. `source` are the
    addresses that it is for, where they are fewer than the zone's. `beyond`: it leads to addresses of no declared zone,
    by way of the zone it names. `rule` says where the rule stands; none does where what no rule decides is accepted.
    """

    from_zone: Text = ""
    to_zone: Text = ""
    port: Text = ""
    source: Told[Text] = None
    beyond: Told[bool] = None
    rule: Told[Text] = None


class Opening(Document):
    """One port of a zone that packets surely get to, written as in a rule; an empty string means any. `sources` are the
    prefixes and ranges of addresses that it is for, where they are fewer than the zone's that they come from, and
    `targets` those that it leads to, where they are fewer than the zone's; of more than twenty the first are told, with
    `…` behind them.
    """

    port: Text = ""
    sources: tuple[Text, ...] = ()
    targets: tuple[Text, ...] = ()


class Pair(Document):
    """What was worked out about traffic to one zone. `closed`: nothing new gets there, for sure; `open`: what `opens`
    and the `rules` tell does, and nothing else; `unread`: beside that something may, which `why` and `rule` tell.
    """

    to_zone: Text
    state: Literal["closed", "open", "unread"]
    opens: Told[tuple[Opening, ...]] = None
    why: Told[Text] = None
    rule: Told[Text] = None


class Firewall(Document):
    """What the whole ruleset of a gateway forwards from a zone. Subject: zone (traffic leaving it).

    `forward_policy`: what happens to a new packet that no rule speaks of. `any_any`: everything may go everywhere.
    Both are absent where that was not understood. `pairs` has every other zone that has addresses.
    """

    forward_policy: Told[Literal["drop", "accept"]] = None
    any_any: Told[bool] = None
    rules: tuple[ForwardRule, ...] = ()
    pairs: Told[tuple[Pair, ...]] = None


KIND = Kind(
    name="firewall",
    title="firewall rules between zones",
    shape=Firewall,
    subject=SubjectKind.ZONE,
    part=Part.ESTATE,
    since="facts/1",
)
