"""Matters: what facts of a run may speak of against a pass, whichever control reads them (design section 8, rule 7)."""

from enum import StrEnum
from typing import Any, Literal

from pydantic import model_validator

from auditor.model.base import Document


class Matter(StrEnum):
    """A kind of counter-fact. The facts that speak for each are found in `policies/lib/against.rego`, by this name."""

    INSECURE_SERVICE = "insecure_service"
    """A service that carries passwords in the open answered by its name, on whatever port."""
    SECOND_DOOR = "second_door"
    """A way in for administrators beside the one whose settings were read."""
    WIDER_RULE = "wider_rule"
    """A firewall permits between zones what no line of the declared matrix lists, by its rules or as a sweep met it."""
    WAY_OUT = "way_out"
    """A proxy, tunnel or mobile modem leads out of the machine, or something outside answered it."""
    SECOND_LEG = "second_leg"
    """The machine has an address in a network outside its own routing domain."""
    FOREIGN_ROUTE = "foreign_route"
    """The machine has a route towards networks that are not its own."""
    UNNAMED_LINK = "unnamed_link"
    """A card of a machine, or of one in an independent LAN, is joined to a network that nobody names."""
    OWN_LINE = "own_line"
    """A tunnel or a modem of the machine, of which its dossier knows no address, leads past its declared networks."""
    SEGMENT_WAY_OUT = "segment_way_out"
    """A machine in the dedicated network has its own way out, or a firewall forwards from there to no declared zone."""
    JOINED_RADIO = "joined_radio"
    """At a site that says it is without wireless, a machine's radio is joined to some network."""
    SECRET_WAY_OUT = "secret_way_out"
    """A machine on which a system of state secrets stands has a way out or a route to a foreign network."""
    LAN_WAY_OUT = "lan_way_out"
    """A machine that stands in an independent LAN leads out of it."""
    FREE_CLOCK = "free_clock"
    """A clock follows itself or its own machine, goes round in a ring of machines that follow each other, is in step
    without naming a source, or tells others that it is not.
    """
    UNPROVEN_CLOCK = "unproven_clock"
    """A clock as of `free_clock` whose own time nobody held against a time server, or a time server as of `free_clock`
    that the time of a machine which follows nobody was held against.
    """
    APART_CLOCK = "apart_clock"
    """A clock that gives time and the vantage that asked it differ by more than a second, and nothing tells which of
    them is wrong.
    """
    GIVEN_TIME = "given_time"
    """A machine answered a question for the time, whatever its roles and a sweep of its ports say."""
    COVERED_LABEL = "covered_label"
    """A system without a label is of a kind that holds state secrets, says so, or has a machine that a label covers."""
    MORE_ROWS = "more_rows"
    """A data set of a service for people below level 3 was counted to have more rows than people were told, and as many
    as would raise the level.
    """
    HOLDS_ROWS = "holds_rows"
    """The export of a data set counts rows, of which a side of its move counted none."""
    LEAVES_HTTPS = "leaves_https"
    """A redirect or a form leads from an encrypted page to one in plain text."""
    WAY_LEAVES_HTTPS = "way_leaves_https"
    """Somewhere on the way that a service sends its visitors an encrypted page leads to plain text."""

    NOTHING_RUNS = "nothing_runs"
    """Finished looks at every machine of a system, from its own zone, met nothing that answers."""


class Listening(Document):
    """A matter that a control listens to, and which of its settled verdicts that undoes; both unless it says one.

    Written as a bare name it speaks against both.
    """

    matter: Matter
    against: Literal["both", "pass", "not_applicable"] = "both"

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"matter": value} if isinstance(value, str) else value
