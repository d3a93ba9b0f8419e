"""The hidden key of a form that goes out to a unit: by it a row is known again, whatever was sorted or inserted.

A key names the desk, the person and a check value, so that a key of another desk and one that was typed over are
noticed. It is no secret and proves nothing; what a row says beside it still has to fit (``matching.find_keyed``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import Cell, text_of

#: the word in the first cell of the sheet that says what a form was made for
FORM_WORD = "训务台填报表"
#: how every key begins
_BEGIN = "TD1"
_DESK, _UNIT, _PERSON, _CHECK = "desk", "unit", "person", "check"
_MADE, _LOG, _FIELDS, _SENT = "made", "log", "fields", "sent"


@dataclass(frozen=True)
class FormFacts:
    """What a form says about itself.

    Attributes:
        desk: the mark of the desk that made it.
        units: ids of the units it is for.
        people: ids of the people who stood in it.
        made: the day it was made, ``YYYY-MM-DD``; "" in forms of before there was one.
        log: the last row of the desk's log then, its number and the beginning of its seal.
        fields: what stood in it of everybody.
        sent: person → a mark of what stood in each of these fields, "" for a blank one.
    """

    desk: str
    units: tuple[int, ...]
    people: tuple[int, ...]
    made: str = ""
    log: str = ""
    fields: tuple[str, ...] = ()
    sent: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


class Form(NamedTuple):
    """Whom a form that came back was about, in the words of the roster of today.

    Attributes:
        units: full names of the units it was made for.
        people: ids of the people who stood in it.
    """

    units: frozenset[str]
    people: frozenset[int]


@dataclass(frozen=True)
class KeyedRows:
    """What the hidden keys of a file come to.

    Attributes:
        people: line → the person the key stands for.
        problems: keys that count for nothing, each a note.
    """

    people: Mapping[int, int] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


#: A file without keys.
NO_KEYS = KeyedRows()


def desk_mark(desk_id: str) -> str:
    """Return what keys call a desk."""
    return sha256(desk_id.encode()).hexdigest()[:8]


def person_key(desk: str, person_id: int) -> str:
    """Return the key of a person of the desk with a mark."""
    return f"{_BEGIN}-{desk}-{person_id}-{_check(desk, str(person_id))}"


def value_mark(desk: str, name: str, value: str) -> str:
    """Return by what a form knows again what it was sent with in a field; it has no number in it, "" for none."""
    return _check(desk, name, value) if value else ""


def read_keys(
    keys: Mapping[int, str], desk: str, known: Mapping[int, object], merged: Mapping[int, int]
) -> KeyedRows:
    """Return the people that the keys of a file stand for.

    Args:
        keys: line → what the key's cell says.
        desk: the mark of this desk.
        known: the people of the roster by id.
        merged: the id of a record that was merged → the record that stayed.
    """
    if not any(text.startswith(_BEGIN) for text in keys.values()):
        return NO_KEYS
    people: dict[int, int] = {}
    problems: list[Problem] = []
    foreign = 0
    for line, text in keys.items():
        parts = text.split("-")
        if len(parts) != 4 or parts[0] != _BEGIN or parts[3] != _check(parts[1], parts[2]):
            problems.append(_note("roster.key_broken", line))
            continue
        if parts[1] != desk:
            foreign += 1
            continue
        number = int(parts[2])
        while number in merged and number not in known:
            number = merged[number]
        if number in known:
            people[line] = number
        else:
            problems.append(_note("roster.key_gone", line))
    if foreign:
        problems.insert(0, Problem("roster.key_foreign", {"count": foreign}, severity=Severity.NOTE))
    return KeyedRows(people, problems)


def facts_rows(facts: FormFacts) -> Iterator[tuple[str, str]]:
    """Yield the rows of the sheet that says what a form was made for."""
    yield FORM_WORD, "1"
    yield _DESK, facts.desk
    for unit in facts.units:
        yield _UNIT, str(unit)
    for person in facts.people:
        yield _PERSON, str(person)
    if facts.made:
        yield _MADE, facts.made
        yield _LOG, facts.log
        yield _FIELDS, ",".join(facts.fields)
        for person, marks in facts.sent.items():
            yield _SENT, _sent_text(person, marks)
    yield _CHECK, _facts_check(facts)


def read_facts(rows: Iterable[Sequence[Cell]]) -> FormFacts | None:
    """Return what such a sheet says, None when it is none or was changed."""
    said: dict[str, list[str]] = {}
    for row in rows:
        texts = [text_of(cell) for cell in row]
        if len(texts) > 1:
            said.setdefault(texts[0], []).append(texts[1])
    try:
        facts = FormFacts(
            said[_DESK][0],
            tuple(int(text) for text in said.get(_UNIT, ())),
            tuple(int(text) for text in said.get(_PERSON, ())),
            said.get(_MADE, [""])[0],
            said.get(_LOG, [""])[0],
            tuple(said[_FIELDS][0].split(",")) if _FIELDS in said else (),
            dict(map(_sent, said.get(_SENT, ()))),
        )
        whole = said[_CHECK] == [_facts_check(facts)]
    except (KeyError, ValueError):
        return None
    return facts if whole else None


def _sent_text(person: int, marks: Iterable[str]) -> str:
    return f"{person}:{','.join(marks)}"


def _sent(text: str) -> tuple[int, tuple[str, ...]]:
    person, marks = text.split(":")
    return int(person), tuple(marks.split(","))


def _facts_check(facts: FormFacts) -> str:
    about = (str(number) for number in (*facts.units, 0, *facts.people))
    if not facts.made:
        return _check(facts.desk, *about)
    sent = (_sent_text(person, marks) for person, marks in facts.sent.items())
    return _check(facts.desk, *about, facts.made, facts.log, *facts.fields, *sent)


def _check(*parts: str) -> str:
    return sha256("|".join(parts).encode()).hexdigest()[:6]


def _note(code: str, line: int) -> Problem:
    return Problem(code, {"about": "key"}, row=line, severity=Severity.NOTE)
