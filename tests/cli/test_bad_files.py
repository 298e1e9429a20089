"""Files nobody should believe, as the command line meets them: words, the documented exit code, and no run."""

import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.command import Done, auditor, environment, facts_of

LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}, *{before}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder with the starter inventory and facts that say nothing."""
    auditor("init", "mine", cwd=tmp_path)
    facts_of(tmp_path / "facts", "tthc")
    return tmp_path


def refused(done: Done, cwd: Path, code: int) -> None:
    assert (code, "") == (done.code, done.out)
    assert "Traceback" not in done.err
    assert not list(cwd.glob("**/*.sqlite"))
    assert not (cwd / "reports").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("systems: []\n", "the inventory declares no system"),
        ("organisations:\n\t- {id: a}\n", "inventory.yaml:2: a tab stands in the indentation"),
        (LAUGHS, "inventory.yaml:1: an anchor or alias stands here"),
        ("systems: [{id: a, address: 1}]\n", "address"),
        ("\x00", "this is not YAML"),
    ],
    ids=["empty", "tabs", "billion laughs", "unknown key", "nul byte"],
)
def test_an_inventory_that_cannot_be_used(mine: Path, text: str, said: str) -> None:
    """No audit begins with it."""
    (mine / "mine" / "inventory.yaml").write_text(text, encoding="utf-8")
    done = auditor("audit", "mine", cwd=mine)

    refused(done, mine, 2)
    assert said in done.err


@pytest.mark.parametrize("address", ["--script=evil", "10.0.0.1; rm -rf /", "$(id)", "192.0.2.10 --script=evil"])
@pytest.mark.parametrize("file", ["inventory.yaml", "scope.yaml", "auditor.yaml"])
def test_an_address_that_is_a_command(mine: Path, file: str, address: str) -> None:
    """Wherever an address may stand, only an address is taken."""
    quoted = json.dumps(address)
    texts = {
        "inventory.yaml": (mine / "mine/inventory.yaml").read_text("utf-8").replace("192.0.2.10}", f"{quoted}}}"),
        "scope.yaml": "authorisations: [{id: p, owner: vp-ubnd, document: 1, allowed_by: a, valid_from: 2020-01-01, "
        f"valid_until: 2099-12-31, areas: [{{prefixes: [{quoted}]}}]}}]\n",
        "auditor.yaml": f"vantages: [{{id: v, zone: dmz, kind: local, resolver: {quoted}}}]\n",
    }
    (mine / "mine" / file).write_text(texts[file], encoding="utf-8")
    done = auditor("audit", "mine", cwd=mine)

    refused(done, mine, 2)
    assert file in done.err
    assert repr(address) in done.err


def test_an_order_that_is_a_command() -> None:
    """An agent that is handed such an address does nothing at all."""
    order = {"schema": "job/1", "collection": "c", "vantage_id": "v", "vantage": "v", "zone": "z", "domain": "d"}
    host = {"subject": "h", "system": "s", "zone": "z", "domain": "d", "addresses": ["--script=evil"]}
    line = json.dumps(order | {"scope": {}, "hosts": [host]}).encode() + b"\n"
    command = [sys.executable, "-m", "auditor.collectors.agent"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment()) as agent:
        assert agent.stdin is not None
        assert agent.stdout is not None
        assert agent.stderr is not None
        agent.stdin.write(line)
        agent.stdin.flush()  # and left open: an agent whose order's giver has gone leaves without a word
        said = agent.stdout.read(), agent.stderr.read()

    assert (2, (b"", b"the work order cannot be read: 1 problems\n")) == (agent.returncode, said)


def rewrite(folder: Path, part: str, content: bytes) -> None:
    """Changes a part and makes the manifest agree, as one who means to deceive would."""
    (folder / part).write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text())
    for entry in manifest["parts"]:
        if entry["path"] == part:
            entry["sha256"] = sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


PART = "systems/tthc.json"


@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        (lambda folder: flip(folder / PART), 5, "is not what was collected"),
        (lambda folder: flip(folder / "estate.json"), 5, "is not what was collected"),
        (lambda folder: (folder / PART).unlink(), 5, "is named by the manifest and cannot be read"),
        (lambda folder: rewrite(folder, PART, (folder / PART).read_bytes()[:-9]), 2, "no JSON, or cut short"),
        (
            lambda folder: (folder / "manifest.json").write_bytes((folder / "manifest.json").read_bytes()[:-9]),
            2,
            "manifest.json:1: is no JSON, or cut short",
        ),
        (lambda folder: rewrite(folder, PART, b'{"schema": "facts/9"}'), 2, "Facts of a newer schema need a newer"),
        (lambda folder: (folder / "manifest.json").unlink(), 2, "the collection was never finished"),
    ],
    ids=["byte", "byte of the estate", "lost part", "cut part", "cut manifest", "newer schema", "no manifest"],
)
def test_facts_that_cannot_be_used(mine: Path, spoil: Callable[[Path], object], code: int, said: str) -> None:
    """No verdict rests on them; changed bytes have an exit code of their own."""
    spoil(mine / "facts")
    done = auditor("evaluate", "facts", "--inventory", "mine", cwd=mine)

    refused(done, mine, code)
    assert said in done.err
