"""`auditor plan document` writes the paper for the adopted waves or a proposal, and says in words what it cannot."""

import io
import json
from pathlib import Path

import docx
import pytest

from auditor.plan.document.shape import PlanDocument
from tests.cli.command import ROOT, auditor, facts_of


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one run of the example province, about which nothing was measured."""
    folder = tmp_path_factory.mktemp("province")
    facts_of(folder / "facts", "tthc")
    done = auditor("evaluate", "facts", "--inventory", ROOT / "inventories" / "quang-ninh", cwd=folder)
    assert 0 == done.code, done.err
    return folder


def content(folder: Path, *words: str | Path) -> PlanDocument:
    done = auditor("plan", "document", "--format", "json", *words, cwd=folder)
    assert 0 == done.code, done.err
    return PlanDocument.model_validate_json(done.out)


def test_both_files_are_written(province: Path) -> None:
    """The editable file opens and the page is one whole page; each says where it went."""
    for kind in ("docx", "html"):
        done = auditor("plan", "document", "--format", kind, "-o", f"plan.{kind}", cwd=province)
        assert (0, "", f"plan.{kind}\n") == (done.code, done.out, done.err)
    file = docx.Document(io.BytesIO((province / "plan.docx").read_bytes()))

    assert "KẾ HOẠCH" in {paragraph.text for paragraph in file.paragraphs}
    assert (province / "plan.html").read_text().endswith("</html>\n")


def test_every_system_of_the_run_is_in_one_annex(province: Path) -> None:
    """The annexes hold each unlabelled system once, and those with secrets nowhere."""
    plan = content(province)
    shown = [row.system for row in (*plan.moving, *plan.staying)]
    readiness = json.loads(auditor("plan", "readiness", "--format", "json", cwd=province).out)

    assert sorted(item["id"] for item in readiness["systems"]) == sorted(shown)
    assert not {"vb-mat-ubnd", "vb-mat-tu"} & set(shown)
    assert "adopted" == plan.waves_from


def test_a_proposal_takes_the_place_of_adopted_waves(province: Path) -> None:
    """The roadmap is that of the file, and the paper says that it is a proposal."""
    run = content(province).run.id
    wave = {"id": "thu", "date": "2027-05-08", "systems": ["tthc"]}
    saved = {"schema": "waves/1", "run": run, "as_of": "2026-11-23", "status": "feasible", "waves": [wave]}
    (province / "waves.json").write_text(json.dumps(saved))
    plan = content(province, "--plan", "waves.json")

    assert ("proposal", ["thu"]) == (plan.waves_from, [stage.wave for stage in plan.stages])


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
        ("--plan", '{"schema": "waves/1", "run": "other", "as_of": "2026-11-23", "status": "optimal"}', "another run"),
        ("--plan", "{}", "wrong"),
        ("--planning", "letterhead: {body: king}", "wrong:1"),
        ("--form", "font: 7", "wrong:1"),
    ],
)
def test_wrong_files_end_in_words(province: Path, option: str, text: str, said: str) -> None:
    """A file that cannot be used is named with its line, and nothing is written."""
    (province / "wrong").write_text(text)
    done = auditor("plan", "document", option, "wrong", "-o", "never.docx", cwd=province)

    assert (2, "", False) == (done.code, done.out, (province / "never.docx").exists())
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_place_that_cannot_be_written_is_an_error(province: Path) -> None:
    """A folder in the way ends in words and leaves nothing half."""
    (province / "taken.docx").mkdir()
    done = auditor("plan", "document", "-o", "taken.docx", cwd=province)

    assert 1 == done.code
    assert "taken.docx cannot be written" in done.err
    assert not (province / "taken.docx.part").exists()


def test_labelled_systems_are_in_the_restricted_paper_only(tmp_path: Path) -> None:
    """The paper of a restricted run shows its systems in no night, and says that the file holds labelled things."""
    stores = "store: sqlite:///open.sqlite\nrestricted_store: sqlite:///closed.sqlite\n"
    (tmp_path / "auditor.yaml").write_text(stores)
    facts_of(tmp_path / "facts", "tthc")
    done = auditor("evaluate", "facts", "--inventory", ROOT / "inventories" / "quang-ninh", cwd=tmp_path)
    assert 0 == done.code, done.err
    open_, closed = content(tmp_path), content(tmp_path, "--restricted")
    labelled = {"vb-mat-ubnd", "vb-mat-tu"}
    shown = {row.system: row for row in (*closed.moving, *closed.staying)}

    assert labelled <= set(shown)
    assert not labelled & {row.system for row in (*open_.moving, *open_.staying)}
    assert not [row for row in shown.values() if row.wave]
    assert () == closed.stages
    auditor("plan", "document", "--restricted", "--format", "html", "-o", "closed.html", cwd=tmp_path)
    assert "Tệp này có kết quả về đối tượng được khai báo" in (tmp_path / "closed.html").read_text()
