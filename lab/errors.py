"""What can go wrong while the lab is brought up or taken down."""


class LabError(Exception):
    """The lab cannot go on; `remedy` says what to do about it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy
