"""Controls of one's own in every run of an installation: `policies:` of its settings, or `--policies` of a command."""

import shutil
from pathlib import Path

import pytest

from tests.cli.command import auditor, verdicts
from tests.cli.test_law_confirm import a_province, own_policies

pytestmark = pytest.mark.needs_opa


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A control that finds fault with every machine; compiled."""
    return own_policies(tmp_path_factory.mktemp("own"), "A")


@pytest.fixture
def province(tmp_path: Path, own: Path) -> Path:
    """A province whose settings name the folder of its own controls."""
    folder = a_province(tmp_path)
    shutil.copytree(own, folder / "own")
    path = folder / "province/auditor.yaml"
    path.write_text(f"{path.read_text('utf-8')}\npolicies: ../own\n", encoding="utf-8")
    return folder


def test_the_settings_name_the_folder(province: Path) -> None:
    """Beside the settings file, whatever folder the command is started in; shipped controls stand beside it."""
    done = auditor("evaluate", "facts", "-i", "province", "--no-store", "--format", "json", "--all", cwd=province)
    controls = {control for control, _ in verdicts(done.out)}

    assert 0 == done.code
    assert {"ABC-01", "LG-01"} <= controls


def test_the_option_beats_the_settings(province: Path, own: Path) -> None:
    """What the settings name is not even looked for."""
    shutil.rmtree(province / "own")
    words = ("evaluate", "facts", "-i", "province", "--no-store", "--format", "json", "--all")

    assert 2 == len({auditor(*words, cwd=province).code, auditor(*words, "--policies", own, cwd=province).code})


def test_an_audit_judges_by_both(province: Path) -> None:
    """Nothing is permitted, so nothing is sent; what the inventory says is judged by one's own control too."""
    words = ("audit", "province", "-e", "leader", "--format", "json", "--all", "--reports", "reports")
    done = auditor(*words, cwd=province)

    assert 0 == done.code, done.err
    assert "fail" in {status for (control, _), status in verdicts(done.out).items() if control == "ABC-01"}


def test_stale_ones_are_refused_and_doctor_says_so(province: Path) -> None:
    """A changed source is named before anything is collected or judged, with the command that mends it."""
    sound = auditor("doctor", "--config", "province/auditor.yaml", cwd=province)
    policy = province / "own/controls/network/silent/policy.rego"
    policy.write_text(f"{policy.read_text('utf-8')}\n", encoding="utf-8")
    stale = auditor("doctor", "--config", "province/auditor.yaml", cwd=province)
    judged = auditor("evaluate", "facts", "-i", "province", "--no-store", cwd=province)

    assert "✓  own policies" in sound.out
    assert "✗  own policies" in stale.out
    assert 1 == judged.code
    assert f"Run `auditor policy build --policies {province}/own`" in judged.err
