"""What every test may rely on."""

import gc
import signal
import threading
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TESTS = Path(__file__).resolve().parent
PARTS = {"browser": TESTS / "browser", "lab": TESTS / "lab" / "live", "wide": TESTS / "wide"}
"""Folders whose tests do not run side by side with the others, by the marker that they get here."""
_TRACED = 40
"""Of one test with many values, how many are traced."""
_COLLECTED: Counter[str] = Counter()
"""Tests collected so far, by the function they call."""

# No test is wrong because a machine is slow.
settings.register_profile("by no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("by no clock")


def pytest_configure() -> None:
    """A shell that starts the tests in the background has them ignore Ctrl-C, and with them whatever they start; tests
    of interruptions need it to arrive.
    """
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Gives a test the marker of its folder. Slow ones are not traced, none that Hypothesis repeats, and of one test
    with many values only the first few: they go ways that others have gone, and tracing makes them half as long again.
    """
    for marker, folder in PARTS.items():
        if item.path.is_relative_to(folder):
            item.add_marker(marker)
    function = item.nodeid.split("[", maxsplit=1)[0]
    _COLLECTED[function] += 1
    repeats = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    if item.get_closest_marker("slow") or repeats or _COLLECTED[function] > _TRACED:
        item.add_marker("no_cover")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts files with slow tests first, so that no long one is left over when all others are done."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """Thousands of tests and what they import live to the end, so no collection of garbage need look at them again."""
    gc.collect()
    gc.freeze()
