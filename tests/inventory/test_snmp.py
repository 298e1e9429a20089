"""The file of entered SNMP communities and users: read with care, and never repeated."""

from pathlib import Path

import pytest

from auditor.errors import SettingsError
from auditor.inventory.snmp import load_snmp
from auditor.model.snmp_access import SnmpAccess

SOUND = """\
communities: ["rieng-1", "rieng-2"]
users:
  - {name: giamsat, auth: sha256, auth_passphrase: "mat-khau-1", privacy_passphrase: "mat-khau-2"}
  - {name: doc, auth: sha, auth_passphrase: "mat-khau-3", privacy: none}
owners: [so-khcn]
"""


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "snmp.yaml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def problems(path: Path) -> list[tuple[int | None, str, str]]:
    with pytest.raises(SettingsError) as caught:
        load_snmp(path)
    assert "bi-mat" not in str(caught.value)
    assert "bi-mat" not in repr(caught.value.__context__)
    return [(problem.line, problem.key, problem.message) for problem in caught.value.problems]


def test_sound(tmp_path: Path) -> None:
    """Everything is there, and nothing of it shows in what Python prints of it."""
    access = load_snmp(written(tmp_path, SOUND))

    assert (("rieng-1", "rieng-2"), ["giamsat", "doc"]) == (access.communities, [user.name for user in access.users])
    assert not any(word in repr(access) + str(access) for word in ("rieng", "mat-khau", "giamsat"))


def test_whose_machines_are_asked(tmp_path: Path) -> None:
    """Those of the owners named, or of everybody where none is."""
    access = load_snmp(written(tmp_path, SOUND))

    assert (access, SnmpAccess(), SnmpAccess()) == tuple(map(access.for_owner, ("so-khcn", "so-khac", None)))
    assert 1 == len(SnmpAccess(communities=("a",)).for_owner("so-khac").communities)


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o602, 0o601, 0o666])
def test_open_to_others(tmp_path: Path, mode: int) -> None:
    """Not read while others than owner and group may get at it."""
    found = problems(written(tmp_path, SOUND, mode))

    assert [(None, "", f"is open to every account of this machine (mode {mode:04o})")] == found


def test_group_may_read(tmp_path: Path) -> None:
    """A service account's group is how an unattended run reads it."""
    assert load_snmp(written(tmp_path, SOUND, 0o640)).owners == ("so-khcn",)


def test_absent(tmp_path: Path) -> None:
    """A name that leads nowhere is an error: nobody may believe that something was tried."""
    assert [(None, "", "cannot be read: No such file or directory")] == problems(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("text", "line", "key", "message"),
    [
        ("communities:\n  - bi-mat\n  - 4711\n", 3, "communities.1", "is no text"),
        ("communities:\n  - bi-mat\n  - \n", 3, "communities.1", "is no text"),
        ("communities:\n  - ''\n", 2, "communities.0", "is too short"),
        (f"communities:\n  - bi-mat{'x' * 300}\n", 2, "communities.0", "is too long"),
        ("communities: bi-mat\n", 1, "communities", "is not what belongs here"),
        ("communities:\n  bi-mat: x\n", 1, "communities", "is not what belongs here"),
        ("bi-mat:\n  - x\n", 1, "", "holds a key that is none"),
        (f"communities: [{', '.join(['bi-mat'] * 17)}]\n", 1, "communities", "is a list of more than 16"),
        ("users:\n  - {name: bi-mat, auth: sha}\n", 2, "users.0.auth_passphrase", "is missing"),
        ("users:\n  - {name: a, auth: bi-mat, auth_passphrase: bi-mat-1}\n", 2, "users.0.auth", "is no known word"),
        ("users:\n  - {name: a, auth: sha, auth_passphrase: bi-mat}\n", 2, "users.0.auth_passphrase", "is too short"),
        (
            "users:\n  - {name: a, auth: sha, auth_passphrase: bi-mat-1, privacy_passphrase: bi-mat}\n",
            2,
            "users.0",
            "is a user without a privacy passphrase of 8 characters",
        ),
        ("communities: [bi-mat\nx: y: z", 2, "", "cannot be read as YAML here"),
        ("communities: [&bi-mat x]\n", 1, "", "cannot be read as YAML here"),
        ("communities: [a]\nbi-mat: 1\nbi-mat: 2\n", 3, "", "cannot be read as YAML here"),
    ],
)  # fmt: skip
def test_wrong(tmp_path: Path, text: str, line: int, key: str, message: str) -> None:
    """Every fault with its line, and none of the words of the file."""
    assert (line, key, message) in problems(written(tmp_path, text))
