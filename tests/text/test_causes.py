"""Causes in words."""

import ast
import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.model.facts import Cause, Observation
from auditor.model.vocab.measurements import Basis, State
from auditor.text.causes import LACKS, OBSERVED, SENTENCES, cause_group, cause_in_words
from auditor.text.words import Bilingual, same

COLLECTORS = Path(__file__).resolve().parents[2] / "auditor" / "collectors"
MAIN = Path(__file__).resolve().parents[2] / "policies" / "main"
CONTROLS = MAIN.parent / "controls"
PAPERS = CONTROLS.parent / "lib" / "papers.rego"


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (Cause(code="not_measured", args=("ports",)), Bilingual("Chưa đo: cổng mở", "Not measured: open ports")),
        (
            Cause(code="observation", args=("tls/a/b", "timeout")),
            Bilingual(
                "Phép đo tls/a/b kết thúc ở trạng thái: quá thời gian chờ",
                "The measurement tls/a/b ended as: timed out",
            ),
        ),
        (
            Cause(code="zones_not_tried", args=("1", "dmz")),
            Bilingual(
                "Vùng mạng chưa được thử kết nối tới từ đó: 1 (dmz)",
                "Zones that nobody tried to reach from there: 1 (dmz)",
            ),
        ),
        (Cause(code="zones_not_tried"), same("zones_not_tried")),
        (Cause(code="no_evidence"), Bilingual("Không nêu căn cứ", "No evidence was named")),
        (Cause(code="something_new", args=("x", "<b>")), same("something_new x <b>")),
        (Cause(code="not_measured"), same("not_measured")),
        (
            Cause(code="evidence_missing", args=("{0}",)),
            Bilingual("Không có căn cứ {0}", "The evidence {0} does not exist"),
        ),
    ],
)
def test_in_words(cause: Cause, words: Bilingual) -> None:
    """A known code is a sentence; an unknown one, or one short of arguments, stands for itself."""
    assert cause_in_words(cause) == words


def test_an_observation_says_its_own_cause() -> None:
    """A measurement that taught nothing says why, with the arguments behind in brackets."""
    seen = Observation(
        id="tls/a/b",
        kind="tls",
        subject="a/tcp/443",
        vantage="b",
        zone="dmz",
        state=State.OUT_OF_SCOPE,
        basis=Basis.MEASURED,
        observed_at=datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC),
        cause=Cause(code="port_outside_scope", args=("tcp/443", "giay-phep-1")),
    )
    said = cause_in_words(Cause(code="observation", args=("tls/a/b", "out_of_scope")), {"tls/a/b": seen})
    assert said.en == (
        "The measurement tls/a/b ended as: outside the permitted scope "
        "(The port is outside the permitted scope; nothing was sent (tcp/443; giay-phep-1))"
    )


def named(call: ast.Call) -> Iterator[str]:
    """Codes a call to `failed` or `Cause` may end with."""
    if isinstance(call.func, ast.Name) and call.func.id in {"failed", "Cause"}:
        for word in call.args[1:2] + [keyword.value for keyword in call.keywords if keyword.arg == "code"]:
            yield from (str(node.value) for node in ast.walk(word) if isinstance(node, ast.Constant))


def test_every_cause_of_the_collectors_has_a_sentence() -> None:
    """No reader meets the code of a measurement that taught nothing."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in COLLECTORS.rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    codes = {code for call in calls for code in named(call)}

    assert {"login_refused", "no_export", "nmap_missing"} <= codes
    assert codes <= OBSERVED.keys()


def test_every_cause_of_the_constitution_has_a_sentence() -> None:
    """Whatever code the policies' main package writes can be said in words."""
    text = "".join(path.read_text(encoding="utf-8") for path in MAIN.glob("*.rego"))
    written = set(re.findall(r'"code": "([a-z_]+)"', text))
    written |= {"evidence_missing", "evidence_not_ok", "evidence_stale", "evidence_vantage"}
    assert written - set(SENTENCES) == set()


def test_what_a_pass_lacks_has_words() -> None:
    """Whatever a control or the constitution says that a pass lacks can be said, and nothing else is kept ready."""
    text = "".join(
        path.read_text(encoding="utf-8") for path in (*CONTROLS.glob("*/*/policy.rego"), *MAIN.glob("*.rego"))
    )

    flaws = re.findall(r'_flawed\[r\.id\] contains "([a-z_]+)"', PAPERS.read_text(encoding="utf-8"))

    assert {*re.findall(r'(?:finding\.lack\([\w.]+, |findings\.cause\()"([a-z_]+)"', text), *flaws} == set(LACKS)


def test_more_than_are_named_is_said() -> None:
    """Five names stand for all only where there are no more."""
    ports = tuple(f"tcp/{number}" for number in range(1, 6))
    said = [cause_in_words(Cause(code="ports_silent", args=(count, *ports))).en for count in ("5", "17")]

    assert [text.rpartition(": ")[2] for text in said] == [
        "5 (tcp/1; tcp/2; tcp/3; tcp/4; tcp/5)",
        "17 (tcp/1; tcp/2; tcp/3; tcp/4; tcp/5; …)",
    ]


def test_groups_do_not_name_one_measurement() -> None:
    """Equal troubles of different measurements count as one."""
    first, second = (Cause(code="observation", args=(name, "timeout")) for name in ("tls/a", "tls/b"))
    assert cause_group(first) == cause_group(second)

    one, other = (Cause(code="ports_silent", args=("1", port)) for port in ("tcp/21", "tcp/23"))
    assert cause_group(one) == cause_group(other)
