"""The leaders' page of the plan: what it answers, in both languages, on paper and for any size of estate."""

import re
from dataclasses import replace
from functools import cache

import pytest

from auditor.model.entity import Name
from auditor.model.reason import because
from auditor.pages.drawings import Drawing
from auditor.pages.interface import ReportInput
from auditor.plan.portfolio.html import LINKS, portfolio_context, portfolio_html
from auditor.plan.portfolio.links_picture import LOOKS, by_system, columns_of, kind_of
from auditor.plan.portfolio.marks import LETTERS, SHAPES, STATES
from auditor.plan.portfolio.pdf import portfolio_pdf
from auditor.plan.portfolio.shape import Portfolio
from auditor.plan.waves.shape import Conflict, WavePlan
from tests.pages.markup import quoted_twice
from tests.pages.test_charts import _palettes, contrast
from tests.plan.portfolio.portfolios import AS_OF, RUN, empty, large, proposed, small

MADE = {"small": small, "large": large, "empty": empty}


def html(made: tuple[ReportInput, Portfolio]) -> str:
    return portfolio_html(*made, "vi").decode()


@cache
def page_of(name: str) -> str:
    """The page of one of them, drawn once."""
    return html(MADE[name]())


def test_the_first_sentence_answers_in_both_languages() -> None:
    """It says how far the move is, what is next and how much is to be decided."""
    sentence = portfolio_context(*small())["sentence"]

    assert (
        "Moved so far: 1 of 7 systems that are to move; of the other 6, ready: 0, ready with conditions: 0, "
        "not yet fit: 5, not enough evidence: 1; next night: Wave 1 on 15 Dec 2026; systems in it: 2, of which not yet "
        "fit or not shown to be: 2; matters to decide: 7."
    ) == sentence.en
    assert sentence.vi.startswith("Đã chuyển 1 trong 7 hệ thống cần chuyển; trong 6 hệ thống còn lại: 0 đủ điều kiện")
    assert sentence.vi.endswith("cần quyết định 7 nội dung.")


@pytest.mark.long
@pytest.mark.parametrize("name", MADE)
def test_equal_input_gives_equal_bytes(name: str) -> None:
    """The page depends on nothing but its input."""
    assert page_of(name) == html(MADE[name]())


@pytest.mark.parametrize("name", MADE)
def test_page_shows_the_figures_of_the_data(name: str) -> None:
    """Each card holds the number of the JSON document, and the run's id and day stand beside the title."""
    page, text = MADE[name]()[1], page_of(name)
    cards = re.findall(r'<li class="c-(\w+)">.*?<strong>([\d.,]+)</strong>', text)

    assert {state: str(getattr(page.standing, state)) for state in STATES} == dict(cards)
    assert (RUN in text, f"{AS_OF:%d/%m/%Y}" in text) == (True, True)


@pytest.mark.parametrize("name", MADE)
def test_every_drawing_has_words(name: str) -> None:
    """A picture names the element that says it in words, and that element is there; nothing inside it speaks."""
    text = page_of(name)
    drawings = re.findall(r'<svg class="drawing (?:calendar|links|burn-up)[^>]*>.*?</svg>', text)

    assert len(drawings) == (0 if name == "empty" else 3)
    for drawing in drawings:
        (words,) = re.findall(r'role="img" aria-labelledby="([a-z-]+)"', drawing)
        assert f'id="{words}"' in text
        assert [part for part in ("<title", "href", "style=", "aria-label=", "http") if part in drawing[1:]] == []


@pytest.mark.parametrize("name", MADE)
def test_no_attribute_is_quoted_twice(name: str) -> None:
    """A sample of a line is hidden from screen readers by a value they know."""
    text = page_of(name)

    assert [] == quoted_twice(text)
    assert 'class="drawing line-svg"' not in text or 'aria-hidden="true"' in text


def test_ids_in_drawings_are_text() -> None:
    """An id with markup, which no inventory lets through, would be drawn as letters."""
    drawing = Drawing(100, 20)
    drawing.texts([(0, 10, "<script>&")])

    assert "&lt;script&gt;&amp;" in drawing.svg("x", "y")


