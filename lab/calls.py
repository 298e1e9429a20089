"""Writes the logs of calls that owners hand over: a month of each, up to the hour of the start."""

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


def node(now: datetime) -> Iterator[str]:
    """The agent node's: twice a day the dossier system asks the population database, and the store sends what is new;
    for four days the store sent nothing, and for three it named no purpose.
    """
    yield "NHẬT KÝ GIAO DỊCH QUA NODE ĐẠI LÝ;;;;;;;"
    yield _HEAD
    for half in range(_HALF_DAYS, 0, -1):
        at = _at(now, half)
        ends = "Thành công" if half % 7 else "Thất bại"
        yield f"{at};{_key('tthc', half)};VP UBND tỉnh;C06;dancu/xac-thuc;Tiếp nhận hồ sơ;ldop_to_ndop;Thành công"
        if half not in _SILENT:
            purpose = "" if half in _UNNAMED else "Đồng bộ dữ liệu tổng hợp"
            yield f"{at};{_key('kho', half)};Sở KHCN;NDC;tonghop/dong-bo;{purpose};ndop;{ends}"


def axis(now: datetime) -> Iterator[str]:
    """The document axis's: twice a day documents go to the national one."""
    yield _HEAD
    for half in range(_HALF_DAYS, 0, -1):
        key = _key("truc", half)
        yield f"{_at(now, half)};{key};Văn phòng UBND;Văn phòng Chính phủ;truc/gui-nhan;Gửi văn bản;ndxp;Thành công"


def land(now: datetime) -> Iterator[str]:
    """The land system's, which gives calls no identifier."""
    yield _HEAD
    for half in range(_HALF_DAYS, 0, -1):
        yield f"{_at(now, half)};-;Sở NNMT;Bộ NNMT;datdai/dong-bo;Đồng bộ thửa đất;direct;Thành công"


def _at(now: datetime, half: int) -> str:
    return (now - timedelta(hours=12 * half - 11)).astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M:%S")


def _key(name: str, half: int) -> str:
    return hashlib.sha256(f"{name} {half}".encode()).hexdigest()[:16]


def write() -> None:
    """Writes the logs into their folder."""
    CALLS.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    for name, log in (("node-dai-ly", node), ("truc-lien-thong", axis), ("dat-dai", land)):
        (CALLS / f"{name}.csv").write_text("\r\n".join((*log(now), "")), encoding="utf-8-sig", newline="")
