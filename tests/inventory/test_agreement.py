"""An inventory that misleads contradicts itself somewhere; the check finds the place and says what does not agree.

Each variant changes the lab's inventory as somebody would who wants a verdict to come out better, or by mistake. What
it is asked or refused for is what the lab's own inventory is not.
"""

import copy
import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.audit.declared import rules_on
from auditor.errors import Problem
from auditor.inventory import load
from auditor.inventory.agreement import Agreement, agreement
from auditor.inventory.agreement.doubt import MOST_NAMES
from auditor.policy.compiled import load as compiled
from tests.inventory.misleading import ASKED, IMPOSSIBLE, TOLD_BY_NOTHING, Change, Lists, Said, put

LAB = Path(__file__).parents[2] / "inventories" / "lab"
STARTER = Path(__file__).parents[2] / "auditor" / "inventory" / "starter"
TODAY = datetime.date(2026, 11, 29)
FILES = ("data", "evidence", "hosts", "links", "network", "organisations", "systems")


@cache
def _lab() -> Lists:
    lists: Lists = {}
    for name in FILES:
        lists |= yaml.safe_load((LAB / f"{name}.yaml").read_text(encoding="utf-8"))
    return lists


@cache
def _lab_text(name: str) -> str:
    return _text(name, _lab()[name])


def _text(name: str, entries: list[dict[str, Any]]) -> str:
    return yaml.dump({name: entries}, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)


def compared(folder: Path) -> Agreement:
    """What the inventory of a folder does not agree with in itself."""
    return agreement(folder, load(folder), rules_on(compiled().catalogue, TODAY))


def changed(folder: Path, *changes: Change) -> Agreement:
    """The same of the lab's inventory with some changes."""
    lists = copy.deepcopy(_lab())
    for change in changes:
        change(lists)
    for name, entries in lists.items():
        text = _lab_text(name) if entries == _lab()[name] else _text(name, entries)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return compared(folder)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> set[Said]:
    """What the lab's own inventory is asked."""
    found = changed(tmp_path_factory.mktemp("lab"))
    assert () == found.errors
    return set(said(found.questions))


def said(problems: tuple[Problem, ...]) -> list[Said]:
    """Key and message of each, as a person reads them."""
    return [(problem.key, problem.message) for problem in problems]


@pytest.mark.parametrize(("changes", "expected"), IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_what_cannot_be(changes: tuple[Change, ...], expected: Said, tmp_path: Path) -> None:
    """Each such variant is an error at the entry that cannot be, with the line and a remedy."""
    key, words = expected
    found = [one for one in changed(tmp_path, *changes).errors if one.key == key and words in one.message]

    assert 1 == len(found)
    assert found[0].line
    assert found[0].remedy


@pytest.mark.parametrize(("changes", "expected"), ASKED.values(), ids=ASKED.keys())
def test_what_is_to_be_confirmed(changes: tuple[Change, ...], expected: Said, tmp_path: Path, usual: set[Said]) -> None:
    """Each such variant is asked about at the entry, with the line and a remedy, and is no error."""
    key, words = expected
    asked = changed(tmp_path, *changes).questions
    found = [one for one in asked if one.key == key and words in one.message and said((one,))[0] not in usual]

    assert 1 == len(found), [line for line in said(asked) if line not in usual]
    assert found[0].line
    assert found[0].remedy


@pytest.mark.parametrize("change", TOLD_BY_NOTHING.values(), ids=TOLD_BY_NOTHING.keys())
def test_what_nothing_contradicts(change: Change, tmp_path: Path, usual: set[Said]) -> None:
    """Where no other line says otherwise nothing is asked: a question without a reason would be noise."""
    found = changed(tmp_path, change)

    assert ((), set()) == (found.errors, set(said(found.questions)) - usual)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Cæng th«ng tin ®iÖn tö", True),
        ("Së Th«ng tin vµ TruyÒn th«ng", True),
        ("Ban Qu¶n lý c¸c khu c«ng nghiÖp", True),
        ("Sôû Thoâng tin vaø Truyeàn thoâng", True),
        ("UÛY BAN NHAÂN DAÂN TÆNH", True),
        ("Ñaûng uûy khoái caùc cô quan", True),
        ("Trung tâm hoà giải, đối thoại; hệ thống «Một cửa» 5.2 · Oracle® WebLogic® 30°C m² §5", False),
        ("Ủy ban nhân dân phường Ngã Bảy — Khuếch Đại, Tuần Giáo, Toà án", False),
        ("Văn phòng Zürich", False),
    ],
)
def test_names_typed_for_an_old_font(name: str, asked: bool, tmp_path: Path, usual: set[Said]) -> None:  # noqa: FBT001
    """What looks right in .VnTime or VNI-Times alone is asked about; letters of Vietnamese and of others may stay."""
    found = set(said(changed(tmp_path, put("systems", "portal", name={"vi": name})).questions)) - usual

    assert asked is any(key == "systems[portal].name.vi" and "old font" in words for key, words in found)


