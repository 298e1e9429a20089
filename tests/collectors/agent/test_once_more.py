"""What is asked once more: a way that broke, an answer that a moment spoilt, a folder in motion. And what is not."""

from pathlib import Path

import pytest

from auditor.collectors import registry
from auditor.collectors.agent.settings import Interview
from auditor.collectors.agent.transports import Result, Run, SshReader
from auditor.collectors.asks import Answer, Trouble
from auditor.collectors.kinds.logging import linux as logging
from auditor.collectors.kinds.web_config import nginx
from auditor.collectors.outcome import Outcome
from tests.collectors.sshd import PLACE, running

PORT = 12223


class Each:
    """A tiny real reader: each command has its answers in turn, the last of which stays. It notes what was run."""

    name = "turns"
    unavailable: Outcome | None = None

    def __init__(self, turns: dict[str, list[Result]]) -> None:
        self._turns = turns
        self.ran: list[str] = []

    def run(self, command: Run) -> Result:
        """The next answer to the whole command, or to its program; nothing else is there."""
        words = " ".join(command.argv)
        self.ran.append(words)
        left = self._turns.get(words) or self._turns.get(command.argv[0]) or [Result(127, "", "not found")]
        return left.pop(0) if len(left) > 1 else left[0]


def answers_of(kind: str, reader: Each) -> dict[str, Answer]:
    """What one kind's first dialect is answered."""
    return dict(Interview(reader, {}).answers(registry.of(kind)[-1]).by_id)


GONE = Result(1, "/var/log/a\n", "find: '/var/log/b/c': No such file or directory\n")
FIND = " ".join(logging.LOG_FILES.words)
WHOLE = Answer("/var/log/a\n/var/log/b/d\n")


@pytest.mark.parametrize(
    ("turns", "expected", "times"),
    [
        ([GONE, Result(0, WHOLE.text, "")], WHOLE, 2),
        ([GONE], Answer(GONE.out, Trouble.FAILED, GONE.err), 2),
        ([Result(2, "", "fork: retry: Resource temporarily unavailable\n"), Result(0, WHOLE.text, "")], WHOLE, 2),
        ([Result(137, "", "Killed"), Result(0, WHOLE.text, "")], WHOLE, 2),
        ([Result(None, "", "took too long")], Answer("", Trouble.TIMEOUT, "took too long"), 1),
        ([Result(1, "", "find: x: Permission denied")], Answer("", Trouble.DENIED, "find: x: Permission denied"), 1),
        ([Result(1, "", "")], Answer("", Trouble.FAILED), 1),
        ([Result(127, "", "not found")], Answer("", Trouble.MISSING, "not found"), 1),
    ],
)
def test_a_command(turns: list[Result], expected: Answer, times: int) -> None:
    """A bad ending with a word of why is asked about once more; refusals, silence and what took too long are not."""
    reader = Each({FIND: list(turns)})

    assert expected == answers_of("logging", reader)["find /var/log"]
    assert times == reader.ran.count(FIND)


LS, FOLDER = "ls -1 /etc/logrotate.d", "/etc/logrotate.d"
ABSENT = Result(1, "", "cat: x: No such file or directory")


def folder(listings: list[str], files: dict[str, list[Result]]) -> tuple[Answer, Each]:
    """The files of logrotate as a folder answers, which is listed so and so in turn."""
    commands = {f"cat {FOLDER}/{name}": list(each) for name, each in files.items()}
    reader = Each({LS: [Result(0, text, "") for text in listings]} | commands)
    return answers_of("logging", reader)["logrotate.d"], reader


def test_a_file_that_was_renamed_between_listing_and_reading() -> None:
    """The folder is listed and read again, and then is whole: no rule is passed over."""
    found, reader = folder(["a.new\n", "a\n"], {"a.new": [ABSENT], "a": [Result(0, "rule", "")]})

    assert Answer(files=((f"{FOLDER}/a", Answer("rule")),)) == found
    assert 2 == reader.ran.count(LS)


def test_a_folder_that_does_not_rest() -> None:
    """What is gone again the second time was not read, whatever else was."""
    found, reader = folder(["a\nb\n", "a\nc\n"], {"a": [Result(0, "rule", "")], "b": [ABSENT], "c": [ABSENT]})

    assert (f"{FOLDER}/c",) == found.unread()
    assert 2 == reader.ran.count(LS)


