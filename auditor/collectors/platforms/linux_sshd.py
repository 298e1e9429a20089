"""What a Linux machine is asked about its SSH server, for several kinds."""

from dataclasses import replace

from auditor.collectors.asks import MAY_BE_ABSENT, Command, Stdin

THROW_AWAY = "cat | /usr/sbin/sshd -T -h /dev/stdin"

NO_PORT = ("-C", "lport=1")
"""A login of which only a port is told, that no block means. A server whose blocks tell ports apart (`Match LocalPort`)
answers no question without one."""

SSHD = Command(
    id="sshd -T",
    words=("/usr/sbin/sshd", "-T"),
    # a user who may not read the server's host keys gives it one made for this call; nothing is written on the host
    otherwise=Command(
        id="sshd -T with a throw-away key",
        words=("sh", "-c", THROW_AWAY),
        stdin=Stdin.THROWAWAY_HOST_KEY,
        otherwise=Command(
            id="sshd -T of a port",
            words=("/usr/sbin/sshd", "-T", *NO_PORT),
            otherwise=Command(
                id="sshd -T of a port with a throw-away key",
                words=("sh", "-c", f'{THROW_AWAY} "$@"', "sshd", *NO_PORT),
                stdin=Stdin.THROWAWAY_HOST_KEY,
            ),
        ),
    ),
)

SSHD_IF_THERE = replace(SSHD, id="sshd -T, where there is one", accepts=MAY_BE_ABSENT)
"""The same, of a machine that need not have one."""
