"""Answers at addresses that a service's name does not lead to."""

import datetime
from typing import Any

import pytest

from auditor.collectors.running.names import where_names_lead
from auditor.model.facts import Cause, Observation
from auditor.model.facts.addressed import addressed
from auditor.model.vocab.measurements import State

AT = datetime.datetime(2026, 11, 22, 3, 0, tzinfo=datetime.UTC)
FOUR, SIX, OTHER = "198.51.100.17", "2001:db8:100::17", "198.51.100.99"
NAME = "xa.tinh.gov.vn"


def seen(kind: str, detail: str, data: dict[str, Any], *, hours: int = 0, **changes: Any) -> Observation:
    subject = "xa" if kind == "dns" else "xa-web/tcp/443"
    base = {
        "id": f"{kind}/{subject}/v{detail}",
        "kind": kind,
        "subject": subject,
        "vantage": "v",
        "zone": "dmz",
        "state": "ok",
        "basis": "measured",
        "observed_at": AT + datetime.timedelta(hours=hours),
        "data": data,
    }
    return Observation.model_validate(base | changes)


def page(address: str, detail: str = "", left: tuple[str, ...] = (), **changes: Any) -> Observation:
    data = {"scheme": "https", "status": 200, "name_asked": NAME} | addressed([address], left)
    return seen("http", detail, data, **changes)


def tls(address: str, detail: str = "") -> Observation:
    return seen("tls", detail, {"name_checked": f"{NAME} www.{NAME}"} | addressed([address]))


def dns(*addresses: str, hours: int = 0, name: str = NAME) -> Observation:
    data = {
        "name": name,
        "a": [text for text in addresses if ":" not in text],
        "aaaa": [text for text in addresses if ":" in text],
    }
    return seen("dns", f"/{name}/{hours}", data, hours=hours)


BOTH = (page(FOUR), page(SIX, f"/{SIX}"), tls(FOUR), tls(SIX, f"/{SIX}"))


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        ([], [FOUR, SIX]),
        ([dns(FOUR)], [FOUR]),
        ([dns("2001:DB8:100:0::17")], [SIX]),
        ([dns(FOUR, SIX)], [FOUR, SIX]),
        ([dns(OTHER)], [FOUR, SIX]),
        ([dns()], [FOUR, SIX]),
        ([dns(FOUR, name="khac.tinh.gov.vn")], [FOUR, SIX]),
        ([dns(FOUR), dns(FOUR, SIX, hours=1)], [FOUR, SIX]),
        ([dns(FOUR, SIX), dns(FOUR, hours=1)], [FOUR]),
    ],
    ids=[
        "nobody asked",
        "one",
        "the other",
        "both",
        "translated",
        "nowhere",
        "another name",
        "newer wider",
        "newer narrower",
    ],
)
def test_only_where_the_name_leads(names: list[Observation], kept: list[str]) -> None:
    """The newest answer decides, unless it speaks of none of the machine's addresses."""
    found = [item for item in where_names_lead([*BOTH, *names]) if item.kind != "dns"]

    assert sorted([*kept, *kept]) == sorted(item.data.addresses_asked[0] for item in found)  # type: ignore[union-attr]  # these kinds have addresses


def test_what_is_left_out_and_not_the_names_is_no_gap() -> None:
    """A look that lacked such an address alone is whole."""
    cause = Cause(code="addresses_left_out", args=(SIX,))
    partial = page(FOUR, left=(SIX,), state="partial", cause=cause)
    (whole,) = [item for item in where_names_lead([partial, dns(FOUR)]) if item.kind == "http"]
    (lacking,) = [item for item in where_names_lead([partial, dns(FOUR, SIX)]) if item.kind == "http"]

    assert (State.OK, None, ()) == (whole.state, whole.cause, whole.data.addresses_left_out)  # type: ignore[union-attr]  # a page
    assert partial == lacking


def test_another_gap_stays() -> None:
    """What is partial for another reason stays so."""
    partial = page(FOUR, left=(SIX,), state="partial", cause=Cause(code="page_too_long"))
    (still,) = [item for item in where_names_lead([partial, dns(FOUR)]) if item.kind == "http"]

    assert State.PARTIAL is still.state
