import os
import sys
from functools import partial

import psutil
import pytest
from calls import double, obey, process_of

from fiscalnlp.errors import ExtractionError
from fiscalnlp.processes import Limits, Lost, WorkerPool
from fiscalnlp.processes import pool as pool_module

ONCE = Limits(memory=400_000_000, attempts=1)
QUICK = Limits(seconds=2.0, attempts=1)


def did(orders, jobs=2, limits=ONCE):
    with WorkerPool(obey, jobs, limits=limits) as pool:
        return list(pool.map(orders))


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_tasks(jobs):
    with WorkerPool(double, jobs) as pool:
        assert list(pool.map(range(300))) == list(range(0, 600, 2))
    assert did(["slow", "quick", "slow", "quick"], jobs) == ["did slow", "did quick", "did slow", "did quick"]


@pytest.mark.parametrize(
    ("order", "lost"),
    [
        ("exit", Lost("crash", "the process ended by itself, with status 3")),
        ("kill", Lost("crash", "the process was ended by SIGKILL")),
        ("segfault", Lost("crash", "the process was ended by SIGSEGV")),
        pytest.param(
            "signal 40",
            Lost("crash", "the process was ended by signal 40"),
            marks=pytest.mark.skipif(sys.platform != "linux", reason="there is no such signal"),
        ),
        ("gulp", Lost("memory", "no more memory could be had")),
        ("raise", Lost("error", "ValueError: not a number")),
    ],
)
def test_what_a_call_does_to_its_process_costs_that_call_alone(order, lost):
    assert did(["a", order, "b", "c"]) == ["did a", lost, "did b", "did c"]


@pytest.mark.parametrize("order", ["hang", "spin"])
def test_a_call_that_takes_too_long_is_ended(order):
    assert did(["a", order, "b"], limits=QUICK) == [
        "did a",
        Lost("timeout", "took longer than 2 seconds"),
        "did b",
    ]


def test_a_call_that_takes_too_much_memory_is_ended():
    before, lost, after = did(["a", "grow", "b"])
    # On a machine that is very busy, memory may run out before the watch sees it.
    assert lost in (
        Lost("memory", "took more than 400 MB of memory"),
        Lost("memory", "no more memory could be had"),
    )
    assert (before, after) == ("did a", "did b")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes part from none")
def test_the_process_that_others_part_from_may_be_lost():
    orders = ["a", "orphan", "exit", *"bcd", "kill", "e"]
    done = did(orders)
    assert [each for each in done if not isinstance(each, Lost)] == [
        "did a",
        "did orphan",
        *map("did {}".format, "bcde"),
    ]
    assert [each.cause for each in done if isinstance(each, Lost)] == ["crash", "crash"]


def test_a_lost_call_is_made_once_more(tmp_path):
    orders = ["a", f"once {tmp_path / 'mark'}", "b"]
    assert did(orders, limits=Limits(attempts=2)) == [f"did {order}" for order in orders]


def test_a_process_is_replaced_after_so_many_calls():
    with WorkerPool(process_of, 1, limits=Limits(calls=3)) as pool:
        ids = list(pool.map(range(7)))
    assert [ids.count(each) for each in dict.fromkeys(ids)] == [3, 3, 1]


def test_tasks_are_taken_as_there_is_room(monkeypatch):
    monkeypatch.setattr(pool_module, "_WINDOW", 5)
    taken = []

    def tasks():
        for number in range(50):
            taken.append(number)
            yield number

    with WorkerPool(double, 2) as pool:
        for done, _ in enumerate(pool.map(tasks())):
            assert len(taken) <= done + 6


def test_results_that_wait_are_bounded_in_bytes(monkeypatch):
    monkeypatch.setattr(pool_module, "_HELD_BYTES", 0)  # nothing is begun while anything waits
    assert did(["slow", *"abcdef"]) == [f"did {order}" for order in ["slow", *"abcdef"]]


def test_what_is_printed_does_not_reach_standard_output(capfd):
    assert did(["print"]) == ["did print"]
    assert capfd.readouterr().out == ""


def test_no_process_is_left(tmp_path):
    with WorkerPool(process_of, 2) as pool:
        ids = set(pool.map(range(20)))
    assert not [each for each in ids if psutil.pid_exists(each) and psutil.Process(each).status() != "zombie"]
    with WorkerPool(obey, 2) as pool:
        next(answers := pool.map(["a", "hang"]))
        answers.close()  # a caller that stops does not wait for what hangs


def test_a_function_that_no_process_can_load_is_an_error(monkeypatch):
    monkeypatch.setattr(sys.modules["calls"], "gone", partial(os.getpid), raising=False)
    with WorkerPool(_Unloadable(), 1) as pool, pytest.raises(ExtractionError, match="cannot be started"):
        list(pool.map([1]))


class _Unloadable:
    """Pickled well, unpickled never."""

    def __reduce__(self):
        return os.getenv, (1,)

    def __call__(self, _):
        return None
