"""What one side of a move counted of a data set."""

from typing import Annotated, Literal

from pydantic import Field

from auditor.model.base import Document
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind

_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""SHA-256 of no byte at all, which a dump that failed has on either side (FIPS 180-4)."""


class DataManifest(Document):
    """What one side of a move counted of a data set: rows, bytes and the SHA-256 of its agreed dump. Subject: data_set.

    `complete` says that the whole data set was counted; of a copy under way the side counts what has arrived.
    """

    side: Literal["old", "new"]
    rows: Annotated[int, Field(ge=0)] | None = None
    bytes: Annotated[int, Field(ge=0)] | None = None
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    complete: bool

    @property
    def of_nothing(self) -> bool:
        """Whether nothing was counted. That two such counts agree shows no equal contents: a dump of the wrong place,
        and one that failed, leave the same. `moved_data_whole` judges by the same.
        """
        return self.rows == 0 or self.sha256 == _OF_NOTHING


KIND = Kind(
    name="data_manifest",
    title="count of a data set at one side of a move",
    shape=DataManifest,
    subject=SubjectKind.DATA_SET,
    part=Part.ESTATE,
    since="facts/1",
)