def test_a_link_that_leads_nowhere() -> None:
    """It is listed and not there, however often one looks, and no program reads it."""
    found, _ = folder(["a\nlink\n"], {"a": [Result(0, "rule", "")], "link": [ABSENT]})

    assert ((), {f"{FOLDER}/a": "rule"}) == (found.unread(), found.texts())


MAIN = {f"cat {nginx.MAIN}": [Result(0, "http { include sites/*.conf; }", "")]}
SITE = "/etc/nginx/sites/a.conf"


@pytest.mark.parametrize(
    ("listings", "site", "trouble", "unread"),
    [
        ([Result(0, f"{SITE}\n", "")], [Result(0, "", "")], None, ()),
        ([Result(None, "", "took too long")], [Result(0, "", "")], Trouble.TIMEOUT, ()),
        ([Result(127, "", "not found")], [Result(0, "", "")], Trouble.MISSING, ()),
        ([Result(1, "", "find: '/etc/nginx': Input/output error")], [Result(0, "", "")], Trouble.FAILED, ()),
        ([Result(1, "", "find: '/etc/nginx/x': No such file or directory")], [Result(0, "", "")], None, ()),
        ([Result(0, f"{SITE}\n", "")], [ABSENT, Result(0, "", "")], None, ()),
        ([Result(0, f"{SITE}\n", "")], [ABSENT], None, (SITE,)),
    ],
)
def test_what_is_included(
    listings: list[Result], site: list[Result], trouble: Trouble | None, unread: tuple[str, ...]
) -> None:
    """A list of files that was not whole hides what is included, and a file that is gone each time was not read."""
    found = answers_of("web_config", Each(MAIN | {"find": list(listings), f"cat {SITE}": list(site)}))["nginx.conf"]

    assert (trouble, unread) == (found.trouble, found.unread())


def forced(folder: Path, script: str) -> str:
    """Settings of a server under which every command goes through a script first."""
    path = folder / "forced"
    path.write_text(f'#!/bin/sh\n{script}\nexec /bin/sh -c "$SSH_ORIGINAL_COMMAND"\n')
    path.chmod(0o755)
    return f"ForceCommand {path}\nLogLevel INFO\n"


def test_a_connection_that_breaks_once(tmp_path: Path) -> None:
    """The command is run over another one, and its answer counts."""
    script = f'[ -e {tmp_path}/once ] || {{ : > {tmp_path}/once; kill -9 "$PPID"; sleep 5; }}'
    with running(tmp_path, more=forced(tmp_path, script), port=PORT) as server:
        with SshReader(PLACE, server.access(), "test") as reader:
            assert Result(0, "there\n", "") == reader.run(Run(("echo", "there")))
            assert Result(0, "again\n", "") == reader.run(Run(("echo", "again")))
        assert 2 == (tmp_path / "log").read_text().count("Accepted publickey")


def test_a_connection_that_breaks_always(tmp_path: Path) -> None:
    """A few logins are tried for one machine, however many commands there are, and nothing is learnt."""
    script = f': >> {tmp_path}/tries; kill -9 "$PPID"; sleep 5'
    with running(tmp_path, more=forced(tmp_path, script), port=PORT) as server:
        with SshReader(PLACE, server.access(), "test") as reader:
            for _ in range(4):
                with pytest.raises(ConnectionError):
                    reader.run(Run(("echo", "there")))
        assert 3 == (tmp_path / "log").read_text().count("Accepted publickey")


def test_a_server_that_takes_no_command(tmp_path: Path) -> None:
    """A channel that is never opened is no answer, and is tried over a few connections only."""
    with running(tmp_path, more="MaxSessions 0\nLogLevel INFO\n", port=PORT) as server:
        with SshReader(PLACE, server.access(), "test") as reader, pytest.raises(ConnectionError):
            reader.run(Run(("echo", "there")))
        assert 2 == (tmp_path / "log").read_text().count("Accepted publickey")


def test_a_command_that_a_signal_ends(tmp_path: Path) -> None:
    """It ended as a shell would tell it, and was not slow."""
    with running(tmp_path, port=PORT) as server, SshReader(PLACE, server.access(), "test") as reader:
        assert 137 == reader.run(Run(("sh", "-c", "kill -9 $$"))).code
