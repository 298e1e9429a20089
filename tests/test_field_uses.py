"""Every field of every kind of fact is read by a control, a rule of the library or a module, or says why not."""

import pytest

from auditor.model.facts import KINDS
from tools.field_uses import uses

pytestmark = pytest.mark.needs_opa


@pytest.fixture(scope="module")
def read() -> dict[tuple[str, str], list[str]]:
    return dict(uses())


def test_every_field_is_read_or_excused(read: dict[tuple[str, str], list[str]]) -> None:
    """What nothing reads is measured for nothing, unless its kind says what for."""
    unread = {(kind, field) for (kind, field), readers in read.items() if not readers}
    excused = {(kind.name, field) for kind in KINDS.values() for field in kind.excused}

    assert set() == unread - excused


def test_no_excuse_outlives_its_use(read: dict[tuple[str, str], list[str]]) -> None:
    """An excuse for a field that something reads, or that is none of the kind's, is out of date."""
    excused = {(kind.name, field) for kind in KINDS.values() for field in kind.excused}

    assert set() == {place for place in excused if read.get(place, ["no such field"])}


def test_a_reason_is_a_sentence() -> None:
    """So that the page of the kind can show it."""
    reasons = [reason for kind in KINDS.values() for reason in kind.excused.values()]

    assert reasons
    assert [] == [reason for reason in reasons if not (reason[0].isupper() and reason.endswith("."))]


@pytest.mark.parametrize(
    ("field", "reader"),
    [
        (("ports", "open"), "NW-05"),
        (("http", "over_ipv6"), "auditor.plan.parity.services"),
        (("sshd_config", "ports"), "lib.against.by_matter"),
        (("data_manifest", "sha256"), "auditor.plan.movement.make"),
    ],
)
def test_readers_of_each_sort_are_found(
    read: dict[tuple[str, str], list[str]], field: tuple[str, str], reader: str
) -> None:
    """A control, a module of the plan, and a rule of the library."""
    assert reader in read[field]


def test_a_field_that_only_its_reader_writes_counts_as_unread(read: dict[tuple[str, str], list[str]]) -> None:
    """Collectors fill fields, which is no use of them."""
    assert [] == read["tls", "issuer"]
