"""The generated files of programs that take long to start, but for the parts that every run has."""

from collections.abc import Callable, Iterator

import pytest

from tests.collectors.kinds import test_journald_truth as journald
from tests.collectors.kinds import test_ntpd_truth as ntpd
from tests.collectors.kinds import test_timesyncd_truth as timesyncd


def _parts() -> Iterator[object]:
    for module, test in (
        (journald, journald.test_generated_settings),
        (ntpd, ntpd.test_generated_sources),
        (timesyncd, timesyncd.test_generated_files),
    ):
        for part in range(module.ALWAYS, module.PARTS):
            name = module.__name__.rpartition("test_")[2].removesuffix("_truth")
            yield pytest.param(test, part, marks=module.pytestmark, id=f"{name}-{part}")


@pytest.mark.parametrize(("test", "part"), list(_parts()))
def test_what_is_told_is_what_runs(test: Callable[[int], None], part: int) -> None:
    """As the tests named say of their own parts."""
    test(part)
