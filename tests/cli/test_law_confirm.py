"""`auditor law confirm`: kept in the inventory and with the run; what rested on a clause hardens in one province."""

import datetime
import shutil
from pathlib import Path

import pytest

from auditor.audit import open_store
from auditor.audit.again import judge_again
from auditor.inventory import load_settings
from auditor.policy.build import build
from tests.cli.command import Done, auditor, facts_of, verdicts
from tests.policy.test_own import _INSTRUMENTS, _POLICY

pytestmark = pytest.mark.needs_opa

_FINDING = """findings contains finding.fail(host.id, 1, {"equals": 0}, {finding.inv("hosts", host.id, "zones")}) if {
	some host in input.inventory.hosts
	host.declared
}
"""
TODAY = datetime.datetime.now(datetime.UTC).astimezone(datetime.timezone(datetime.timedelta(hours=7))).date()


def own_policies(root: Path, confidence: str) -> Path:
    """A control of one's own that finds fault with every machine, by a clause of that confidence; compiled."""
    folder = root / "controls/network/silent"
    folder.mkdir(parents=True)
    (root / "law").mkdir()
    head = _POLICY.split("findings contains")[0].replace("confidence: A", f"confidence: {confidence}")
    head = head.replace("#   needs: [{kind: ports, from: same_zone}]\n#   max_age_days: 30\n", "#   needs: []\n")
    (folder / "policy.rego").write_text(f"{head}import data.lib.finding\n\n{_FINDING}", encoding="utf-8")
    (root / "law/instruments.yaml").write_text(_INSTRUMENTS, encoding="utf-8")
    build(root)
    return root


