"""Documents that speak of labelled things are sent to no other machine, and nothing is measured in vain for one."""

import datetime
import socket
from pathlib import Path

import pytest

from auditor.audit import Declared, evaluate_facts
from auditor.errors import EngineError
from auditor.inventory.settings import load_settings
from auditor.model.settings import ServerAccess
from auditor.policy.documents import Clocks
from auditor.policy.evaluate import EngineChoice
from tests.cli.command import auditor
from tests.secrecy.estates import AT, OPEN, joined, labelled_system, measured, naming, write
from tests.secrecy.test_canary import facts

COVERED = labelled_system()
LISTS = naming(OPEN, COVERED)
CLOCKS = Clocks(datetime.date(2026, 11, 22), AT)


@pytest.mark.parametrize(
    ("url", "elsewhere"),
    [
        ("https://opa.province.example:8181", True),
        ("https://127.0.0.1.province.example", True),
        ("https://[2001:db8::1]:8181", True),
        ("https://[", True),
        ("", True),
        ("http://127.0.0.1:8181", False),
        ("http://localhost:8181", False),
        ("https://[::1]:8181", False),
    ],
)
def test_what_leaves_this_machine_is_told_from_the_url(url: str, elsewhere: bool) -> None:  # noqa: FBT001  # a column
    assert elsewhere == ServerAccess.model_construct(url=url).elsewhere


def test_an_evaluation_is_refused_before_the_first_byte(tmp_path: Path) -> None:
    """The server's address has nobody who listens: an attempt to reach it would say so instead."""
    folder = write(tmp_path / "province", LISTS, COVERED)
    whole = joined(LISTS, COVERED)
    gathered = facts(tmp_path / "facts", measured(whole), whole)
    choice = EngineChoice("opa", server=ServerAccess(url="https://opa.invalid:8181"))

    with pytest.raises(EngineError, match="would be sent documents that speak of them"):
        evaluate_facts(Declared.of(folder), (gathered,), CLOCKS, load_settings(folder / "auditor.yaml"), choice)


def test_an_audit_is_refused_before_the_first_look(tmp_path: Path) -> None:
    """A listener stands for the central server: nothing connects, and no folder of facts is begun."""
    folder = write(tmp_path / "province", LISTS, COVERED)
    settings = (folder / "auditor.yaml").read_text()
    with socket.create_server(("127.0.0.2", 0)) as central:
        central.settimeout(0.01)
        address = f"https://127.0.0.2:{central.getsockname()[1]}"
        (folder / "auditor.yaml").write_text(f"{settings}\nengine: opa\nopa: {{url: '{address}'}}\n")
        done = auditor("audit", str(folder), "--reports", str(tmp_path / "reports"), cwd=folder)
        with pytest.raises(TimeoutError):
            central.accept()

    assert (1, "") == (done.code, done.out)
    assert "labelled things are declared" in done.err
    assert "--engine wasm" in done.err
    assert not list((tmp_path / "reports").rglob("facts"))
