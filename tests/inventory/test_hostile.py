"""Whatever stands in a file, reading it ends in an inventory or in words, never in anything else."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import InputError
from auditor.inventory.entries import LISTS
from auditor.inventory.read import load
from auditor.inventory.scope import load_scope
from auditor.inventory.settings import load_settings

WORDS = st.sampled_from(
    [
        "id",
        "name",
        "vi",
        "kind",
        "owner",
        "system",
        "interfaces",
        "network",
        "address",
        "a",
        "tthc",
        "10.0.0.1",
        "--x",
        "::1",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20) | WORDS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=8), inner, max_size=5),
    max_leaves=20,
)
SHAPED = st.dictionaries(st.sampled_from(sorted(LISTS)), st.lists(VALUES, max_size=3) | VALUES, max_size=4)


def refusal(read: Callable[[Path], object], path: Path) -> InputError | None:
    """The error that reading ends in, None when it is sound; any other exception is raised."""
    try:
        read(path)
    except InputError as error:
        return error
    return None


def outcome(content: bytes) -> str:
    """`sound` or `refused` for a folder with one file of this content."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "x.yaml").write_bytes(content)
        error = refusal(load, Path(folder))
    assert error is None or (error.problems and not set(str(error)) & set("\x1b\x07\x00"))
    return "refused" if error else "sound"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes(content: bytes) -> None:
    """No file of any bytes is taken for an inventory by accident, and none ends in a traceback."""
    assert "refused" == outcome(content)


@settings(max_examples=150, deadline=None)
@given(SHAPED)
def test_any_shape(value: object) -> None:
    """Values of any shape under the right lists are answered in words."""
    assert outcome(yaml.safe_dump(value, allow_unicode=True).encode("utf-8", "surrogatepass")) in ("sound", "refused")


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from(["authorisations", "vantages", "schedules", "store", "opa", "params"]), VALUES))
def test_any_scope_and_settings(value: object) -> None:
    """Scopes and settings of any shape are answered in words as well."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.yaml")
        path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8", errors="replace")
        errors = [refusal(load_scope, path), refusal(load_settings, path)]
    assert all(error.problems for error in errors if error)
