"""When counts of both sides of a move can show that a data set is the same at both."""

from collections.abc import Iterable

from auditor.model.facts import DataManifest
from auditor.model.inventory import DataSet


def show_contents(counts: Iterable[DataManifest], data: DataSet) -> bool:
    """Whether counts are of something. Of nothing they are believed where the inventory says that the data set has no
    rows, and each count says so too.
    """
    return all(not one.of_nothing or (data.rows == 0 and one.rows == 0) for one in counts)
