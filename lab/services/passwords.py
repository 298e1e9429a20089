"""What a machine asks of passwords and idle shells: stacks of PAM, faillock and a profile of its own."""

from lab.model import Host
from lab.services.place import Lab, Place

SHORT = frozenset({"tthc-app"})
"""Machines that ask for no more than six characters, as Debian's stack does by itself."""

NEVER_IDLE = frozenset({"ioc-app"})
"""Machines on which a shell that is left open stays open."""

NEVER_LOCKS = frozenset({"land-web"})
"""Machines on which passwords may be guessed at for ever."""

_ASKS = "auth\t[success=1 default=ignore]\tpam_unix.so nullok\n"
_LOCKS = (
    "auth\trequired\tpam_faillock.so preauth silent\n"
    + _ASKS
    + "auth\t[default=die]\tpam_faillock.so authfail\nauth\tsufficient\tpam_faillock.so authsucc\n"
    "auth\trequired\tpam_deny.so\n"
)
_GUESSES = _ASKS + "auth\trequisite\tpam_deny.so\nauth\trequired\tpam_permit.so\n"
_PROFILE = 'for file in /etc/profile.d/*.sh; do\n  [ -r "$file" ] && . "$file"\ndone\nunset file\n'


def change(host: Host) -> str:
    """The stack of whoever changes a password: ten former ones are refused, and what is too short."""
    least = "" if host.name in SHORT else " minlen=8"
    return (
        "password\trequired\tpam_pwhistory.so remember=10\n"
        f"password\t[success=1 default=ignore]\tpam_unix.so obscure{least} use_authtok yescrypt\n"
        "password\trequisite\tpam_deny.so\npassword\trequired\tpam_permit.so\n"
    )


def build(host: Host, _lab: Lab, place: Place) -> list[str]:
    """Writes the files; nothing is started."""
    place.write("/etc/pam.d/common-auth", _GUESSES if host.name in NEVER_LOCKS else _LOCKS)
    place.write("/etc/pam.d/common-password", change(host))
    place.write("/etc/pam.d/passwd", "@include common-password\n")
    place.write("/etc/security/faillock.conf", "deny = 5\nunlock_time = 43200\n")
    place.write("/etc/profile", _PROFILE)
    place.write("/etc/bash.bashrc", "# nothing\n")
    place.write("/etc/profile.d/lab-idle.sh", "" if host.name in NEVER_IDLE else "readonly TMOUT=300\n")
    return []
