"""Provinces as one article each has them, and what articles state of the sample province: told as told, never more."""

import datetime
import ipaddress
from pathlib import Path

import pytest

from auditor.audit.declared import rules_on
from auditor.estate import Estate
from auditor.estate.tasks import Tasks
from auditor.inventory.agreement import agreement
from auditor.inventory.entries import LISTS
from auditor.inventory.read import load
from auditor.inventory.scope import load_scope
from auditor.inventory.surroundings import surrounding_problems
from auditor.model.inventory import Inventory
from auditor.policy.compiled import load as compiled

INVENTORIES = Path(__file__).parents[2] / "inventories"
NAMES = ("hung-yen", "lam-dong")
TITLE = "Nguồn chỉ nêu tên; mọi chi tiết khác trong mục này là ví dụ."
AS_TOLD = "Số liệu như nguồn nêu, không phải số đo hay số đếm lại."
SPARE = [ipaddress.IPv4Network(text) for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]
DAY = datetime.date(2026, 11, 30)
PUBLISHED = datetime.date(2025, 9, 11)


def province(name: str) -> Inventory:
    return load(INVENTORIES / name)


@pytest.mark.parametrize("name", NAMES)
def test_every_line_has_an_origin(name: str) -> None:
    """Each line is a public fact with its source and what it covers, or an example; nothing is left unmarked."""
    found = province(name)
    unmarked = [
        (list_name, thing.id)
        for list_name in LISTS
        for thing in getattr(found, list_name)
        if not (
            thing.origin.kind == "example"
            or (
                thing.origin.kind == "public"
                and thing.origin.source
                and thing.note == (AS_TOLD if list_name == "reported" else TITLE)
            )
        )
    ]

    assert [] == unmarked


@pytest.mark.parametrize("name", NAMES)
def test_machines_and_ways_are_examples(name: str) -> None:
    """No article names a machine, an address or a paper."""
    found = province(name)
    lists = (found.hosts, found.endpoints, found.networks, found.flows, found.circuits, found.evidence)

    assert [] == [thing.id for things in lists for thing in things if thing.origin.kind != "example"]


@pytest.mark.parametrize("name", NAMES)
def test_addresses_belong_to_nobody(name: str) -> None:
    """Every prefix but the Internet's is reserved for documentation."""
    prefixes = [ipaddress.IPv4Network(text) for one in province(name).networks for text in one.prefixes]
    real = [prefix for prefix in prefixes if prefix.prefixlen]

    assert [] == [one for one in real if not any(one.subnet_of(spare) for spare in SPARE)]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_can_be_sent(name: str) -> None:
    """The scope is long expired, says that it is an example, and fits the inventory."""
    papers = load_scope(INVENTORIES / name / "scope.yaml").authorisations

    assert [True] == [paper.valid_until < DAY.replace(year=2026, month=1) for paper in papers]
    assert [True] == [paper.document.startswith("VÍ DỤ") for paper in papers]
    assert [] == surrounding_problems(INVENTORIES / name, province(name))


@pytest.mark.parametrize("name", NAMES)
def test_one_question_is_left(name: str) -> None:
    """What the README explains: the article tells nothing of the network in the Party's building."""
    found = agreement(INVENTORIES / name, province(name), rules_on(compiled().catalogue, DAY))

    assert () == found.errors
    assert ["sites[tru-so-tinh-uy].without"] == [question.key for question in found.questions]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "hung-yen",
            [
                ("dossiers_online", 895, PUBLISHED),
                ("procedures_with_form", 1000, PUBLISHED),
                ("procedures_published", 2165, PUBLISHED),
                ("party_bodies_on_wan", 1000, PUBLISHED),
            ],
        ),
        (
            "lam-dong",
            [("it_staff", 252, None), ("commune_team_members", 2538, None), ("village_team_members", 9088, None)],
        ),
        ("quang-ninh", [("databases_connected", 32, None), ("data_created", 723, None)]),
    ],
)
def test_figures_are_those_of_the_articles(name: str, told: list[tuple[str, int, datetime.date | None]]) -> None:
    """Each figure of an article, as it states it, with its day where it tells one."""
    assert told == [(one.figure, one.value, one.as_of) for one in province(name).reported]


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("hung-yen", {"phan-mem-trung-uong", "so-hoa-co-quan", "ra-soat-phan-mem", "ke-hoach-nhan-luc"}),
        ("lam-dong", set()),
        (
            "quang-ninh",
            {"tt-an-ninh-mang", "anm-chu-truong", "ioc-thu-nghiem", "chien-luoc-du-lieu", "cao-diem-so-hoa"},
        ),
    ],
)
def test_tasks_are_those_of_the_articles(name: str, named: set[str]) -> None:
    """Tasks that an article names are public; no paper shows one done, and none is said to be late by a day of ours."""
    found = province(name)
    public = {task.id for task in found.tasks if task.origin.kind == "public"}

    assert named <= public
    assert {"due"} == {one.state for one in Tasks(Estate(found), DAY).standings}


def test_what_the_articles_name_of_lam_dong() -> None:
    """The sharing platform through the national one, the SOC that feeds the national centre, anti-malware for all."""
    found = Estate(province("lam-dong"))
    soc = found.systems["soc"]

    assert ("ndxp", "public") == (found.links["lgsp-ndxp"].channel, found.links["lgsp-ndxp"].origin.kind)
    assert ("national", "public") == (soc.monitoring.feed if soc.monitoring else "", soc.origin.kind)
    assert "public" == found.systems["av"].origin.kind
