"""What is made in bulk is not looked through for cycles."""

import gc

from trainingdesk.shared.memory import bulk_under_way, no_cycle_search, set_aside, take_in_again


def test_bulk_work_is_known_while_it_lasts() -> None:
    assert not bulk_under_way()
    with no_cycle_search(), no_cycle_search():
        assert bulk_under_way()
        assert not gc.isenabled()
    assert not bulk_under_way()
    assert gc.isenabled()


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
