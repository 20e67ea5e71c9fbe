"""What loading much at once needs."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python from looking for garbage meanwhile.

    While a hundred thousand things are made that all stay, it would go through all of them again and again, and take
    as long as loading them. Whoever finds it paused leaves it so: who paused it lets it go on.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
