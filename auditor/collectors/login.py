"""Logging in over SSH as the settings say, for whoever reads configuration or starts an agent."""

import asyncssh

from auditor.model.settings import SshAccess


async def logged_in(address: str, access: SshAccess) -> asyncssh.SSHClientConnection:
    """An open connection, known hosts enforced. Nothing of the operator's own SSH settings, agent or keys takes part.

    Raises OSError, asyncssh.Error or, for a key file that cannot be read, ValueError.
    """
    return await asyncssh.connect(
        address,
        port=access.port,
        username=access.user,
        known_hosts=access.known_hosts_file,
        client_keys=[access.key_file] if access.key_file else (),
        agent_path=None,
        config=None,
        preferred_auth="publickey",
        connect_timeout=access.timeout_seconds,
        login_timeout=access.timeout_seconds,
    )
