"""Looking for circular garbage while a file is taken in only costs time: nearly all that is made stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left() -> Iterator[None]:
    """No looking for circular garbage inside; also a decorator. For work whose size is bounded.

    Threads that overlap in it may look a little earlier than they would alone; none leaves it switched off.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
