"""The search index by itself: what it finds is what a look at every name and post would find."""

import random
from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy import Connection, create_engine

from trainingdesk.persistence.search import (
    DDL,
    all_of,
    find_names,
    find_posts,
    index_people,
    match_expression,
    name_facts,
    search_row,
    unindex_people,
)
from trainingdesk.shared.readings import reading_table

POSTS = "局长副主任科员一级教师党组书记王牌厂"
BETWEEN = ["", "", "", "、", " ", "（", "·", "it", "B", "110"]


@pytest.fixture
def index() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql(DDL)
        yield connection
    engine.dispose()  # its pool keeps the connection else, which Python 3.13 finds left open


def invented(chance: random.Random, most: int) -> str:
    letters = chance.choices(POSTS, k=chance.randint(0, most))
    return "".join(letter + chance.choice(BETWEEN) for letter in letters)


def bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def of_posts(whole: str) -> bool:
    """Return whether a word is one of posts: begins and ends with Chinese."""
    return bool(whole) and not whole[0].isascii() and not whole[-1].isascii()


def test_words_find_the_names_and_the_posts_that_hold_them(index: Connection):
    chance = random.Random(20261128)
    people = {
        number: (
            chance.choice("王张厂长") + "".join(chance.choices("局长王伟", k=chance.randint(1, 2))),
            invented(chance, 9),
        )
        for number in range(1, 301)
    }
    rows = [
        search_row(number, name, name_facts(name).keys, None, "", post)
        for number, (name, post) in people.items()
    ]
    index_people(index, rows)
    unindex_people(index, [7])
    index_people(index, [rows[6]])
    typed = {
        post[start : start + length]
        for _name, post in people.values()
        for start in range(3)
        for length in range(1, 6)
    }
    typed |= {invented(chance, 4) for _ in range(200)} | {name[:2] for name, _post in people.values()}
    words = sorted(word for one in typed for word in one.split() if of_posts(bare(word)))
    in_names = {word: {n for n, (name, _post) in people.items() if bare(word) in name} for word in words}
    in_posts = {
        word: {n for n, (_name, post) in people.items() if bare(word) in bare(post)} for word in words
    }
    alone = [[word] for word in words]
    together = [chance.sample(words, chance.randint(2, 3)) for _ in range(500)]
    found_some = 0
    for some in (*alone, *together):
        by_name = set.intersection(*(in_names[word] for word in some))
        fitting = set.intersection(*(in_names[word] | in_posts[word] for word in some))
        names, posts = find_names(index, some, 999), find_posts(index, some, 999)
        assert names == sorted(by_name), some
        assert {*names, *posts} == fitting, some
        assert posts == sorted(
            number for number in fitting if any(number in in_posts[word] for word in some)
        ), some
        expression = all_of([match_expression(word) for word in some])
        matches = index.exec_driver_sql(
            "SELECT rowid FROM person_search WHERE person_search MATCH ?", (expression,)
        )
        assert [row[0] for row in matches] == sorted(fitting), some
        found_some += bool(posts)
    assert found_some > 300


def test_words_of_posts_are_no_words_of_names(index: Connection):
    # what is known of a name's character would else be read through for everybody whose post holds it
    people = [("王长局", "局长"), ("任主", "主任、党组书记"), ("长员", "员"), ("It", "IT科")]
    index_people(index, [search_row(n, name, "", None, "", post) for n, (name, post) in enumerate(people, 1)])
    index.exec_driver_sql("CREATE VIRTUAL TABLE words USING fts5vocab(person_search, col)")
    words = {
        column: {row[0] for row in index.exec_driver_sql("SELECT term FROM words WHERE col = ?", (column,))}
        for column in ("chars", "post")
    }
    assert words["chars"] == {*"王长局任主员it"}
    assert words["post"] == {chr(ord(letter) + 0xF0000) for letter in "局长主任党组书记员it科"}


def test_every_reading_of_every_name_finds_it(index: Connection):
    """Names of two to four heteronyms, the worst there are first: in full and by initials, all readings combined."""
    table = reading_table()
    several = sorted(
        (char for char, ways in table.characters.items() if len(ways) > 1),
        key=lambda char: -len(table.characters[char]),
    )
    surnames = [name for name, ways in table.surnames.items() if len(ways) > 1 or len(name) > 1]
    chance = random.Random(3)
    names = ["".join(several[:4]), "单单单单", "咯咯咯咯", "长孙曾乐", "尉迟单行"]
    for _ in range(400):
        head = chance.choice(surnames if chance.random() < 0.5 else several)
        names.append((head + "".join(chance.choices(several, k=chance.randint(1, 3))))[:4])
    index_people(
        index, [search_row(n, name, name_facts(name).keys, None, "", "") for n, name in enumerate(names)]
    )
    most = 0
    for number, name in enumerate(names):
        ways = list(product(*(table.characters[char] for char in name)))
        typed = {"".join(way) for way in ways} | {"".join(syllable[0] for syllable in way) for way in ways}
        most = max(most, len(ways))
        for word in sorted(typed):
            assert number in find_names(index, [word], 9_999), (name, word)
    assert most == 256


def test_one_character_finds_a_post_wherever_it_stands(index: Connection):
    people = [("王长局", "局长"), ("任主", "副局长、党组书记"), ("长员", "员"), ("丁一", "IT科𠮷")]
    index_people(index, [search_row(n, name, "", None, "", post) for n, (name, post) in enumerate(people, 1)])
    wanted = {"局": [1, 2], "长": [1, 2], "书": [2], "记": [2], "员": [3], "科": [4], "𠮷": [4], "任": []}
    assert {char: find_posts(index, [char], 9) for char in wanted} == wanted
    assert find_posts(index, ["王", "长"], 9) == [1]
    # a letter and a figure begin a pinyin and end a number
    assert find_posts(index, ["t"], 9) == []
