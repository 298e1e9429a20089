"""Rules for passwords where stacks are passed by, where files hide, and in which forms a shell's end is set."""

from dataclasses import replace

import pytest

from auditor.collectors.asks import Answer, Ask, Trouble
from auditor.collectors.kinds.password_policy import idle, linux, lockout, quality
from auditor.collectors.trees import pam
from auditor.model.facts.password_policy import PasswordPolicy
from tests.collectors.kinds.cases import HERE, Case

HARDENED = Case(HERE / "password_policy" / "linux" / "hardened", linux.DIALECT)
UNIX = "[success=1 default=ignore] pam_unix.so obscure use_authtok\nrequisite pam_deny.so\nrequired pam_permit.so"


def read(**given: Answer) -> tuple[PasswordPolicy, set[str]]:
    """What the recorded machine tells with other answers, and which fields it does not."""
    asks: dict[str, Ask] = {name: getattr(linux, name) for name in given}
    found = {asks[name].id: answer for name, answer in given.items()}
    reading = linux.read(replace(HARDENED.answers, by_id={**HARDENED.answers.by_id, **found}))
    assert isinstance(reading.data, PasswordPolicy)
    return reading.data, {item.field for item in reading.unread}


def stacks(**services: str) -> Answer:
    """The recorded folder with other files in it; of lines without a type all are of `password`."""
    files = dict(HARDENED.answers[linux.STACKS].texts())
    for name, text in services.items():
        typed = "".join(f"password {line}\n" for line in text.splitlines())
        files[f"/etc/pam.d/{name.replace('_', '-')}"] = typed
    return Answer(files=tuple((path, Answer(text)) for path, text in files.items()))


@pytest.mark.parametrize(
    ("lines", "length", "classes"),
    [
        (f"requisite pam_pwquality.so retry=3\n{UNIX}", 14, 4),
        (f"requisite pam_pwquality.so minlen=10 ucredit=0\n{UNIX}", 10, 3),
        (f"requisite pam_pwquality.so [minlen=9] retry=3\n{UNIX}", 9, 4),
        (f"requisite pam_pwquality.so minlen=12 dcredit=2 ocredit=1\n{UNIX}", 9, 2),
        (f"requisite pam_pwquality.so enforcing=0\n{UNIX}", 6, 0),
        (f"required pam_cracklib.so minlen=14\n{UNIX}", 10, 0),
        (UNIX, 6, 0),
        ("required pam_unix.so minlen=9", 9, 0),
        (f"optional pam_pwquality.so\n{UNIX}", None, None),
        (f"sufficient pam_pwquality.so\n{UNIX}", None, None),
        (f"[success=1 default=ignore] pam_succeed_if.so uid > 5000\nrequisite pam_pwquality.so\n{UNIX}", None, None),
        (f"sufficient pam_sss.so\nrequisite pam_pwquality.so\n{UNIX}", None, None),
        (f"requisite pam_passwdqc.so min=disabled,24,12,8,7\n{UNIX}", None, None),
        (f"requisite pam_pwquality.so minlen=long\n{UNIX}", None, None),
        (f"[success=maybe] pam_pwquality.so\n{UNIX}", None, None),
    ],
)
def test_what_a_stack_asks_for(lines: str, length: int | None, classes: int | None) -> None:
    """What no way goes past is told; what some way may, is not, and never as less than it may be."""
    data, unread = read(STACKS=stacks(common_password=lines))

    assert (length, classes) == (data.min_length, data.classes)
    assert ({"min_length", "classes", "remember"} if length is None else set()) == unread & {
        "min_length",
        "classes",
        "remember",
    }


def test_a_file_that_no_stack_reads() -> None:
    """pwquality.conf asks for fourteen, and no module of the service reads it."""
    data, unread = read(STACKS=stacks(passwd=UNIX))

    assert ("14" in HARDENED.answers[linux.QUALITY].text, data.min_length, unread) == (True, 6, set())


def test_a_service_without_a_file_has_that_of_other() -> None:
    """And of `other`, which turns everybody away, nothing is asked for."""
    files = tuple(
        (path, Answer(text))
        for path, text in HARDENED.answers[linux.STACKS].texts().items()
        if not path.endswith(("/passwd", "/other"))
    )
    other = ("/etc/pam.d/other", Answer("password required pam_unix.so minlen=12\n"))
    data, _ = read(STACKS=Answer(files=(*files, other)))

    assert data.min_length == 12


