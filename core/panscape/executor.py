"""Running one function over many items in several processes, whatever happens to one of them."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, forkserver
from typing import Generic, TypeVar

from panscape.errors import PanscapeError, PartialError, UsageError
from panscape.memory import keep_freed_memory

Item = TypeVar("Item")
Result = TypeVar("Result")

IN_FLIGHT = 2  # items a worker: one in hand, one waiting, so that no worker idles
IN_FLIGHT_IN_ORDER = 4  # results that wait for an earlier one count too
ATTEMPTS_ALONE = 2
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")


def run_tasks(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    workers: int,
    *,
    in_order: bool = False,
    name: Callable[[Item], str] = repr,
) -> Iterator[tuple[Item, Result]]:
    """Yield each item with the function's result.

    Items are taken from the iterable as they are needed, and at most four a worker are under way at a time,
    so neither items nor results pile up. A worker that dies (out of memory, killed) costs nothing but time:
    the items it may have held are tried again, one by one, and one that kills its worker twice is given up.

    Parameters
    ----------
    function : callable of one item
        Importable by its name where ``workers`` is above 1. What it returns should depend on the item alone.
    items : iterable
    workers : int
        Processes; 1 works in this process.
    in_order : bool
        Yield in the order of the items; otherwise as they finish.
    name : callable
        What to call an item in a message, such as ``"frame 17"``.

    Raises
    ------
    PanscapeError
        If the function raised one: of the same class, with the item's name before it. The rest is dropped.
    PartialError
        If the function raised anything else (at once), or some items were given up (after all others were done).
    """
    if workers < 1:
        raise UsageError(f"found {workers} workers, wanted 1 or more")
    if workers == 1:
        yield from ((item, _called(function, item, name)) for item in items)
        return
    yield from _Run(function, iter(items), workers, name).results(in_order)


def map_in_threads(function: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """Yield the function's results in the order of the items, from several threads of this process.

    For what waits for the disk or leaves Python's lock: decoding, kernels. At most four items a thread are under
    way, however long the iterable; ``Executor.map`` would take all of it at once.

    Parameters
    ----------
    function : callable of one item
        What it raises is raised here, at the item's place.
    items : iterable
    workers : int
        Threads; the results do not depend on it. 1 works in this thread.
    """
    keep_freed_memory()
    if workers == 1:
        yield from map(function, items)
        return
    under_way: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for item in items:
                under_way.append(pool.submit(function, item))
                if len(under_way) >= workers * IN_FLIGHT_IN_ORDER:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()


def default_workers() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Run(Generic[Item, Result]):
    """One call of :func:`run_tasks`: the pool, what is under way, and what is suspected of killing workers."""

    def __init__(
        self, function: Callable[[Item], Result], items: Iterator[Item], workers: int, name: Callable[[Item], str]
    ) -> None:
        self.function, self.items, self.workers, self.name = function, items, workers, name
        self.under_way: dict[Future[Result], tuple[int, Item]] = {}
        self.suspects: deque[tuple[int, Item]] = deque()
        self.deaths: dict[int, int] = {}
        self.given_up: dict[int, Item] = {}
        self.taken = 0

    def results(self, in_order: bool) -> Iterator[tuple[Item, Result]]:
        early: dict[int, tuple[Item, Result]] = {}
        due = 0
        with _one_thread_each():
            self.pool = _pool(self.workers)
            try:
                while self._submit(len(early), in_order):
                    for number, item, result in self._finished():
                        if in_order:
                            early[number] = (item, result)
                        else:
                            yield item, result
                    while due in early or (in_order and due in self.given_up):
                        if due in early:
                            yield early.pop(due)
                        due += 1
            finally:
                _stop(self.pool)
        if self.given_up:
            names = ", ".join(self.name(item) for item in list(self.given_up.values())[:10])
            raise PartialError(
                f"{len(self.given_up)} of {self.taken} items were given up, since each killed its worker "
                f"{ATTEMPTS_ALONE} times: {names}; the others are done. Is there enough memory? Use fewer workers"
            )

    def _submit(self, waiting: int, in_order: bool) -> bool:
        """Hand out what may be under way; False if nothing is and nothing is left."""
        if self.suspects:
            if not self.under_way:  # alone: whoever kills the worker now is known
                self._hand_out(*self.suspects.popleft())
            return True
        room = self.workers * (IN_FLIGHT_IN_ORDER if in_order else IN_FLIGHT)
        # What a worker has in hand and what waits for an earlier one share the room; some room is always left.
        while len(self.under_way) < max(1, min(room - waiting, self.workers * IN_FLIGHT)):
            try:
                item = next(self.items)
            except StopIteration:
                break
            self._hand_out(self.taken, item)
            self.taken += 1
        return bool(self.under_way)

    def _hand_out(self, number: int, item: Item) -> None:
        try:
            future = self.pool.submit(self.function, item)
        except BrokenProcessPool:
            self._renew_pool()
            future = self.pool.submit(self.function, item)
        self.under_way[future] = (number, item)

    def _finished(self) -> Iterator[tuple[int, Item, Result]]:
        done, _ = wait(self.under_way, return_when=FIRST_COMPLETED)
        for future in sorted(done, key=lambda one: self.under_way[one][0]):
            number, item = self.under_way.pop(future)
            error = future.exception()
            if error is None:
                yield number, item, future.result()
            elif isinstance(error, BrokenProcessPool):
                self.under_way[future] = (number, item)
            else:
                raise _named(error, self.name(item)) from error
        if any(isinstance(one.exception(), BrokenProcessPool) for one in self.under_way if one.done()):
            self._suspect_all()

    def _suspect_all(self) -> None:
        """A worker died. Every future of a broken pool ends; who was alone is guilty, of several each is suspected."""
        wait(self.under_way)
        alone = len(self.under_way) == 1
        for number, item in sorted(self.under_way.values(), key=lambda entry: entry[0]):
            self.deaths[number] = self.deaths.get(number, 0) + alone
            if self.deaths[number] >= ATTEMPTS_ALONE:
                self.given_up[number] = item
            else:
                self.suspects.append((number, item))
        self.under_way.clear()
        self._renew_pool()

    def _renew_pool(self) -> None:
        _stop(self.pool)
        self.pool = _pool(self.workers)


def _called(function: Callable[[Item], Result], item: Item, name: Callable[[Item], str]) -> Result:
    try:
        return function(item)
    except Exception as error:
        raise _named(error, name(item)) from error


def _named(error: BaseException, name: str) -> PanscapeError:
    """The error with the item's name before it."""
    if isinstance(error, PanscapeError):
        return type(error)(f"{name}: {error}")
    return PartialError(f"{name}: {type(error).__name__}: {error}; to see where: the same with --workers 1 --debug")


def start_early(modules: Sequence[str]) -> None:
    """Let a process import modules while this one does, so that workers begin with them; call it before any pool.

    A command that imports for a second, and whose workers would then do the same, starts twice as fast. Where
    processes cannot be forked, nothing is done.
    """
    if "forkserver" in multiprocessing.get_all_start_methods():
        with _one_thread_each():
            forkserver.set_forkserver_preload(list(modules))
            forkserver.ensure_running()


def _pool(workers: int) -> ProcessPoolExecutor:
    """Fresh processes: a fork would copy locks that other threads hold, numba's and OpenCV's among them."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    return ProcessPoolExecutor(workers, context, initializer=_begin_worker)


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, work in one thread, and die when the parent does, however it dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_follow_parent, daemon=True).start()
    import cv2

    cv2.setNumThreads(1)


def _follow_parent() -> None:
    """The pool's own workers wait for ever for a parent that was killed, and hold their memory."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers at once, in the middle of whatever they do: files appear whole or not at all."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(timeout=3)
        if process.is_alive():
            process.kill()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that start now use one thread: as many workers as processors leave none for more."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update({name: os.environ.get(name, one) for name, one in ONE_THREAD.items()})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
