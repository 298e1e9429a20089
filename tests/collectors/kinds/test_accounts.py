"""Accounts as other programs than Debian's list them, where they are not told whole, and that no name leaves."""

import datetime
import json
import re
from dataclasses import replace

import pytest

from auditor.collectors.asks import Answer, Answers, Ask, Trouble
from auditor.collectors.kinds.accounts import linux, listing, sudoers
from auditor.model.facts.accounts import Accounts
from auditor.model.facts.reading import Reading
from tests.collectors.kinds.cases import HERE, Case, outcomes, shown

PEOPLE = Case(HERE / "accounts" / "linux" / "people", linux.DIALECT)


def with_answers(**given: Answer) -> Reading:
    """The recorded machine with other answers, by the name of their ask."""
    asks: dict[str, Ask] = {name: getattr(linux, name) for name in given}
    found = {asks[name].id: answer for name, answer in given.items()}
    return linux.read(replace(PEOPLE.answers, by_id={**PEOPLE.answers.by_id, **found}))


def data(reading: Reading) -> Accounts:
    """What was read."""
    assert isinstance(reading.data, Accounts)
    return reading.data


def gaps(reading: Reading) -> set[tuple[str, str]]:
    """Fields that are unread, with why."""
    return {(item.field, item.code) for item in reading.unread}


def test_no_name_leaves() -> None:
    """Accounts are told by number: no name or home of the recorded machine stands in its outcome."""
    names = {line.split(":")[0] for line in PEOPLE.answers[linux.PASSWD].text.splitlines()}
    told = json.dumps(shown(outcomes(PEOPLE.dialect, PEOPLE.answers)))
    words = set(re.findall(r"[a-z0-9]+", told.replace("sshd -T", "").replace("lslogins", "")))

    assert {"an", "binh", "ubuntu", "app", "sshd"} < names
    assert set() == names & words
    assert "home" not in words


def test_red_hats_program_is_asked_one_by_one() -> None:
    """Where `passwd -S -a` is unknown, each account that opens is asked about, in the other program's own words."""
    asked = Answers({**PEOPLE.answers.by_id, linux.STATUS.id: Answer(trouble=Trouble.FAILED)})
    names = [words[0] for words in linux.STATES.questions(asked)]
    lines = {
        "root": "root LK 2024-10-01 0 99999 7 -1 (Password locked.)",
        "an": "an PS 2026-10-20 0 60 7 30 (Password set, SHA512 crypt.)",
        "guest": "guest NP 2026-11-20 0 99999 7 -1 (Empty password.)",
    }
    files = tuple(
        (name, Answer(lines.get(name, f"{name} LK 2026-11-30 0 99999 7 -1 (Password locked.)"))) for name in names
    )
    found = data(with_answers(STATUS=Answer(trouble=Trouble.FAILED), STATES=Answer(files=files)))

    assert "root" in names
    assert "daemon" not in names
    assert ["uid 1001"] == [row.account for row in found.passwords or ()]
    assert ["uid 1006"] == [row.account for row in found.passwordless or ()]


def test_a_list_of_uses_that_ends_early() -> None:
    """Accounts behind one whose group is missing are asked about one by one; that one stays untold."""
    every = PEOPLE.answers[linux.USES].text.splitlines(keepends=True)
    names = [line.split('"')[1] for line in every]
    cut = names.index("an")
    short = Answer("".join(every[:cut]))
    asked = Answers({**PEOPLE.answers.by_id, linux.USES.id: short})
    wanted = [words[0] for words in linux.USES_ONE_BY_ONE.questions(asked)]
    told = tuple((name, Answer(every[names.index(name)] if name != "an" else "")) for name in wanted)
    whole, found = data(linux.read(PEOPLE.answers)), with_answers(USES=short, USES_ONE_BY_ONE=Answer(files=told))

    assert [*wanted] == [name for name in names if name in wanted]
    assert "an" in wanted
    assert [row for row in whole.logins or () if row.account != "uid 1001"] == list(data(found).logins or ())
    assert [(linux.USES.id + ": uid 1001", "not_told")] == [
        (item.where, item.code) for item in found.unread if item.field == "logins"
    ]
    assert [] == [*linux.USES_ONE_BY_ONE.questions(PEOPLE.answers)]


