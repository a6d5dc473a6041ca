import gc

import pytest

from fiscalnlp.read.collector import collector_paused


def test_the_collector_is_out_of_the_way_and_back_again():
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off():
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_it_is_back_after_an_error():
    with pytest.raises(ValueError, match="lost"), collector_paused():
        raise ValueError("lost")
    assert gc.isenabled()
