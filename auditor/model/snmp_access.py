"""Communities and users of SNMP that the owner enters in a file of their own, so that his agents can be asked by them.

They go to the agent's standard input and into the packets they are meant for, and nowhere else: no fact, log, message,
file or command line holds one.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from auditor.model.base import Document, Identifier

MOST = 16
"""Entered communities and users at most: each is tried on every machine that the file is for."""

_SHORTEST_PASSPHRASE = 8

_Secret = Annotated[str, Field(min_length=1, max_length=255)]
_Passphrase = Annotated[str, Field(min_length=_SHORTEST_PASSPHRASE, max_length=255)]


class SnmpUser(Document):
    """One user of version 3 (RFC 3414, RFC 7860, RFC 3826). Without `auth` nothing proves who answers, so it is wanted;
    without `privacy` answers travel in plain text, as the agent may ask for.
    """

    name: Annotated[str, Field(min_length=1, max_length=32, repr=False)]
    auth: Literal["md5", "sha", "sha224", "sha256", "sha384", "sha512"]
    auth_passphrase: Annotated[_Passphrase, Field(repr=False)]
    privacy: Literal["none", "aes128"] = "aes128"
    privacy_passphrase: Annotated[str, Field(max_length=255, repr=False)] = ""

    @model_validator(mode="after")
    def _whole(self) -> "SnmpUser":
        if self.privacy != "none" and len(self.privacy_passphrase) < _SHORTEST_PASSPHRASE:
            raise ValueError("privacy_passphrase is missing or shorter than 8 characters (RFC 3414, 11.2)")
        return self


class SnmpAccess(Document):
    """What may be tried beside the well-known community: each community once in each version, each user once.

    `owners` are those whose machines are asked so; none named means every machine that may be asked at all.
    """

    communities: Annotated[tuple[_Secret, ...], Field(max_length=MOST, repr=False)] = ()
    users: Annotated[tuple[SnmpUser, ...], Field(max_length=MOST, repr=False)] = ()
    owners: tuple[Identifier, ...] = ()

    def for_owner(self, owner: str | None) -> "SnmpAccess":
        """What may be tried on machines of one owner."""
        return self if not self.owners or owner in self.owners else SnmpAccess()
