"""Secrecy grades, and who supplies what protects them."""

from enum import StrEnum


class Label(StrEnum):
    """Secrecy grade of what a thing holds (Law 117/2025/QH15)."""

    NONE = "none"
    MAT = "mat"
    TOI_MAT = "toi_mat"
    TUYET_MAT = "tuyet_mat"

    @property
    def rank(self) -> int:
        """0 for no grade, more for a higher one."""
        return list(Label).index(self)

    @property
    def is_open(self) -> bool:
        """Whether there is no grade: what bears it belongs to the open world, as far as it alone says."""
        return self is Label.NONE


class CipherProvider(StrEnum):
    """Who supplied the cipher product that protects something."""

    BAN_CO_YEU = "ban_co_yeu"
    CIVIL = "civil"
    NONE = "none"