def test_equal_questions_are_one(tmp_path: Path) -> None:
    """What is asked of many entries is one question that counts them and names five."""

    def later(lists: Lists) -> None:
        for paper in lists["evidence"][:9]:
            paper["date"] = datetime.date(2027, 3, 1)

    first = [paper["id"] for paper in _lab()["evidence"][:9]]
    [question] = [one for one in changed(tmp_path, later).questions if one.key.startswith("evidence[")]

    assert f"(9 evidence: {', '.join(sorted(first)[:MOST_NAMES])}, …)" in question.message
    assert "2027-03-01" == question.value


def test_a_hundred_offices_with_one_prefix(tmp_path: Path) -> None:
    """Offices that all have the same addresses are one question when each has a domain, and one fault each when not."""

    def offices(*, apart: bool) -> Change:
        def change(lists: Lists) -> None:
            for number in range(100):
                domain = f"xa-{number}" if apart else "province"
                zone = {"id": f"o-{number}", "name": {"vi": "Xã"}, "kind": "internal", "site": "xa-halong"}
                lists["zones"].append(zone | {"domain": domain})
                lists["networks"].append({"id": f"n-{number}", "zone": f"o-{number}", "prefixes": ["10.77.0.0/24"]})

        return change

    (tmp_path / "apart").mkdir()
    apart = changed(tmp_path / "apart", offices(apart=True))
    (tmp_path / "one").mkdir()
    together = changed(tmp_path / "one", offices(apart=False))

    [question] = [one for one in apart.questions if one.key.startswith("networks[")]
    assert "(99 networks: n-1, n-10, n-11, n-12, n-13, …)" in question.message
    assert () == apart.errors
    assert 99 == len(together.errors)


@pytest.mark.parametrize("folder", [*sorted(LAB.parent.iterdir()), STARTER], ids=lambda folder: folder.name)
def test_shipped_inventories(folder: Path) -> None:
    """No shipped inventory contradicts itself."""
    assert () == compared(folder).errors


@pytest.mark.parametrize(
    ("folder", "keys"),
    [
        (LAB.parent / "quang-ninh", ["systems[csdl-mau-01].levelled_under"]),
        (STARTER, []),
        (
            LAB,
            [
                "hosts[mail-gw].roles[0]",
                "hosts[sdoc-b-pc].interfaces",
                "endpoints[lgsp-gw/udp/123].purpose",
                "sites[idc].without",
                "sites[tinh-uy].without",
                "systems[wan].level",
                "systems[doc-axis].declares_secrets",
                "systems[report].levelled_under",
            ],
        ),
    ],
    ids=["quang-ninh", "starter", "lab"],
)
def test_what_shipped_inventories_are_asked(folder: Path, keys: list[str]) -> None:
    """The lab is asked about what is wrong in it on purpose; the sample province about papers that nobody published;
    the example to start from about nothing.
    """
    assert keys == [question.key for question in compared(folder).questions]


@pytest.mark.parametrize(
    ("system", "values"),
    [
        ("portal-halong", {"domains": ["halong.quangninh.gov.vn", "phuong-ha-long.quangninh.gov.vn"]}),
        ("portal-halong", {"domains": ["hl.quangninh.vn"]}),
        ("portal-halong", {"domains": ["hl.quangninh.gov.vn"], "scope": "department"}),
        ("portal-halong", {"domains": ["hl.quangninh.gov.vn"], "owner": "so-khcn"}),
        ("portal-vandon", {"domains": ["dackhuvandon.quangninh.gov.vn", "vandon.quangninh.gov.vn"]}),
    ],
)
def test_names_of_communes_that_are_in_order(
    system: str, values: dict[str, Any], tmp_path: Path, usual: set[Said]
) -> None:
    """In full, with the word for what it is or without; a special zone as it likes. Others are not asked."""
    found = changed(tmp_path, put("systems", system, **values)).questions

    assert [] == [one for one in said(found) if "domains" in one[0] and one not in usual]


def test_the_day_of_the_decree_is_the_laws(tmp_path: Path) -> None:
    """An approval of the decree's first day is under it, one of the day before is not."""
    since = rules_on(compiled().catalogue, TODAY).levels_since
    before = since - datetime.timedelta(days=1)

    assert () == changed(tmp_path, put("evidence", "ev-land-approval", date=since)).errors
    [error] = changed(tmp_path, put("evidence", "ev-land-approval", date=before)).errors
    assert "systems[land].levelled_under" == error.key


def test_a_system_under_investment_is_still_approved_under_the_old_decree(tmp_path: Path) -> None:
    """Investment began before July 2026, and the paper is of the half year after it (NĐ 331/2026 39(1))."""
    early = put("systems", "land", levelled_under="nd85", invested_on=datetime.date(2026, 6, 30))
    late = put("evidence", "ev-land-approval", date=datetime.date(2027, 1, 1))

    assert () == changed(tmp_path, early).errors
    assert ["systems[land].levelled_under"] == [error.key for error in changed(tmp_path, early, late).errors]