@pytest.mark.parametrize(("service", "length"), [("sshd", 6), ("login", 6), ("su", 6), ("vsftpd", 14)])
def test_a_login_that_has_an_ended_password_changed(service: str, length: int) -> None:
    """It asks by its own stack, and the one that asks for least is told; who may change none there is of no matter."""
    texts = dict(HARDENED.answers[linux.STACKS].texts())
    path = f"/etc/pam.d/{service}"
    texts[path] = texts[path].replace("@include common-password", "") + f"\n@include weak-{service}\n"
    lines = "".join(f"password {line}\n" for line in UNIX.splitlines())
    texts[f"/etc/pam.d/weak-{service}"] = lines
    weak, _ = read(STACKS=Answer(files=tuple((name, Answer(text)) for name, text in texts.items())))
    texts[f"/etc/pam.d/weak-{service}"] = "password required pam_deny.so\n"
    shut, _ = read(STACKS=Answer(files=tuple((name, Answer(text)) for name, text in texts.items())))

    assert (length, 14) == (weak.min_length, shut.min_length)


@pytest.mark.parametrize("ask", ["QUALITY", "QUALITY_D", "HISTORY"])
def test_a_file_that_may_not_be_read(ask: str) -> None:
    """Whoever may not read what a module reads tells nothing of it."""
    data, unread = read(**{ask: Answer(trouble=Trouble.DENIED)})

    assert (None, None, None) == (data.min_length, data.classes, data.remember)
    assert unread >= {"min_length", "classes", "remember"}


def steps(text: str) -> tuple[pam.Step, ...]:
    """A stack of `auth`."""
    found = pam.stack({"s": "".join(f"auth {line}\n" for line in text.splitlines())}, "s", "auth")
    assert found is not None
    return found.steps


ASK = "[success=1 default=ignore] pam_unix.so"
COUNT = "[default=die] pam_faillock.so authfail"
END = "required pam_permit.so"


