"""Writing files where others may have put something before: whole or not at all, and never through a link."""

import contextlib
import errno
import os
import secrets
from pathlib import Path
from typing import BinaryIO

OWN = 0o600
"""Mode of a file for its owner alone."""

OPEN = 0o666
"""Mode of a file for whoever the umask lets read it."""


def write_whole(path: Path, data: bytes, mode: int = OWN) -> None:
    """Replaces a file with all of the data or not at all, also across a power cut. Raises OSError.

    What is written first has a name that nobody can guess, and a link at the place itself is replaced, not followed.
    """
    if not path.is_symlink() and path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no plain file")
    part = path.with_name(f".{path.name[:200]}.{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync(path.parent)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def written_on(path: Path, *, anew: bool = False) -> BinaryIO:
    """A file that is added to, or begun anew, by its owner alone. Raises OSError, also where a link is in its place."""
    begin = os.O_TRUNC if anew else os.O_APPEND
    return os.fdopen(os.open(path, begin | os.O_CREAT | os.O_WRONLY | os.O_NOFOLLOW, OWN), "wb" if anew else "ab")


def own_folder(path: Path) -> None:
    """A folder for its owner alone, made where there is none; those above it are as the umask says. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)


def _sync(folder: Path) -> None:
    """Makes names in a folder as durable as the files they name."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
