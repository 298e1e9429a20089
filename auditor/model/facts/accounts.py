"""Who can log in on a host with its own accounts, and how old their passwords are; no name is told."""

from typing import Literal

from auditor.model.base import Document, Text, Told
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind

AccountKind = Literal["root", "default", "person", "system"]
"""`root` has number 0; `default` has a name that makers, images and manuals give (admin, guest, pi, ubuntu ...);
`person` has a number from 1000 on; `system` is every other.
"""


class Account(Document):
    """One account by its number on the machine, `uid 1003`; of several with one number the later ones in the machine's
    list are `uid 0 #2` and on. A number names nobody elsewhere, and the machine's keeper finds the name with it.
    """

    account: Text
    kind: AccountKind


class Login(Account):
    """An account that somebody can log in with: by a password that is set or none at all, or by a key laid down for it.

    `day` is that of its last login or, where none was ever `recorded`, the later one of its password's last change and
    the day from which logins were recorded. `running`: processes ran under it during the look. `open_until_day` is the
    last day on which it lets anybody in, by its own end and that of its password; the year 9999 where it has none.
    Days are ordinals in Vietnam's time.
    """

    day: int
    recorded: bool
    running: bool
    open_until_day: int


class Password(Account):
    """A password that is set. `admin`: the account has number 0 or may do everything by sudo. `max_days` is how long it
    may stay as it is, by the account's own entry; 99999 and more is for ever.
    """

    admin: bool
    changed_day: int
    max_days: int


class Accounts(Document):
    """The machine's own accounts. Subject: host.

    `passwordless` are accounts that ask for no password, `shared_numbers` those whose number another account has as
    well, so that the machine cannot tell them apart. `directories` are further sources of accounts by the machine's
    settings (`sss`, `winbind`, `ldap`), which need not list theirs: who logs in from there is not told.
    """

    logins: Told[tuple[Login, ...]] = None
    passwords: Told[tuple[Password, ...]] = None
    passwordless: Told[tuple[Account, ...]] = None
    shared_numbers: Told[tuple[Account, ...]] = None
    directories: Told[tuple[Text, ...]] = None


KIND = Kind(
    name="accounts",
    title="accounts of the machine",
    shape=Accounts,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/2",
    excused={"directories": "Says where further accounts come from, which are then unread."},
)
