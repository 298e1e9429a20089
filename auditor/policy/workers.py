"""What the worker processes of a pool have in common."""

import os
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait


def end_with_parent() -> None:
    """Make this worker end as soon as the process that started its pool is gone, however that ended: a pool's workers
    otherwise wait for work for ever after SIGTERM or SIGKILL took their parent.
    """
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)  # nobody is left to be told, and cleaning up would wait for work under way
