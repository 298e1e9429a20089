"""Names and lists as the paper writes them."""

from collections.abc import Sequence

from auditor.pages.names import Names, both
from auditor.plan.document.shape import PlanDocument
from auditor.text.harmless import for_page
from auditor.text.words import Bilingual, joined, number, same, say

_NAMES = 6
"""From more systems on, their ids stand for them: names would fill the page."""


def with_id(text: Bilingual, name: str) -> Bilingual:
    """A name with its id behind, as people who look things up need it."""
    known = for_page(name)
    return Bilingual(f"{text.vi} ({known})", f"{text.en} ({known})") if text.vi and text.vi != known else same(known)


def systems_in_words(systems: Sequence[str], names: Names) -> Bilingual:
    """All systems: a few by name, many by id."""
    if len(systems) > _NAMES:
        return same(", ".join(for_page(name) for name in systems))
    return joined([names.system(name) for name in systems])


def wave_in_words(name: str, plan: PlanDocument, names: Names) -> Bilingual:
    """The name of an adopted wave; a proposed one has only its place in the roadmap."""
    if name in names.estate.waves:
        return both(names.estate.waves[name].name)
    place = next((place for place, stage in enumerate(plan.stages, 1) if stage.wave == name), None)
    return say("Wave {0} of the proposal", number(place)) if place else same(for_page(name))