def test_hostile_names_stay_text() -> None:
    """A system's name cannot become markup or reorder the page."""
    report, page = small()
    hostile = Name(vi="<img src=x onerror=1>\u202ea", en="</script>")
    systems = tuple(
        item.model_copy(update={"name": hostile}) if item.id == "qlvb" else item for item in report.inventory.systems
    )
    text = html((replace(report, inventory=report.inventory.model_copy(update={"systems": systems})), page))

    assert ("<img" in text, "\u202e" in text, "&lt;img src=x onerror=1&gt;\ufffda" in text) == (False, False, True)


def test_a_small_plan_draws_each_system_and_a_large_one_the_waves() -> None:
    """300 systems are drawn as waves with counts; names are listed beside."""
    few, many = small()[1], large()[1]

    assert (by_system(few), by_system(many)) == (True, False)
    assert [len(column) for column in columns_of(few)] == [1, 3, 3, 1]
    text = page_of("large")
    drawing = text[text.index('<svg class="drawing links waves') :]
    drawing = drawing[: drawing.index("</svg>")]
    assert ("he-thong-so-" in drawing, text.count("Hệ thống thông tin chuyên ngành số 7<") > 0) == (False, True)


def test_kinds_of_links_are_told_apart() -> None:
    """A dependency that is kept, cut for a while, for good, or broken, each by its own line."""
    kinds = {edge.link: kind_of(edge) for edge in small()[1].edges}

    assert {
        "tthc-qlvb": "hard",
        "qlvb-truc": "hard",
        "tthc-dat-dai": "broken",
        "ioc-kho": "soft",
        "tthc-kho": "cut",
        "tthc-cong": "permanent",
        "bao-cao-kho": "cut",
    } == kinds
    assert (set(LINKS), len({look[1:] for look in LOOKS.values()})) == (set(LOOKS), len(LOOKS))


def test_states_differ_in_shape_and_stand_out() -> None:
    """Nobody needs to tell colours apart, and each can be seen on either ground."""
    assert (len(set(SHAPES.values())), len(set(LETTERS.values()))) == (5, 5)
    drawn = [*STATES.values(), *(colour for colour, _, _ in LOOKS.values() if colour.startswith("#"))]
    assert [(c, p["sheet"]) for p in _palettes() for c in drawn if contrast(c, p["sheet"]) < 3] == []


def test_no_waves_is_said() -> None:
    """Without a wave there is no calendar, and the page says how to get one; nothing is called ready."""
    text = html(empty())

    assert "Chưa có đợt chuyển nào. Có thể lập đề xuất bằng lệnh: auditor plan waves" in text
    assert "Không đọc được lần rà soát nào." in text


def test_an_infeasible_plan_names_its_conflicts() -> None:
    """The demands that contradict each other head the matters to decide, each with its line."""
    plan = WavePlan(
        run=RUN,
        as_of=AS_OF,
        status="infeasible",
        conflicts=(
            Conflict(constraint="freeze:tet", why=because("no_such_code", "tet"), line="planning.yaml:12"),
            Conflict(constraint="pin:tthc", why=because("no_such_code", "tthc"), line="planning.yaml:40"),
        ),
    )
    text = html(proposed(plan))

    assert "Các yêu cầu không thể cùng đáp ứng: cần bỏ hoặc nới một trong 2 yêu cầu sau" in text
    assert ("planning.yaml:12" in text, "planning.yaml:40" in text) == (True, True)
    assert "đề xuất chưa lập được vì các yêu cầu mâu thuẫn nhau" in text


def test_unreadable_runs_are_named() -> None:
    """A gap in the past is said beside the burn-up and among the risks."""
    text = html(small())

    assert text.count("20260701-0700-bbbb") >= 2


def test_paper_repeats_itself() -> None:
    """Equal input gives an equal PDF."""
    assert portfolio_pdf(*empty(), "vi") == portfolio_pdf(*empty(), "vi")


def test_a_proposed_wave_is_called_by_its_night_once() -> None:
    """Where the night is said anyway the wave is not called by it too."""
    plan = WavePlan.model_validate(
        {
            "run": RUN,
            "as_of": AS_OF,
            "status": "optimal",
            "waves": [{"id": "wave-2027-01-09", "date": "2027-01-09", "systems": ["tthc"]}],
        }
    )
    context = portfolio_context(*proposed(plan))

    assert "next night: Proposed wave on 9 Jan 2027; systems in it: 1," in context["sentence"].en
    assert ["Wave of 9 Jan 2027"] == [row.name.en for row in context["waves"]]