@pytest.mark.parametrize(
    ("text", "given", "locked"),
    [
        (f"required pam_faillock.so preauth\n{ASK}\n{COUNT}\n{END}", {}, (3, 600)),
        (f"required pam_faillock.so preauth\n{ASK}\n{COUNT}\n{END}", {"deny": "5", "unlock_time": "never"}, (5, 0)),
        (f"required pam_faillock.so preauth deny=4\n{ASK}\n{COUNT} deny=4 unlock_time=60\n{END}", {}, (4, 60)),
        (f"required pam_faillock.so preauth deny=4\n{ASK}\n{COUNT}\n{END}", {}, None),
        (f"required pam_faillock.so preauth conf=/x\n{ASK}\n{COUNT}\n{END}", {}, None),
        (f"required pam_faillock.so preauth\n{ASK}\n{COUNT}\n{END}", {"deny": "0"}, (0, 0)),
        (f"required pam_faillock.so preauth\n{ASK}\n{COUNT}\n{END}", {"fail_interval": "900"}, (3, 600)),
        (f"required pam_faillock.so preauth\n{ASK}\n{COUNT}\n{END}", {"fail_interval": "1"}, None),
        (f"required pam_faillock.so preauth\n{ASK}\n{COUNT}\n{END}", {"fail_interval": "x"}, None),
        (f"required pam_faillock.so preauth\n{ASK}\n{COUNT}\n{END}", {"fail_interval": "1", "deny": "0"}, (0, 0)),
        (f"required pam_faillock.so preauth\n{ASK}\n{END}", {}, (0, 0)),
        (f"{ASK}\n{COUNT}\n{END}", {}, (0, 0)),
        (f"required pam_faillock.so preauth\n{ASK}\nrequisite pam_deny.so\n{COUNT}\n{END}", {}, None),
        (f"required pam_tally2.so deny=5 unlock_time=900\n{ASK}\nrequisite pam_deny.so\n{END}", {}, (5, 900)),
        (f"required pam_tally2.so\n{ASK}\nrequisite pam_deny.so\n{END}", {}, (0, 0)),
        (f"optional pam_faillock.so preauth\n{ASK}\n{COUNT}\n{END}", {}, None),
        ("sufficient pam_rootok.so\nrequired pam_faillock.so preauth\nsufficient pam_unix.so\n" + COUNT, {}, (3, 600)),
    ],
)
def test_what_locks(text: str, given: dict[str, str], locked: tuple[int, int] | None) -> None:
    """A stack locks where it both counts and turns away, on every way through it."""
    found = lockout.lockout(steps(text), given)

    assert locked == (None if found is None else (found.after, found.seconds))


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("passwordauthentication no\nkbdinteractiveauthentication no\nusepam yes\n", 5),
        ("passwordauthentication yes\nkbdinteractiveauthentication no\nusepam no\n", 0),
        ("passwordauthentication no\nkbdinteractiveauthentication yes\nusepam yes\n", 0),
    ],
)
def test_passwords_over_ssh(text: str, after: int) -> None:
    """A server that takes passwords by its own means locks nobody, nor does one whose own stack calls nothing; one that
    takes none is of no matter.
    """
    files = dict(HARDENED.answers[linux.STACKS].texts()) | {"/etc/pam.d/sshd": "auth required pam_unix.so\n"}
    given = Answer(files=tuple((path, Answer(text)) for path, text in files.items()))
    data, _ = read(SSHD_IF_THERE=Answer(text), STACKS=given)

    assert after == data.lock_after


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("TMOUT=900\n", 900),
        ("readonly TMOUT=300; export TMOUT\n", 300),
        ('declare -xr TMOUT="600" # mười phút\n', 600),
        ("export TMOUT=300\nreadonly TMOUT\n", 300),
        ("# TMOUT=300\n", 0),
        ("unset TMOUT\n", 0),
        ("TMOUT=300\nTMOUT=900\n", None),
        ('if [ "$SSH_TTY" ]; then\n  TMOUT=300\nfi\n', None),
        ('if [ "$PS1" ]; then\n  umask 022\nfi\nTMOUT=300\n', 300),
        ('[ -n "$PS1" ] && TMOUT=300\n', None),
        ("TMOUT=$(cat /etc/tmout)\n", None),
        ("return 0\nTMOUT=300\n", None),
        ('[ "$(id -u)" = 0 ] && return\nTMOUT=300\n', None),
        ('[ -z "$PS1" ] && return\nTMOUT=300\n', 300),
        ("case $- in\n *i*) ;;\n *) return;;\nesac\nTMOUT=300\n", 300),
        ("echo \\\nTMOUT=300\n", None),
        ("cat <<END\nTMOUT=300\nEND\n", None),
        ("TMOUT=300\r\n", None),
        ('echo "\nTMOUT=300\n"\n', None),
        ("MOTD='\nTMOUT=300\n'\n", None),
        ("MOTD='mot\nhai'\nTMOUT=300\n", 300),
        ("# don't\nTMOUT=300\n", 300),
        ("echo don\\'t\nTMOUT=300\n", 300),
        ('echo "#" # don\'t\nTMOUT=300\n', 300),
        ("n=$#; echo it\\'s $n\nTMOUT=300\n", 300),
        ("echo 'a\\'\nTMOUT=300\n", 300),
        ("TMOUT=300\necho 'open\n", None),
        ("f() {\n TMOUT=300\n}\n", None),
        ('case "$-" in\n *i*) TMOUT=60 ;;\nesac\n', None),
    ],
)
def test_when_a_shell_ends(text: str, seconds: int | None) -> None:
    """A plain line is told; one under a condition, of another form, or against another line is not."""
    assert seconds == idle.seconds([text])


def test_settings_of_a_file() -> None:
    """A later value outweighs, a word alone is one, and a comment tells the program's own."""
    assert {"minlen": "9", "#minlen": "8", "enforce_for_root": "1"} == quality.settings(
        ["# minlen = 8\n# a word of why\nminlen=10\nenforce_for_root\n", "minlen = 9\n"]
    )


def test_includes_that_never_end() -> None:
    """Files that include one another are read to some depth and doubted."""
    found = pam.stack({"a": "@include b\n", "b": "password include a\n"}, "a", "password")

    assert found is not None
    assert found.doubts
