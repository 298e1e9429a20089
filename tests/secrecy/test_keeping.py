"""The labelled run is kept first, the open one after it, whatever happens between; the gate lets nothing covered by."""

import datetime
import os
import stat
from pathlib import Path

import pytest

from auditor.audit import (
    Declared,
    Evaluation,
    complete_intents,
    evaluate_facts,
    keep,
    place_for,
    require_stores,
)
from auditor.errors import StoreError, UsageError
from auditor.estate import Worlds
from auditor.inventory import load
from auditor.inventory.settings import load_settings, same_store
from auditor.model.settings import Settings
from auditor.model.verdict import Evidence, RunResult, Subject
from auditor.model.vocab.measurements import Basis, State
from auditor.model.vocab.secrecy import Label
from auditor.model.vocab.subjects import SubjectKind
from auditor.policy.documents import Clocks
from auditor.store.gate import Gate
from auditor.store.runs import RunStore
from tests.cli.command import auditor
from tests.secrecy.estates import AT, OPEN, joined, labelled_system, measured, naming, write
from tests.secrecy.test_canary import facts

COVERED = labelled_system()
LISTS = naming(OPEN, COVERED)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """An estate with one labelled system, judged."""
    root = tmp_path_factory.mktemp("judged")
    folder = write(root / "province", LISTS, COVERED)
    whole = joined(LISTS, COVERED)
    gathered = facts(root / "facts", measured(whole), whole)
    clocks = Clocks(datetime.date(2026, 11, 22), AT)
    return evaluate_facts(Declared.of(folder), (gathered,), clocks, load_settings(folder / "auditor.yaml"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    inside = tmp_path / "inside" / "labelled.sqlite"
    return Settings(store=f"sqlite:///{tmp_path}/open.sqlite", restricted_store=f"sqlite:///{inside}")


def runs(url: str) -> list[tuple[str, str]]:
    store = RunStore(url, create=False)
    try:
        return [(run.id, run.label) for run in store.list()]
    finally:
        store.close()


def test_both_runs_are_kept_and_no_intent_is_left(judged: Evaluation, settings: Settings) -> None:
    """Each store has its run, and the labelled one says nothing more of the open one."""
    stored = keep(judged, settings)

    assert [(stored.open.id, "none")] == runs(settings.store)
    assert stored.labelled is not None
    assert [(stored.labelled.id, "mat")] == runs(settings.restricted_store)
    assert () == complete_intents(settings)


def test_pages_of_the_labelled_run_lie_beside_its_store(judged: Evaluation, settings: Settings, tmp_path: Path) -> None:
    """Where nobody names a place they go inside, for their owner alone; the labelled store can be used as before."""
    keep(judged, settings)
    (tmp_path / "auditor.yaml").write_text(
        f"store: {settings.store}\nrestricted_store: {settings.restricted_store}\n", encoding="utf-8"
    )
    for verb in (("report", "latest", "-f", "json", "-e", "technical"), ("plan", "document", "latest")):
        done = auditor(*verb, "--restricted", cwd=tmp_path)
        assert 0 == done.code, done.err
    inside = tmp_path / "inside" / "reports"

    assert not (tmp_path / "reports").exists()
    assert [".docx", ".json"] == sorted(path.suffix for path in inside.iterdir())
    assert [0o600, 0o600, 0o700] == sorted(stat.S_IMODE(path.stat().st_mode) for path in (inside, *inside.iterdir()))
    assert () == require_stores(settings, labelled=True)


def test_a_labelled_page_without_a_place_is_refused() -> None:
    """A store that is a server's has no folder to lie beside."""
    with pytest.raises(UsageError, match="no place of its own"):
        place_for("x.html", Label.MAT, Settings(restricted_store="postgresql:///inside"))
    assert Path("reports/x.html") == place_for("x.html", Label.NONE, Settings())


def test_an_open_run_that_was_cut_off_is_kept_at_the_next_start(judged: Evaluation, tmp_path: Path) -> None:
    """The open store cannot be written after the labelled run was kept; the next start keeps the open run."""
    lost = tmp_path / "lost"
    lost.write_text("a file where a folder should be", encoding="utf-8")
    broken = Settings(store=f"sqlite:///{lost}/open.sqlite", restricted_store=f"sqlite:///{tmp_path}/inside/l.sqlite")
    with pytest.raises(StoreError):
        keep(judged, broken)
    assert 1 == len(runs(broken.restricted_store))
    lost.unlink()

    assert (judged.open.run.id,) == complete_intents(broken)
    assert [(judged.open.run.id, "none")] == runs(broken.store)
    assert () == complete_intents(broken)
    store = RunStore(broken.store, create=False)
    assert judged.open == store.result(store.get("latest"))
    assert 1 == store.verify()


def test_a_labelled_store_that_cannot_be_reached_is_found_out_before_the_work(tmp_path: Path) -> None:
    """Both stores are asked; the message names the one that refuses."""
    (tmp_path / "inside").write_text("a file where a folder should be", encoding="utf-8")
    settings = Settings(
        store=f"sqlite:///{tmp_path}/o.sqlite", restricted_store=f"sqlite:///{tmp_path}/inside/l.sqlite"
    )
    with pytest.raises(StoreError, match=r"l\.sqlite"):
        require_stores(settings, labelled=True)
    require_stores(settings, labelled=False)


def test_the_gate_refuses_what_parting_let_through(judged: Evaluation) -> None:
    """An open run with a covered subject, covered evidence or a label in its inventory is refused; no name is said."""
    inventory = judged.worlds.open.estate.inventory
    gate = Gate(judged.worlds.cover, {item.id for item in judged.worlds.open.observations})
    gate.check(judged.open, inventory)
    host, system = COVERED["hosts"][0]["id"], COVERED["systems"][0]["id"]
    first = judged.open.verdicts[0]
    foreign = Evidence(id=f"ports/{host}/1", kind="ports", state=State.OK, basis=Basis.MEASURED)
    pointed = Evidence(id=f"inv:/systems/{system}/label", kind="inventory", state=State.OK, basis=Basis.DECLARED)
    for changed in (
        {"subject": Subject(kind=SubjectKind.HOST, id=host, system="portal")},
        {"subject": Subject(kind=SubjectKind.ENDPOINT, id=f"{host}/tcp/23", system="portal")},
        {"subject": Subject(kind=SubjectKind.LINK, id="l1", system=system)},
        {"evidence": (foreign,)},
        {"evidence": (pointed,)},
    ):
        run = _with(judged.open, first.model_copy(update=changed))
        with pytest.raises(StoreError) as refused:
            gate.check(run, inventory)
        assert host not in str(refused.value)
    with pytest.raises(StoreError, match="1 entries"):
        gate.check(judged.open, judged.worlds.whole.estate.inventory.model_copy(update={"data_sets": ()}))


def _with(run: RunResult, verdict: object) -> RunResult:
    return run.model_copy(update={"verdicts": (verdict, *run.verdicts[1:])})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sqlite:///{0}/a.sqlite", "sqlite:///{0}/a.sqlite?timeout=30"),
        ("sqlite:///{0}/a.sqlite", "sqlite:///{0}/b/../a.sqlite"),
        ("sqlite:///{0}/a.sqlite", "sqlite+pysqlite:///{0}/a.sqlite"),
        ("sqlite:///{0}/a.sqlite", "sqlite:///{0}/linked.sqlite"),
        ("sqlite:///{0}/a.sqlite", "sqlite:///{0}/hard.sqlite"),
        ("sqlite:///{0}/a.sqlite", "sqlite:///file:{0}/a.sqlite?uri=true"),
        ("postgresql://a:b@db.example.vn/runs", "postgresql+psycopg://c@db.example.vn:5432/runs?sslmode=require"),
        ("postgresql://localhost/runs", "postgresql://127.0.0.1/runs"),
        ("postgresql:///runs", "postgresql://localhost/runs"),
        ("postgresql://DB.example.vn/runs", "postgresql://db.example.vn/runs"),
        ("postgresql:///runs?host=db.example.vn", "postgresql://db.example.vn/runs"),
        ("postgresql:///runs?host=DB.example.vn.&port=5432", "postgresql://u@db.example.vn:5432/runs"),
        ("postgresql://a/runs?host=b:5433", "postgresql://b:5433/runs"),
        ("postgresql://db.example.vn/?dbname=runs", "postgresql://db.example.vn/runs"),
        ("postgresql://db.example.vn/ru%6Es", "postgresql://db.example.vn/runs"),
        ("postgresql:///runs?host=a,b&port=5432,5433", "postgresql://b:5433/runs"),
        ("postgresql:///runs?host=a&host=b", "postgresql://b/runs"),
        ("postgresql://db/runs?hostaddr=192.0.2.9", "postgresql://192.0.2.9/runs"),
        ("postgresql:///runs?host=/var/run/postgresql", "postgresql://%2Ftmp@[::1]:5432/runs"),
        ("postgresql:///runs?host=%2Frun%2Fpostgresql", "postgresql:///runs"),
        ("postgresql://[2001:db8:0::1]/runs", "postgresql://[2001:DB8::1]/runs"),
        ("postgresql://runs@db/", "postgresql://db/runs"),
        ("postgresql:///runs?service=one", "postgresql://db/runs"),
        ("mysql://db/runs", "mariadb+pymysql://db:3306/?database=runs"),
    ],
)
def test_two_urls_of_one_store(one: str, other: str, tmp_path: Path) -> None:
    """What a URL means is compared, not how it is spelt."""
    (tmp_path / "a.sqlite").touch()
    (tmp_path / "linked.sqlite").symlink_to(tmp_path / "a.sqlite")
    os.link(tmp_path / "a.sqlite", tmp_path / "hard.sqlite")
    assert same_store(one.format(tmp_path), other.format(tmp_path))


