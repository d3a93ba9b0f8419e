"""What is made in bulk is not looked through for cycles."""

import gc
import weakref

from trainingdesk.shared.memory import bulk_under_way, no_cycle_search, set_aside, take_in_again


def test_bulk_work_is_known_while_it_lasts() -> None:
    assert not bulk_under_way()
    with no_cycle_search(), no_cycle_search():
        assert bulk_under_way()
        assert not gc.isenabled()
    assert not bulk_under_way()
    assert gc.isenabled()


def test_bulk_that_is_held_on_is_not_looked_through_as_soon_as_the_search_is_on_again() -> None:
    searched: list[int] = []
    gc.collect()
    gc.callbacks.append(lambda phase, info: searched.append(info["generation"]) if phase == "stop" else None)
    try:
        with no_cycle_search():
            held = [[number] for number in range(50_000)]
        others = [[number] for number in range(100)]
        assert not searched
    finally:
        gc.callbacks.pop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    assert len(held) + len(others) == 50_100


def test_a_cycle_made_in_bulk_is_found_all_the_same() -> None:
    class Ring:
        """Something that holds itself."""

    with no_cycle_search():
        held = [[number] for number in range(50_000)]
        ring = Ring()
        ring.own = ring  # type: ignore[attr-defined]
        gone = weakref.ref(ring)
        del ring
    assert gone() is not None
    gc.collect()
    assert gone() is None
    assert held


def test_only_where_the_window_searches_is_anything_set_aside() -> None:
    gc.unfreeze()  # what the tests of the window set aside between them
    set_aside()
    assert gc.get_freeze_count() == 0
    gc.disable()
    try:
        set_aside()
        assert gc.get_freeze_count() > 0
    finally:
        take_in_again()
        gc.enable()
    assert gc.get_freeze_count() == 0
