"""People on disk are found as those in memory are, and none of them is held."""

import gc
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.known_people import Holders, PeopleInMemory, everybody
from trainingdesk.domain.roster.people import KnownPerson
from trainingdesk.exchange import spool
from trainingdesk.exchange.spooled_people import SpooledPeople, gathered

NAMES, UNITS = ["张三", "李四", "王五", ""], ["甲局", "乙局", "丙局"]
PEOPLE = st.lists(
    st.builds(
        KnownPerson,
        number=st.integers(1, 90),
        name=st.sampled_from(NAMES),
        id_number=st.sampled_from(["", "1", "2", "3"]),
        unit=st.sampled_from(UNITS),
        note=st.text(),
    ),
    unique_by=lambda person: person.id,
).map(sorted)


@given(PEOPLE, st.sets(st.integers(1, 90)), st.sets(st.sampled_from([*UNITS, "丁局"])))
def test_people_on_disk_are_found_as_those_in_memory_are(people, without, units):
    numbers = [one.id_number for one in people if one.id_number]
    people = [one if numbers.count(one.id_number) < 2 else one._replace(id_number="") for one in people]
    there, here = SpooledPeople(people), PeopleInMemory(people)
    assert dict(there) == dict(here) == {one.id: one for one in people}
    assert (len(there), list(there)) == (len(here), list(here))
    assert set(there.units) == set(here.units)
    for number in ("", "1", "2", "3", "4"):
        assert there.holder(number) == here.holder(number)
    assert dict(Holders(there)) == dict(Holders(here))
    for name in (*NAMES, "赵六"):
        assert list(there.named(name)) == list(here.named(name))
        assert list(there.named(name, without)) == list(here.named(name, without))
    for person_id in (0, 1, 45, 90, 91):
        assert there.unit_of(person_id) == here.unit_of(person_id)
        assert there.get(person_id) == here.get(person_id)
        assert (person_id in there) == (person_id in here)
    assert list(there.in_units(units, without)) == list(here.in_units(units, without))


def test_of_many_people_none_is_held_and_no_file_has_a_name(tmp_path, monkeypatch):
    monkeypatch.setattr(spool, "MOST_HELD", 100)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    people = gathered(lambda: (KnownPerson(number, f"张{number}") for number in range(1, 2_501)))
    assert isinstance(people, SpooledPeople)
    assert everybody(people) is people
    assert people[2_500].name == "张2500"
    assert [one.id for one in people.named("张7")] == [7]
    held = [one for one in gc.get_objects() if isinstance(one, KnownPerson) and one.name.startswith("张")]
    assert len(held) <= 1, "the one that was asked for"
    assert list(tmp_path.iterdir()) == []


def test_few_people_stay_in_memory_and_so_do_those_whom_the_disk_takes_not(monkeypatch):
    people = [KnownPerson(1, "张三"), KnownPerson(2, "李四"), KnownPerson(3, "王五")]
    assert isinstance(gathered(lambda: people), PeopleInMemory)

    def full(**_words):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "MOST_HELD", 1)
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    held = gathered(lambda: iter(people))
    assert isinstance(held, PeopleInMemory)
    assert list(held.values()) == people


def test_people_who_can_not_be_read_back_any_more_are_said_to_be_gone():
    people = SpooledPeople([KnownPerson(1, "张三")])
    people._file._file.truncate(0)
    with pytest.raises(Refused) as refused:
        people[1]
    assert refused.value.code == "import.preview_gone"


def test_a_disk_that_takes_a_part_at_a_time_loses_nobody(monkeypatch):
    whole = tempfile.TemporaryFile

    class Slow:
        """A file that takes at most a few bytes at once, as one without a buffer may."""

        def __init__(self, file):
            self._file = file

        def write(self, data):
            return self._file.write(data[:7])

        def __getattr__(self, name):
            return getattr(self._file, name)

    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **words: Slow(whole(**words)))
    people = [KnownPerson(number, f"张三{number}") for number in range(1, 30)]
    assert list(SpooledPeople(people).values()) == people
