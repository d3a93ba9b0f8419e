"""Search as you type: an FTS5 index over the characters of names and posts, pinyin, initials, reversed number tails.

Everything here is SQLite's own; on another database the same functions would be written anew. Trigrams are not
used: they find nothing for one or two Chinese characters (measured).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from typing import NamedTuple

from sqlalchemy import Connection, column, table

from trainingdesk.domain.roster.base import position_of
from trainingdesk.domain.roster.names import name_keys, readings_of, split_name
from trainingdesk.domain.roster.strokes import name_order
from trainingdesk.persistence.audit import with_audit
from trainingdesk.persistence.inserts import Inserts, inserts, run
from trainingdesk.shared.readings import reading_table

#: created by the second migration; the first had no posts
DDL = (
    "CREATE VIRTUAL TABLE person_search USING fts5("
    "chars, keys, tails, post, tokenize='unicode61 remove_diacritics 0', prefix='2', columnsize=0)"
)
#: what a change of leaves a person's place in the orders and in the index stale: :func:`refresh_people`
DERIVED_FROM = frozenset({"name", "id_number", "phone", "post", "rank", "rank_from", "unit_id"})

#: the index as a table, to join with
SEARCH = table("person_search", column("rowid"), column("keys"))

#: id, characters of the name, pinyin and initials, reversed tails, characters of the post
SearchRow = tuple[int, str, str, str, str]

_AT_ONCE = 1_000
#: how many parts of one size FTS5 merges as it writes, where nothing else is said
_MERGED_BY_ITSELF = 4
#: Unicode's plane 15, to which FTS5's tokenizer leaves its characters as parts of words
_PRIVATE = 0xF0000
#: how many figures of a number the index keeps
_TAIL = 8
#: surnames, and given names, of which is remembered what follows from them: half a kilobyte each; a district has fewer
_PARTS_KEPT = 8_192
#: between the parts of a name (买买提·吐尔逊)
_DOT = "·"
_LATIN = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d+x?")
_WORD = re.compile(r"[a-z]+|[0-9]+x?|\S", re.IGNORECASE)


class NameFacts(NamedTuple):
    """What follows from a name.

    Attributes:
        keys: what the name is found by, as words of the index: every full pinyin, every row of initials, those of a
            part behind a dot too (阿依古丽·买买提 by mmt), and the first letter of each, which is a word of its own: for
            the index to keep the first character of every word costs a tenth more.
        stroke_key, pinyin_key: where it stands in the two orders of names.
    """

    keys: str
    stroke_key: str
    pinyin_key: str


def name_facts(name: str) -> NameFacts:
    """Return what follows from a name."""
    surname, given = split_name(name, reading_table())
    head, tail = _surname_facts(surname), _given_name_facts(given)
    strokes, spoken = head.strokes + tail.strokes, head.spoken + tail.spoken
    if head.only is not None and tail.only is not None:  # nine names of ten
        first = head.only[1] + tail.only[1]
        return NameFacts(f"{head.only[0]}{tail.only[0]} {first} {first[:1]}", strokes, spoken)
    pinyin, initials = name_keys(name, reading_table())
    if _DOT in name:
        parts = [name_keys(part, reading_table()) for part in name.split(_DOT)[1:]]
        pinyin += tuple(key for part in parts for key in part.pinyin)
        initials += tuple(key for part in parts for key in part.initials)
    every = [*pinyin, *initials]
    return NameFacts(" ".join([*every, *dict.fromkeys(key[:1] for key in every)]), strokes, spoken)


class _PartFacts(NamedTuple):
    """What follows from a surname or a given name.

    Attributes:
        only: pinyin and initials of its only reading; None where there are others, or none.
        strokes, spoken: its part of the keys of the two orders.
    """

    only: tuple[str, str] | None
    strokes: str
    spoken: str


@lru_cache(maxsize=_PARTS_KEPT)
def _surname_facts(surname: str) -> _PartFacts:
    keys = name_order().of_surname(surname)
    ways = () if _DOT in surname else readings_of(surname, reading_table(), surname=True)
    return _PartFacts(ways[0] if len(ways) == 1 and ways[0][0] else None, *keys)


@lru_cache(maxsize=_PARTS_KEPT)
def _given_name_facts(given: str) -> _PartFacts:
    keys = name_order().of_given_name(given)
    ways = readings_of(given, reading_table())
    return _PartFacts(ways[0] if len(ways) == 1 else None, *keys)


def search_row(
    person_id: int, name: str, keys: str, id_number: str | None, phone: str, post: str
) -> SearchRow:
    """Return one row of the index: a name's characters, its ``keys``, reversed tails, a post's characters."""
    tails = ""
    if id_number:
        tails = "z" + id_number[: -_TAIL - 1 : -1].lower()
    if phone:
        tails += " z" + phone[: -_TAIL - 1 : -1]
    return person_id, " ".join(name.lower()), keys, tails, post_characters(post)


@lru_cache(maxsize=4096)
def post_characters(post: str) -> str:
    """Return the characters of a post as the index holds them: each moved to where no name has one.

    Common characters of posts (长, 主, 任) would else make what is known of a name's character ten times as long; moved
    into Unicode's plane 15, which is for private use, they are words that no name has. Marks between characters do not
    count.
    """
    return " ".join(
        [
            chr(ord(letter) | _PRIVATE) if letter <= "\uffff" else letter
            for letter in post.lower()
            if letter.isalnum()
        ]
    )


def index_people(connection: Connection, rows: Sequence[SearchRow]) -> None:
    """Add people to the index; the index is derived and stays out of the log."""
    with_audit(connection, lambda: run(connection, indexing(rows)))


@contextmanager
def indexed_in_bulk(connection: Connection) -> Iterator[None]:
    """Leave the merging of the index's parts to later writes, which do some of it each: a third of a bulk's time."""
    _merge(connection, 0)
    try:
        yield
    finally:
        _merge(connection, _MERGED_BY_ITSELF)


def _merge(connection: Connection, parts: int) -> None:
    statement = "INSERT INTO person_search (person_search, rank) VALUES ('automerge', ?)"
    with_audit(connection, lambda: connection.exec_driver_sql(statement, (parts,)))


def indexing(rows: Iterable[SearchRow]) -> Inserts:
    """Return what adds people to the index."""
    return inserts("person_search (rowid, chars, keys, tails, post)", rows)


def refresh_people(connection: Connection, ids: Sequence[int]) -> None:
    """Bring up to date what follows from people's fields: their places in every order, and the search index.

    The one place for it: whoever writes one of :data:`DERIVED_FROM`, or another name of their unit, calls this afterwards. An import of new people
    alone works the same out as it writes them (:func:`name_facts`, ``position_of``).
    """
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        found = connection.exec_driver_sql(
            "SELECT p.id, p.name, p.id_number, p.phone, p.post, p.rank, p.rank_from, u.name, p.position, p.stroke_key,"  # noqa: S608 - marks only
            f" p.pinyin_key FROM person p LEFT JOIN unit u ON u.id = p.unit_id WHERE p.id IN ({marks})",
            tuple(part),
        ).all()
        moved: list[tuple[int, str, str, int]] = []
        rows: list[SearchRow] = []
        for number, name, id_number, phone, post, rank, since, unit, *before in found:
            facts = name_facts(name)
            place = position_of(rank, number, since, post, unit or "")
            if before != [place, facts.stroke_key, facts.pinyin_key]:
                moved.append((place, facts.stroke_key, facts.pinyin_key, number))
            rows.append(search_row(number, name, facts.keys, id_number, phone, post))
        if moved:
            statement = "UPDATE person SET position = ?, stroke_key = ?, pinyin_key = ? WHERE id = ?"
            with_audit(connection, partial(connection.exec_driver_sql, statement, moved))
        unindex_people(connection, part)
        index_people(connection, rows)


def unindex_people(connection: Connection, ids: Iterable[int]) -> None:
    """Take people out of the index."""
    gone = [(number,) for number in ids]
    if gone:
        statement = "DELETE FROM person_search WHERE rowid = ?"
        with_audit(connection, lambda: connection.exec_driver_sql(statement, gone))


def match_expression(word: str) -> str | None:
    """Return the FTS5 query for one typed word, None where it can be in no name, number or post."""
    name, post = name_expression(word), post_expression(word)
    return name if post is None else f"({name}) OR {post}"


def name_expression(word: str) -> str | None:
    """Return the FTS5 query for one typed word in names and numbers, None where it can be in none.

    Chinese characters must stand together in the name; letters begin a pinyin or its initials; digits end an ID number or
    a phone number. Characters with letters behind them may also be one name begun in Chinese (王jg, 王jianguo).
    """
    clauses: list[str] = []
    run = ""
    pieces = _pieces(word)
    for piece in pieces:
        if _DIGITS.fullmatch(piece):
            clauses.append(f'tails : "z{piece[: -_TAIL - 1 : -1]}" *')
        elif _LATIN.fullmatch(piece):
            clauses.append(f'keys : "{piece}"' + " *" * (len(piece) > 1))
        else:
            run += piece
    if run:
        clauses.append(f'chars : "{" ".join(run)}"')
    whole = " AND ".join(clauses)
    if run and len(pieces) == len(run) + 1 and _LATIN.fullmatch(pieces[-1]):
        begun = name_keys(run, reading_table())
        ways = " OR ".join(f'"{head}{pieces[-1]}" *' for head in dict.fromkeys(begun.pinyin + begun.initials))
        if ways:
            return f"({whole}) OR ({clauses[-1]} AND keys : ({ways}))"
    return whole or None


class SpelledSurname(NamedTuple):
    """A surname written in full with the initials of the rest (wangjg).

    Attributes:
        expression: the FTS5 query for the initials of all of it.
        surname: how the surname is read.
    """

    expression: str
    surname: str


def spelled_surnames(word: str) -> list[SpelledSurname]:
    """Return the ways to read letters as a surname in full and up to three initials (wangjg, ouyangm), () for none.

    No word of the index begins so: who asks reads the rows of the initials (wjg) and looks at the whole pinyin of each.
    """
    letters = word.lower().replace("ü", "v")
    if not _LATIN.fullmatch(letters):
        return []
    heads = _surname_readings()
    ways = [(letters[:cut], letters[cut:]) for cut in range(max(2, len(letters) - 3), len(letters))]
    return [SpelledSurname(f'keys : "{heads[head]}{rest}" *', head) for head, rest in ways if head in heads]


@cache
def _surname_readings() -> dict[str, str]:
    """Return how surnames are read → the initials of that."""
    table = reading_table()
    found = {syllable: syllable[0] for known in table.characters.values() for syllable in known}
    for readings in table.surnames.values():
        found |= {"".join(way): "".join(syllable[0] for syllable in way) for way in readings}
    return found


def in_one(words: Sequence[str]) -> str | None:
    """Return as one word a name that was typed with blanks in it (wang jianguo, 王 jg), None where it can be none."""
    first, *rest = words or ("",)
    letters = [_LATIN.fullmatch(word.lower()) for word in rest]
    if not letters or not all(letters) or any(map(_DIGITS.search, first)):
        return None
    return "".join(words)


def named_so(words: Sequence[str]) -> str:
    """Return the FTS5 query for names and numbers that fit every word, or all of them as one name; "" for none."""
    whole = in_one(words)
    ways = [all_of([name_expression(word) for word in words]), whole and name_expression(whole)]
    return " OR ".join(f"({way})" for way in ways if way)


def post_expression(word: str) -> str | None:
    """Return the FTS5 query for one typed word in posts, from one character on; None where none of it is Chinese."""
    pieces = _pieces(word)
    chinese = any(not _DIGITS.fullmatch(piece) and not _LATIN.fullmatch(piece) for piece in pieces)
    return f'post : "{post_characters("".join(pieces))}"' if chinese else None


def _pieces(word: str) -> list[str]:
    """Return what a word is made of: runs of letters, runs of figures, single characters."""
    return [piece for piece in _WORD.findall(word.lower().replace("ü", "v")) if piece.isalnum()]


def whole_number(word: str) -> str:
    """Return the figures of a word that are more than the index keeps of a number, "" where it keeps them all."""
    found = _DIGITS.findall(word.lower())
    return max(found, key=len).upper() if found and len(max(found, key=len)) > _TAIL else ""


def find_names(connection: Connection, words: Sequence[str], limit: int) -> list[int]:
    """Return the ids of the first people whom every word fits by name or number."""
    return _find(connection, named_so(words), limit)


def find_posts(connection: Connection, words: Sequence[str], limit: int) -> list[int]:
    """Return the ids of the first people whom every word fits, one of them at least by the post.

    Who fits by name alone is not looked for again: the words before the first that is found in a post are in the name.
    """
    names = [name_expression(word) for word in words]
    ways = [
        all_of([*names[:place], post, *map(match_expression, words[place + 1 :])])
        for place, post in enumerate(map(post_expression, words))
        if post is not None
    ]
    return _find(connection, " OR ".join(f"({way})" for way in ways if way), limit)


def _find(connection: Connection, expression: str, limit: int) -> list[int]:
    if not expression:
        return []
    found = connection.exec_driver_sql(
        "SELECT rowid FROM person_search WHERE person_search MATCH ? LIMIT ?", (expression, limit)
    )
    return [int(row[0]) for row in found]


def all_of(expressions: Sequence[str | None]) -> str:
    """Return the FTS5 query that holds where each of these does; "" for none, and where one of them holds nowhere."""
    if None in expressions:
        return ""
    return " AND ".join(f"({expression})" for expression in expressions)
