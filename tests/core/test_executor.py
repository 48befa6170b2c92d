import os
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial
from pathlib import Path

import pytest

from panscape.errors import PartialError, StorageError, UsageError
from panscape.executor import default_workers, map_in_threads, run_tasks

# What runs in workers stands in a file of its own, since a worker imports it by name.
TASKS = """
import os, signal, time
from pathlib import Path
from panscape.errors import StorageError

def square(number):
    return number * number

def slow_first(number):
    time.sleep(0.3 if number == 0 else 0)
    return number

def threads(_):
    import cv2, numba
    return cv2.getNumThreads(), numba.get_num_threads(), os.environ["OMP_NUM_THREADS"]

def die_once(folder, number):
    mark = Path(folder) / str(number)
    if number % 4 == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number

def die_at_5(number):
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number

def fail_at_3(number):
    if number == 3:
        raise StorageError("a.png: No space left on device")
    return number

def divide_at_3(number):
    return 1 // (number - 3)

def mark_and_wait(folder, number):
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(60)
"""


@pytest.fixture(scope="session")
def tasks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tasks")
    (folder / "executor_tasks.py").write_text(textwrap.dedent(TASKS))
    sys.path.insert(0, str(folder))
    import executor_tasks

    yield executor_tasks
    sys.path.remove(str(folder))


@pytest.mark.parametrize("workers", [1, 2])
def test_every_item_comes_back_with_its_result(tasks, workers):
    assert sorted(run_tasks(tasks.square, range(20), workers)) == [(n, n * n) for n in range(20)]


@pytest.mark.parametrize("workers", [1, 2])
def test_order_is_kept_where_it_is_asked_for(tasks, workers):
    items = [item for item, _ in run_tasks(tasks.slow_first, range(30), workers, in_order=True)]

    assert items == list(range(30))


def test_items_are_taken_as_they_are_needed(tasks):
    taken = []
    items = (taken.append(number) or number for number in range(1000))

    results = run_tasks(tasks.slow_first, items, 2, in_order=True)
    next(results)
    results.close()

    assert len(taken) <= 10


def test_a_worker_has_one_thread_for_each_library(tasks):
    before = dict(os.environ)

    assert {result for _, result in run_tasks(tasks.threads, range(2), 2)} == {(1, 1, "1")}
    assert dict(os.environ) == before


def test_workers_that_die_cost_nothing_but_time(tasks, tmp_path):
    done = list(run_tasks(partial(tasks.die_once, str(tmp_path)), range(10), 2, in_order=True))

    assert done == [(number, number) for number in range(10)]


def test_an_item_that_kills_its_workers_is_given_up_and_named(tasks):
    results, done = run_tasks(tasks.die_at_5, range(10), 2, name=lambda n: f"frame {n}", in_order=True), []

    with pytest.raises(PartialError, match=r"1 of 10 items were given up, .*: frame 5; the others are done"):
        done.extend(item for item, _ in results)

    assert done == [0, 1, 2, 3, 4, 6, 7, 8, 9]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_names_the_item_and_keeps_its_class(tasks, workers):
    with pytest.raises(StorageError, match=r"^frame 3: a.png: No space left"):
        list(run_tasks(tasks.fail_at_3, range(50), workers, name=lambda n: f"frame {n}"))
    with pytest.raises(PartialError, match=r"^frame 3: ZeroDivisionError: .* --workers 1 --debug"):
        list(run_tasks(tasks.divide_at_3, range(50), workers, name=lambda n: f"frame {n}"))


def test_no_workers_are_refused():
    with pytest.raises(UsageError, match="found 0 workers"):
        list(run_tasks(abs, [1], 0))
    assert default_workers() >= 1


@pytest.mark.parametrize("workers", [1, 3])
def test_threads_keep_the_order_and_take_items_as_they_are_needed(workers):
    taken = []
    items = (taken.append(number) or number for number in range(200))

    results = map_in_threads(lambda number: number * number, items, workers)
    first = next(results)

    assert len(taken) <= 4 * workers
    assert [first, *results] == [number * number for number in range(200)]


def test_an_error_in_a_thread_comes_at_its_place():
    results = map_in_threads(lambda number: 6 // (3 - number), range(50), 2)

    assert [next(results) for _ in range(3)] == [2, 3, 6]
    with pytest.raises(ZeroDivisionError):
        next(results)


def start_parent(tasks, folder):
    """A process that waits for two workers, and the process numbers of these."""
    code = f"""
        import functools, signal, sys
        import executor_tasks
        from panscape.executor import run_tasks

        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        if __name__ == "__main__":
            list(run_tasks(functools.partial(executor_tasks.mark_and_wait, {str(folder)!r}), range(4), 2))
    """
    script = folder.parent / f"{folder.name}.py"
    script.write_text(textwrap.dedent(code))
    environment = {**os.environ, "PYTHONPATH": str(Path(tasks.__file__).parent)}
    parent = subprocess.Popen([sys.executable, str(script)], env=environment, stderr=subprocess.DEVNULL)
    until(lambda: len(list(folder.iterdir())) == 2)
    return parent, [int(path.name) for path in folder.iterdir()]


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc which processes live")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_no_worker_outlives_its_parent(tasks, tmp_path, number, code):
    (tmp_path / "marks").mkdir()
    parent, workers = start_parent(tasks, tmp_path / "marks")

    parent.send_signal(number)

    assert parent.wait(timeout=5) in (code, -number)
    until(lambda: not any(is_alive(worker) for worker in workers), seconds=5)
