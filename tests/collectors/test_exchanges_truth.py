"""What is counted of logs of calls, held against SQLite, which counts the same rows by itself.

One log is written by the machine's nginx; two have the fields that X-Road's operational monitoring (PR-OPMON) and WSO2
API Manager's metrics have, and one is a table as a Vietnamese spreadsheet saves it; what stands in them is invented.
"""

import contextlib
import datetime
import http.client
import json
import os
import random
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.collectors.planning.plan import LoggedLink
from auditor.collectors.running.exchanges import read_exchanges
from auditor.model.facts.exchange_log import ExchangeLog
from auditor.model.settings import ExchangeLogFiles
from tests.collectors.plans import of_files_alone

NOW = datetime.datetime(2026, 12, 24, 12, 0, tzinfo=datetime.UTC)
START = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
Rows = list[dict[str, Any]]


def counted(path: Path, log: dict[str, Any], name: str, now: datetime.datetime = NOW) -> ExchangeLog:
    """What the reader makes of one link's calls."""
    plan = of_files_alone(
        now,
        exchange_logs=(ExchangeLogFiles.model_validate(log | {"files": [str(path)]}),),
        logged_links={"l": LoggedLink("", (name,))},
    )
    (item,), _ = read_exchanges(plan, now)
    assert isinstance(item.data, ExchangeLog)
    return item.data


COUNTS = """
SELECT count(*), count(*) - count(nullif(id, '')), count(nullif(id, '')) - count(DISTINCT nullif(id, '')),
  sum(coalesce(a, '') = '' OR coalesce(b, '') = ''), sum(coalesce(purpose, '') = ''), sum(NOT good)
FROM c WHERE link
"""
GAPS = """
WITH ends AS (SELECT at FROM c WHERE link AND good UNION ALL SELECT max(at) FROM c),
  steps AS (SELECT at, lag(at) OVER (ORDER BY at) before FROM ends)
SELECT max(at - before), max((at + 25200) / 86400 - (before + 25200) / 86400) FROM steps
"""
ENDS = "SELECT min(at), max(at), min(CASE WHEN link AND good THEN at END) FROM c"


def by_sqlite(rows: Rows) -> dict[str, int | None]:
    """The same counts in SQL. A row has `at` in seconds, `link` (1: the one asked about) and what it tells."""
    with contextlib.closing(sqlite3.connect(":memory:")) as base:
        base.execute("CREATE TABLE c (at INTEGER, link INTEGER, id TEXT, a TEXT, b TEXT, purpose TEXT, good INTEGER)")
        base.executemany(
            "INSERT INTO c VALUES (:at, :link, :id, :a, :b, :purpose, :good)",
            [{key: row.get(key) for key in ("at", "link", "id", "a", "b", "purpose", "good")} for row in rows],
        )
        one, gap, ends = (base.execute(words).fetchone() for words in (COUNTS, GAPS, ENDS))
    first, last, begun = ends
    names = ("calls", "without_id", "repeated_ids", "without_parties", "without_purpose", "failed")
    return dict(zip(names, one, strict=True)) | {
        "covered": last - first,
        "longest": gap[0],
        "days": gap[1],
        "before": begun - first,
    }


def by_reader(told: ExchangeLog) -> dict[str, int | None]:
    assert told.longest_gap
    assert told.before_first
    names = ("calls", "without_id", "repeated_ids", "without_parties", "without_purpose", "failed")
    return {name: getattr(told, name) for name in names} | {
        "covered": told.covered_seconds,
        "longest": told.longest_gap.seconds,
        "days": told.longest_gap.days,
        "before": told.before_first.seconds,
    }


def made(chance: random.Random) -> Rows:
    """Calls of three weeks over two links, with faults and one pause."""
    rows: Rows = []
    pause = chance.randrange(50, 300)
    for hour in range(0, 21 * 24, chance.choice((1, 3, 7))):
        if pause < hour < pause + chance.choice((20, 60)):
            continue
        rows.append(
            {
                "at": int(START.timestamp()) + hour * 3600 + chance.randrange(3600),
                "link": int(chance.random() < 0.7),
                "id": chance.choice(("", f"m-{chance.getrandbits(20):05x}", f"m-{hour}x", "m-1x")),
                "a": chance.choice(("tthc", "tthc", "tthc", "")),
                "b": chance.choice(("dancu", "dancu", "dancu", "")),
                "purpose": chance.choice(("Xác minh", "000.00.12.H49", "")),
                "good": int(chance.random() < 0.9),
            }
        )
    return rows if any(row["link"] and row["good"] for row in rows) else made(chance)


def name_of(row: dict[str, Any]) -> str:
    return "xacThuc" if row["link"] else "khac"


def opmon(rows: Rows) -> str:
    """Records as X-Road's operational monitoring daemon answers with them."""
    records = [
        {
            "monitoringDataTs": row["at"] + 3,
            "securityServerType": "Client",
            "requestInTs": row["at"] * 1000,
            "clientMemberCode": "H49",
            "clientSubsystemCode": row["a"] or None,
            "serviceSubsystemCode": row["b"] or None,
            "serviceCode": name_of(row),
            "messageId": row["id"] or None,
            "messageIssue": row["purpose"] or None,
            "succeeded": bool(row["good"]),
        }
        for row in rows
    ]
    return json.dumps({"records": records})


