"""The search index by itself: what it finds is what a look at every name and post would find."""

import random
from collections.abc import Iterator

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

POSTS = "局长副主任科员一级教师党组书记王牌厂"
BETWEEN = ["", "", "", "、", " ", "（", "·", "it", "B", "110"]


@pytest.fixture
def index() -> Iterator[Connection]:
    with create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql(DDL)
        yield connection


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
        word: {n for n, (_name, post) in people.items() if len(bare(word)) > 1 and bare(word) in bare(post)}
        for word in words
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
    assert words["post"] == {"局长", "主任", "任党", "党组", "组书", "书记", "it", "t科"}
