"""What a host asks of new passwords, when it locks out who guesses, and when it ends an idle shell."""

from auditor.model.base import Document, Told
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class PasswordPolicy(Document):
    """What the modules of PAM apply that the services really call; a file that no module of theirs reads counts
    nothing. Subject: host.

    Of a user who changes a password: `min_length`, below which none is taken, `classes`, how many of the four sorts of
    characters it must have, and `remember`, how many former ones are refused. `lock_after`: wrong passwords in a row
    after which an account is locked at the console, over SSH and by su, whichever is slowest (0: never somewhere);
    `lock_seconds`: for how long, the shortest of them (0: until somebody unlocks it). `idle_seconds`: after which a
    shell at its prompt ends (`TMOUT`; 0: never). `new_max_days` and `new_inactive_days` are what useradd gives to a new
    account: how long a password may stay, and how long it still lets in after that (-1: for ever).
    """

    min_length: Told[int] = None
    classes: Told[int] = None
    remember: Told[int] = None
    lock_after: Told[int] = None
    lock_seconds: Told[int] = None
    idle_seconds: Told[int] = None
    new_max_days: Told[int] = None
    new_inactive_days: Told[int] = None


KIND = Kind(
    name="password_policy",
    title="rules for passwords and sessions",
    shape=PasswordPolicy,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/2",
    excused={
        "new_max_days": "What a new account begins with; passwords are judged by their own age.",
        "new_inactive_days": "What a new account begins with; accounts are judged by their own end.",
    },
)