def metrics(rows: Rows) -> str:
    """One object a line, as WSO2 API Manager's reporter writes them."""

    def told(second: int) -> str:
        return datetime.datetime.fromtimestamp(second, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.040Z")

    return "\n".join(
        json.dumps(
            {
                "apiName": name_of(row),
                "apiCreator": row["b"] or "unknown",
                "applicationName": "a",
                "applicationOwner": row["a"],
                "correlationId": row["id"],
                "proxyResponseCode": 200 if row["good"] else 502,
                "targetResponseCode": -1,
                "requestTimestamp": told(row["at"]),
                "purpose": row["purpose"] or "-",
            },
            ensure_ascii=False,
        )
        for row in rows
    )


def sheet(rows: Rows) -> str:
    """A table with a title above, semicolons, and times of Viet Nam."""
    zone = datetime.timezone(datetime.timedelta(hours=7))
    lines = ["NHẬT KÝ KẾT NỐI;;;;;;", "Mã giao dịch;Thời gian;Bên khai thác;Bên cung cấp;Dịch vụ;Mục đích;Kết quả"]
    for row in rows:
        at = datetime.datetime.fromtimestamp(row["at"], zone).strftime("%d/%m/%Y %H:%M:%S")
        end = "Thành công" if row["good"] else "Thất bại"
        lines.append(f"{row['id']};{at};{row['a']};{row['b']};{name_of(row)};{row['purpose']};{end}")
    return "\r\n".join(lines) + "\r\n"


OPMON = {
    "at": "requestInTs",
    "id": "messageId",
    "consumer": "clientSubsystemCode",
    "provider": "serviceSubsystemCode",
    "purpose": "messageIssue",
    "result": "succeeded",
    "service": "serviceCode",
}
METRICS = {
    "at": "requestTimestamp",
    "id": "correlationId",
    "consumer": "applicationOwner",
    "provider": "apiCreator",
    "result": "proxyResponseCode",
    "service": "apiName",
}


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    ("write", "columns"), [(opmon, OPMON), (metrics, METRICS), (sheet, {})], ids=["opmon", "metrics", "sheet"]
)
def test_three_forms_of_the_same_calls(
    tmp_path: Path, write: Callable[[Rows], str], columns: dict[str, str], seed: int
) -> None:
    """Every count and gap is the one that SQLite finds, in whatever order the rows stand."""
    rows = made(random.Random(seed))
    random.Random(seed + 1).shuffle(rows)
    (tmp_path / "log").write_text(write(rows), encoding="utf-8")

    assert by_sqlite(rows) == by_reader(counted(tmp_path / "log", {"channel": "lgsp", "columns": columns}, "xacThuc"))


CONF = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  log_format calls escape=json '{{"time":"$time_iso8601","request_id":"$request_id","client":"$http_x_consumer",'
    '"purpose":"$http_x_purpose","uri":"$uri","host":"$host","status":"$status"}}';
  access_log {folder}/calls.jsonl calls;
  access_log {folder}/plain.log combined;
  limit_req_zone $server_name zone=a:1m rate=1r/m;
  server {{
    listen 127.0.0.1:{port}; server_name ndop.test;
    location /dan-cu/ {{ return 200 "ok"; }}
    location /dat-dai/ {{ limit_req zone=a; limit_req_status 429; try_files /none =404; }}
  }}
}}
"""


@contextlib.contextmanager
def nginx(folder: Path) -> Iterator[int]:
    """The machine's own nginx with a log of calls, until the end of the block."""
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    (folder / "nginx.conf").write_text(CONF.format(folder=folder, port=port))
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(400):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.01)
        yield port
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.skipif(shutil.which("nginx") is None or os.geteuid() != 0, reason="nginx is started as root")
def test_a_log_of_the_real_gateway(tmp_path: Path) -> None:
    """Calls that nginx answered, refused and held back: as many as its own plain log has, by what each sent."""
    tmp_path.chmod(0o755)
    chance = random.Random(3)
    sent: Rows = []
    with nginx(tmp_path) as port:
        for number in range(60):
            link, consumer = number % 3 > 0, chance.choice(("so-tu-phap", ""))
            purpose = chance.choice(('Khai "sinh"', "-", "M-01"))
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            heads = {"Host": "ndop.test", "X-Purpose": purpose, "X-Consumer": consumer}
            connection.request("GET", f"/{'dan-cu' if link else 'dat-dai'}/{number}", headers=heads)
            status = connection.getresponse().status
            connection.close()
            sent.append({"link": link, "a": consumer, "purpose": purpose.strip("-"), "good": status < 400})
    names = {"at": "time", "id": "request_id", "consumer": "client", "provider": "host", "service": "uri"}
    log = {"channel": "ndop", "columns": names | {"result": "status"}}
    now = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=5)
    for name, link in (("/dan-cu/*", True), ("/dat-dai/*", False)):
        told = counted(tmp_path / "calls.jsonl", log, name, now)
        own = [one for one in sent if one["link"] is link]
        lines = [line for line in (tmp_path / "plain.log").read_text().splitlines() if f"GET {name[:-1]}" in line]

        assert (len(own), len(lines)) == (told.calls, told.calls)
        assert sum(not one["good"] for one in own) == told.failed == sum('" 4' in line for line in lines)
        assert sum(not one["a"] for one in own) == told.without_parties
        assert sum(not one["purpose"] for one in own) == told.without_purpose
        assert (0, 0, 0) == (told.without_id, told.repeated_ids, told.without_time)
