"""Writes the log of calls that the owner of the agent node hands over: a month of it, up to the hour of the start."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from lab.paths import CALLS

_VIETNAM = timezone(timedelta(hours=7))
_HALF_DAYS = 60
_HEAD = "Thời gian;Mã giao dịch;Bên khai thác;Bên cung cấp;Dịch vụ;Mục đích;Kênh;Kết quả"
_SILENT = range(20, 29)
"""Half days, counted back from the newest, in which the provincial store sent nothing."""

_UNNAMED = range(40, 46)
"""Half days in which it sent without saying what for."""


def lines(now: datetime) -> Iterator[str]:
    """The table: twice a day the dossier system asks the population database, and the store sends what is new; for four
    days the store sent nothing, and for three it named no purpose.
    """
    yield "NHẬT KÝ GIAO DỊCH QUA NODE ĐẠI LÝ;;;;;;;"
    yield _HEAD
    for half in range(_HALF_DAYS, 0, -1):
        at = (now - timedelta(hours=12 * half - 11)).astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M:%S")
        ends = "Thành công" if half % 7 else "Thất bại"
        yield f"{at};{_key('tthc', half)};VP UBND tỉnh;C06;dancu/xac-thuc;Tiếp nhận hồ sơ;ldop_to_ndop;Thành công"
        if half not in _SILENT:
            purpose = "" if half in _UNNAMED else "Đồng bộ dữ liệu tổng hợp"
            yield f"{at};{_key('kho', half)};Sở KHCN;NDC;tonghop/dong-bo;{purpose};ndop;{ends}"


def _key(name: str, half: int) -> str:
    return hashlib.sha256(f"{name} {half}".encode()).hexdigest()[:16]


def write() -> None:
    """Writes the log into the folder of logs."""
    CALLS.mkdir(parents=True, exist_ok=True)
    text = "\r\n".join((*lines(datetime.now(UTC)), ""))
    (CALLS / "node-dai-ly.csv").write_text(text, encoding="utf-8-sig", newline="")