@pytest.mark.parametrize(
    "spelt",
    ["sqlite+pysqlite:///file:{0}/open.sqlite#x?uri=true", "sqlite:///file://localhost{0}/open.sqlite?uri=true"],
)
def test_an_address_of_a_file_is_no_store(judged: Evaluation, spelt: str, tmp_path: Path) -> None:
    """SQLite's own addresses name one file in too many ways; they are refused, and nothing labelled is kept."""
    with pytest.raises(StoreError):
        keep(judged, Settings(store=f"sqlite:///{tmp_path}/open.sqlite", restricted_store=spelt.format(tmp_path)))
    assert [] == runs(f"sqlite:///{tmp_path}/open.sqlite")


def test_runs_of_both_worlds_never_lie_in_one_store(judged: Evaluation, tmp_path: Path) -> None:
    """Whatever the settings compare, the store itself refuses a run of the other world."""
    assert judged.labelled is not None
    store = RunStore(f"sqlite:///{tmp_path}/a.sqlite")
    store.add(judged.open, {})
    with pytest.raises(StoreError, match="the other world"):
        store.add(judged.labelled, {})
    store.close()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sqlite:///{0}/a.sqlite", "sqlite:///{0}/b.sqlite"),
        ("postgresql://db.example.vn/runs", "postgresql://db.example.vn/labelled"),
        ("postgresql://db.example.vn/runs", "postgresql://other.example.vn/runs"),
        ("postgresql://db.example.vn/runs", "postgresql://db.example.vn:5433/runs"),
        ("postgresql://db.example.vn/runs", "mysql://db.example.vn/runs"),
        ("postgresql:///runs?host=a", "postgresql:///runs?host=b"),
        ("postgresql:///runs?host=a&port=5433", "postgresql:///runs?host=a"),
        ("postgresql://a/runs?dbname=labelled", "postgresql://a/runs"),
        ("postgresql:///runs?host=/run/a&port=5433", "postgresql:///runs?host=/run/a"),
        ("postgresql:///a?service=one", "postgresql:///b?service=one"),
        ("sqlite:///{0}/a%20b.sqlite", "sqlite:///{0}/a%2520b.sqlite"),
        ("sqlite:///{0}/a.sqlite", "postgresql://db.example.vn/a.sqlite"),
    ],
)
def test_urls_of_two_stores(one: str, other: str, tmp_path: Path) -> None:
    """Other files, databases, servers, ports and kinds are other stores."""
    assert not same_store(one.format(tmp_path), other.format(tmp_path))


def test_one_store_for_both_is_refused(judged: Evaluation, tmp_path: Path) -> None:
    """A second spelling of the open store does not make it a labelled one; nothing is kept."""
    url = f"sqlite:///{tmp_path}/open.sqlite"
    with pytest.raises(StoreError, match="are the same"):
        keep(judged, Settings(store=url, restricted_store=f"{url}?timeout=30"))
    assert not (tmp_path / "open.sqlite").exists()


def test_an_estate_without_labels_has_one_world(tmp_path: Path) -> None:
    """Nothing is parted, and the open world is the whole one, lines of its places included."""
    worlds = Worlds(load(write(tmp_path / "province", OPEN, {})))

    assert not worlds.parted
    assert worlds.open is worlds.whole
    assert Label.NONE == worlds.cover.highest
