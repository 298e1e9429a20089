"""Python's cyclic collector, put off while a tree of plain values is made.

The collector walks everything alive again each time so many objects were made. A tree of JSON has no cycles for it to
find, and of a document of 24,000 verdicts it took a quarter of the processor's time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """No collection until the end; where it was off already, it stays off."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