def a_province(folder: Path) -> Path:
    """The starter's inventory and facts of nothing."""
    assert 0 == auditor("init", "province", cwd=folder).code
    facts_of(folder / "facts", "cong-tthc")
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a secondary source says of its clause."""
    return own_policies(tmp_path_factory.mktemp("own"), "C")


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """A folder with a province and facts."""
    return a_province(tmp_path)


def confirm(folder: Path, own: Path, **changes: str) -> Done:
    """The command with sound options, of which some are changed."""
    words = {"clause": "Điều 1", "by": "Nguyễn Văn A", "unit": "Sở Tư pháp", "paper": "7/BB-STP"} | changes
    instrument = words.pop("instrument", "1/2026/QĐ-UBND")
    options = [text for key, value in words.items() for text in (f"--{key}", value)]
    return auditor("law", "confirm", instrument, "-i", "province", "--policies", own, *options, cwd=folder)


def judged(folder: Path, own: Path, *more: str) -> Done:
    words = ["evaluate", "facts", "-i", "province", "--policies", str(own), "--format", "json", "--all"]
    return auditor(*words, *more, cwd=folder)


def test_a_warning_hardens_and_the_run_says_why(province: Path, own: Path) -> None:
    """What rested on a secondary source warned, and fails once it was compared; judging again says the same."""
    before = judged(province, own)
    done = confirm(province, own)
    after = judged(province, own)
    mine = [key for key in verdicts(before.out) if key[0] == "ABC-01"]

    assert mine
    assert {"warn"} == {verdicts(before.out)[key] for key in mine}
    assert (0, "ABC-01 d1, 1: C becomes A\n") == (done.code, done.out)
    assert {"fail"} == {verdicts(after.out)[key] for key in mine}
    store = open_store(load_settings(province / "province/auditor.yaml"))
    try:
        last, first = store.list()
        assert last.head["policy_digest"] != first.head["policy_digest"]
        (province / "province/confirmations.yaml").unlink()
        assert store.result(last).verdicts == judge_again(store, last).verdicts
    finally:
        store.close()
    config = ("--config", "province/auditor.yaml")
    page = auditor("report", "latest", "-e", "technical", "--lang", "vi", *config, "-o", "a.html", cwd=province)
    assert 0 == page.code
    text = (province / "a.html").read_text("utf-8")
    assert "Nguyễn Văn A, Sở Tư pháp đã đối chiếu bản gốc ngày" in text


def test_what_was_not_yet_compared_does_not_count(province: Path, own: Path) -> None:
    """Facts judged as of an instant before the comparison are judged by what was known then."""
    confirm(province, own)
    earlier = judged(province, own, "--at", "2026-11-22T08:00:00+07:00", "--no-store")

    assert {"warn"} == {status for (control, _), status in verdicts(earlier.out).items() if control == "ABC-01"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"instrument": "no-such-law"}, "there is no instrument 'no-such-law'"),
        ({"clause": "99"}, "clause: is cited by no control (found '99')"),
        ({"on": str(TODAY + datetime.timedelta(days=2))}, "date: lies in the future"),
        ({"on": "2025-12-31"}, "date: lies before the day of 1/2026/QĐ-UBND itself, 2026-01-01"),
        ({"on": "soon"}, "cannot be read"),
        ({"by": ""}, "the confirmation cannot be kept: by: String should have at least 1 character"),
        ({"text": "nowhere.pdf"}, "nowhere.pdf cannot be read"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    province: Path, own: Path, changes: dict[str, str], told: str
) -> None:
    """One clear error each, exit code 2."""
    done = confirm(province, own, **changes)

    assert 2 == done.code
    assert told in done.err
    assert not (province / "province/confirmations.yaml").exists()


def test_the_same_twice_is_refused(province: Path, own: Path) -> None:
    """And the first stays, with the digest of the text that was read."""
    (province / "text.pdf").write_bytes(b"text")
    assert 0 == confirm(province, own, text="text.pdf").code
    text = (province / "province/confirmations.yaml").read_text("utf-8")

    assert "text_sha256: 982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1" in text
    assert 2 == confirm(province, own).code
    assert text == (province / "province/confirmations.yaml").read_text("utf-8")


def test_a_file_that_people_wrote_is_added_to(province: Path, own: Path) -> None:
    """Its text stays; what is wrong with it is told with its line by check and evaluate."""
    path = province / "province/confirmations.yaml"
    path.write_text("# by hand\nconfirmations:\n  - {instrument: own-decision, clause: '99', by: A, unit: B,\n"
                    "     date: 2026-11-01, paper: '1'}\n", encoding="utf-8")  # fmt: skip
    bad = judged(province, own, "--no-store")
    checked = auditor("inventory", "check", "province", "--policies", own, cwd=province)
    path.write_text(path.read_text("utf-8").replace("'99'", "'1'"), encoding="utf-8")

    assert (2, 2) == (bad.code, checked.code)
    assert "confirmations.yaml:3: confirmations[0].clause: is cited by no control" in bad.err
    assert "confirmations.yaml:3: confirmations[0].clause: is cited by no control" in checked.out
    assert 0 == confirm(province, own).code
    assert path.read_text("utf-8").startswith("# by hand\n")
    shown = auditor("law", "list", "own-decision", "-i", "province", "--policies", own, cwd=province)
    assert "C raised to A; compared with the original by Nguyễn Văn A" in " ".join(shown.out.split())


def test_a_policy_cannot_confirm_itself(own: Path, tmp_path: Path) -> None:
    """Only a province's officers can."""
    root = shutil.copytree(own, tmp_path / "own")
    path = root / "controls/network/silent/policy.rego"
    said = "#       confirmed: {by: A, unit: B, day: 2026-11-01, paper: '1', before: C}\n"
    text = path.read_text("utf-8").replace("#       addressee", f"{said}#       addressee")
    path.write_text(text, encoding="utf-8")
    done = auditor("policy", "test", "ABC-01", "--policies", root, cwd=tmp_path)

    assert 1 == done.code
    assert "policy.rego:20: ABC-01 says that a clause is confirmed" in done.err
