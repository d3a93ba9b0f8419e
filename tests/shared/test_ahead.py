"""The next thing is made while one is used."""

import sys
from threading import Event, get_ident

import pytest

from trainingdesk.shared.ahead import beside, one_ahead


def test_the_next_one_is_made_while_one_is_used():
    made = [Event() for _number in range(4)]
    threads = set()

    def make(number):
        threads.add(get_ident())
        made[number].set()
        return number

    used = []
    for number in one_ahead(map(make, range(4))):
        if number < 3:
            assert made[number + 1].wait(10), "nobody asked for it yet"
        used.append(number)
    assert used == [0, 1, 2, 3]
    assert get_ident() not in threads


def test_what_making_one_raises_comes_at_its_turn_and_leaves_python_as_it_was():
    before = sys.getswitchinterval()

    def things():
        yield 1
        raise ValueError("the second")

    found = one_ahead(things())
    assert next(found) == 1
    with pytest.raises(ValueError, match="the second"):
        next(found)
    assert sys.getswitchinterval() == before


def test_who_stops_early_leaves_python_as_it_was():
    before = sys.getswitchinterval()
    found = one_ahead(iter(range(9)))
    assert next(found) == 0
    assert sys.getswitchinterval() < before
    found.close()
    assert sys.getswitchinterval() == before


def test_nothing_is_nothing():
    assert list(one_ahead(iter(()))) == []


def test_what_is_made_beside_other_work_is_there_when_it_is_asked_for():
    begun = Event()
    other_work_done = Event()

    def make():
        begun.set()
        assert other_work_done.wait(10), "it was waited for before the other work was done"
        return get_ident()

    with beside() as submit:
        made = submit(make)
        assert begun.wait(10), "it did not begin by itself"
        other_work_done.set()
        assert made.result() != get_ident()


def test_what_is_made_beside_raises_where_it_is_asked_for_and_leaves_python_as_it_was():
    before = sys.getswitchinterval()

    def fail():
        raise ValueError("beside")

    with beside() as submit, pytest.raises(ValueError, match="beside"):
        submit(fail).result()
    assert sys.getswitchinterval() == before
