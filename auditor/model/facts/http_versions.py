"""Which versions of HTTP a server speaks, told by itself."""

from collections.abc import Collection
from typing import Literal

from auditor.model.base import Text, Told
from auditor.model.facts.addressed import EXCUSED, Addressed, same_name
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind

HttpVersion = Literal["HTTP/1.0", "HTTP/1.1", "HTTP/2"]


class HttpVersions(Addressed):
    """What a server answered to one request of HTTP/1.1 and to the preface of HTTP/2, at one address and port, by the
    endpoint's first name. Subject: endpoint.

    `spoken` are the versions of its answers: that of its status line, and HTTP/2 where it sent its settings, under TLS
    after it had chosen `h2` itself. `refused` are those that it was asked for and showed not to speak; of any other
    nobody knows. An error of the page is an answer too; only 505 (version not supported) is none in that version.
    """

    spoken: Told[tuple[HttpVersion, ...]] = None
    refused: Told[tuple[HttpVersion, ...]] = None
    tls: bool = False
    name_asked: Told[Text] = None

    def concerns(self, path: str, names: Collection[str]) -> bool:  # noqa: ARG002  # versions are the server's, not a page's
        """Whether it was asked by one of these names."""
        return same_name(self.name_asked or "", names)


KIND = Kind(
    name="http_versions",
    title="HTTP versions",
    shape=HttpVersions,
    subject=SubjectKind.ENDPOINT,
    part=Part.SYSTEM,
    since="facts/2",
    excused={
        **EXCUSED,
        "name_asked": "Says under which name the answer was given, and lets the two worlds be kept apart.",
    },
)
