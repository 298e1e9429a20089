"""Who watches a collection: an observer handed down, which does nothing unless somebody wants to see."""


class Progress:
    """Told what happens; every method does nothing here. Called from one thread only."""

    def started(self, vantage: str, units: int) -> None:
        """A vantage begins, with so many pieces of work to do."""

    def unit_done(self, vantage: str, unit: str) -> None:
        """One piece of work is finished and safely written."""

    def note(self, vantage: str, text: str) -> None:
        """Something a person should know, in one line."""

    def finished(self, vantage: str, *, complete: bool) -> None:
        """A vantage has nothing more to do; `complete` says whether it did everything."""