@pytest.mark.parametrize(
    ("text", "directories", "unread"),
    [
        ("passwd: files systemd\n", (), False),
        ("passwd:   compat [NOTFOUND=return] files # sss\n", (), False),
        ("passwd: files sss\ngroup: files sss\n", ("sss",), True),
        ("passwd: files winbind ldap\n", ("winbind", "ldap"), True),
        ("", (), False),
    ],
)
def test_accounts_of_a_directory(text: str, directories: tuple[str, ...], *, unread: bool) -> None:
    """A directory need not list its accounts, so that nothing is told whole where there is one."""
    reading = with_answers(SOURCES=Answer(text))

    assert directories == data(reading).directories
    assert ({"logins", "passwords", "passwordless", "shared_numbers"} if unread else set()) == {
        field for field, code in gaps(reading) if code == "directory_not_listed"
    }


def _settings(old: str, new: str) -> Answer:
    text = PEOPLE.answers[linux.KEY_SETTINGS].text
    assert old in text
    return Answer(text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("authorizedkeysfile .ssh/authorized_keys", "authorizedkeysfile /etc/ssh/keys/%u .ssh/authorized_keys"),
        ("authorizedkeyscommand none", "authorizedkeyscommand /usr/bin/sss_ssh_authorizedkeys"),
        ("trustedusercakeys none", "trustedusercakeys /etc/ssh/ca.pub"),
    ],
)
def test_keys_that_lie_elsewhere(old: str, new: str) -> None:
    """Whom no password opens may have a key where nobody looks; a key that was found counts all the same."""
    reading = with_answers(KEY_SETTINGS=_settings(old, new))

    assert ("logins", "not_told") in gaps(reading)
    assert "uid 1005" in {row.account for row in data(reading).logins or ()}
    assert "uid 1004" not in {row.account for row in data(reading).logins or ()}


@pytest.mark.parametrize(
    "answer", [_settings("pubkeyauthentication yes", "pubkeyauthentication no"), Answer(trouble=Trouble.MISSING)]
)
def test_keys_that_nobody_takes(answer: Answer) -> None:
    """Without a server that takes keys, an account without a password that counts lets nobody in."""
    reading = with_answers(KEY_SETTINGS=answer)

    assert "uid 1005" not in {row.account for row in data(reading).logins or ()}
    assert () == reading.unread


def test_when_records_began_is_not_told() -> None:
    """Of an account that was never logged in with nobody knows for how long; others are told."""
    reading = with_answers(RECORDS=Answer("/var/log/lastlog 0\n"))

    assert {("logins", "not_told")} == gaps(reading)
    assert ["uid 1001", "uid 1002", "uid 1003", "uid 1005"] == [row.account for row in data(reading).logins or ()]


def test_an_account_twice_in_two_sources_is_one() -> None:
    """What a second source lists again under the same name is no second account; under another name it is."""
    text = PEOPLE.answers[linux.PASSWD].text
    again = data(with_answers(PASSWD=Answer(text + "an:x:1001:27::/home/an:/bin/bash\n")))
    other = data(with_answers(PASSWD=Answer(text + "bep:x:1001:27::/home/an:/bin/bash\n")))

    assert () == again.shared_numbers
    assert ["uid 1001", "uid 1001 #2"] == [row.account for row in other.shared_numbers or ()]


def test_a_second_root_counts_whatever_its_program() -> None:
    """One that opens nothing is root all the same for whatever runs under it; of other numbers only those that open."""
    text = PEOPLE.answers[linux.PASSWD].text
    root = data(with_answers(PASSWD=Answer(text + "backup0:x:0:0::/root:/usr/sbin/nologin\n")))
    other = data(with_answers(PASSWD=Answer(text + "bep:x:1001:27::/home/an:/usr/sbin/nologin\n")))

    assert ["uid 0", "uid 0 #2"] == [row.account for row in root.shared_numbers or ()]
    assert () == other.shared_numbers


def test_password_in_the_old_place() -> None:
    """A password that passwd(5) itself holds is one, and none there at all asks for none."""
    text = PEOPLE.answers[linux.PASSWD].text.replace("minh:x:", "minh::").replace("lan:x:", "lan:$6$a$b:")
    reading = with_answers(
        PASSWD=Answer(text),
        STATUS=Answer(
            "\n".join(
                line for line in PEOPLE.answers[linux.STATUS].text.splitlines() if not line.startswith(("minh", "lan"))
            )
        ),
    )

    assert ["uid 1004"] == [row.account for row in data(reading).passwordless or ()]
    assert ("passwords", "not_told") in gaps(reading)


@pytest.mark.parametrize(
    ("line", "state", "changed", "most", "at_once"),
    [
        ("an P 2026-10-20 0 60 7 30", "set", "2026-10-20", 60, False),
        ("an P 10/20/2026 0 99999 7 -1", "set", "2026-10-20", 99_999, False),
        ("an P 1970-01-01 0 60 7 -1", "set", None, 60, True),
        ("an L never -1 -1 -1 -1", "locked", None, 99_999, False),
        ("an NP 2026-10-20 0 0 7 -1", "none", "2026-10-20", 0, False),
    ],
)
def test_states_of_passwords(line: str, state: listing.State, changed: str | None, most: int, *, at_once: bool) -> None:
    """Each form of a day, and what stands where there is none."""
    told = None if changed is None else datetime.date.fromisoformat(changed).toordinal()

    assert {"an": listing.Status(state, told, most, at_once)} == listing.statuses(line)


@pytest.mark.parametrize(
    ("inactive", "expires", "until"),
    [
        ("never", "never", "9999-12-31"),
        ("Jan 18, 2027", "never", "2027-01-18"),
        ("2027-01-18", "Jan 05, 2027", "2027-01-05"),
        ("password must be changed", "never", "9999-12-31"),
        ("soon", "never", None),
    ],
)
def test_ends_of_accounts(inactive: str, expires: str, until: str | None) -> None:
    """The earlier of both ends; where one is not understood there is none."""
    text = f"Password inactive\t\t\t: {inactive}\nAccount expires\t\t\t\t: {expires}\n"

    assert (None if until is None else datetime.date.fromisoformat(until).toordinal()) == listing.open_until(text)


@pytest.mark.parametrize(
    ("text", "to", "doubts"),
    [
        ("root ALL=(ALL:ALL) ALL\n", {"root"}, ()),
        ("%sudo\tALL=(ALL:ALL) ALL\n", {"%sudo"}, ()),
        ("an, %ops ALL = (ALL) NOPASSWD: SETENV: ALL\n", {"an", "%ops"}, ()),
        ("an ALL = /usr/bin/id, ALL, !/bin/su\n", {"an"}, ()),
        ("an ALL = (postgres) /usr/bin/psql, NOPASSWD: /usr/bin/id\n", set(), ()),
        ("User_Alias OPS = an, %ops : DBA = lan\nOPS ALL = ALL\nDBA ALL = /usr/bin/psql\n", {"an", "%ops"}, ()),
        ("Cmnd_Alias EVERY = ALL\nan db1 = EVERY\n", {"an"}, ()),
        ("User_Alias A = B\nUser_Alias B = A, an\nA ALL = ALL\n", {"an", "A"}, ()),
        ("#1001 ALL = ALL\n# an ALL = ALL\n", {"#1001"}, ()),
        ("an db1 = /bin/id : db2 = (root) ALL\n", {"an"}, ()),
        ("an ALL = \\\n  /bin/id, \\\n  ALL # tất cả\n", {"an"}, ()),
        ("Defaults env_reset, !lecture\nDefaults:an !requiretty\n@includedir /etc/sudoers.d\n", set(), ()),
        ("what is this\n", set(), ("f",)),
    ],
)
def test_whom_sudo_grants_everything(text: str, to: set[str], doubts: tuple[str, ...]) -> None:
    """Users and groups by the grammar of sudoers(5); a line that is none of it is said."""
    found = sudoers.granted({"f": text})

    assert (to, doubts) == (set(found.to), found.doubts)


def test_files_that_sudo_passes_over() -> None:
    """Of a folder those with a dot or a tilde."""
    pattern = sudoers.includes("#includedir /etc/sudoers.d\n", "")[0]
    names = ("ops", "90-cloud", "ops.bak", "ops~", "sub/ops")

    assert ["ops", "90-cloud"] == [name for name in names if sudoers.matches(f"/etc/sudoers.d/{name}", pattern)]


def test_a_file_of_keys_is_asked_for_by_its_folder_alone() -> None:
    """Nothing but a folder of keys may be named, whatever passwd(5) says of a home."""
    admitted = [("/srv/an/.ssh",), ("/.ssh",), ("/srv/a-b/.ssh",)]
    refused = [("/home/../etc/.ssh",), ("/etc/shadow",), ("/home/a b/.ssh",), ("-r", "/.ssh"), ("/srv/an/.ssh/x",)]

    assert [True] * 3 + [False] * 5 == [linux.KEYS.admits(words) for words in admitted + refused]
