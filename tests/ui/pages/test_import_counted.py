"""Sentences of the import that count people say one person and several people."""

from collections.abc import Iterator
from datetime import date

import pytest

from trainingdesk.shared.text import language, messages, set_language, text
from trainingdesk.ui.pages.roster.imports import back_words
from trainingdesk.usecases.queries.roster_import_back import ImportBack


@pytest.fixture
def english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.mark.usefixtures("english")
def test_one_person_and_several_are_said_apart_before_an_import_is_taken_back():
    one, several = (back_words("a.xlsx", "today", back) for back in (ImportBack(1, 1), ImportBack(1_200, 0)))
    assert one.startswith("“a.xlsx”, today: 1 new person leaves the roster again")
    assert "1 changed person gets their former values back" in one
    assert several.startswith("“a.xlsx”, today: 1,200 new people leave the roster again")
    assert "changed people" not in several, "of nobody nothing is said"
    newer = (("b.xlsx", date(2026, 5, 1)),)
    staying = back_words("a.xlsx", "today", ImportBack(0, 3, 1, newer))
    assert staying.startswith("“a.xlsx”, today: nobody new came with it. 3 changed people get")
    assert (
        "1 person keeps what newer imports say as well; it goes when those are taken back: “b.xlsx”"
        in staying
    )


def test_the_same_is_said_in_chinese():
    assert back_words("名册.xlsx", "刚刚导入", ImportBack(1, 2, units=True)) == (
        "“名册.xlsx”（刚刚导入）：新增的 1 人将连同表中信息一并移出名册。更新过的 2 人恢复导入前的信息。随表新设的单位一并删除。"
        "已核对，没有妨碍撤销的情况。撤销后不能再恢复，但可以重新导入该文件。"
    )


def test_of_an_import_that_changed_nobody_nothing_is_promised():
    assert back_words("名册.xlsx", "刚刚导入", ImportBack(0, 0)) == (
        "“名册.xlsx”（刚刚导入）：没有新增或更新人员，名册中的人员不变。"
        "已核对，没有妨碍撤销的情况。撤销后不能再恢复，但可以重新导入该文件。"
    )


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("word", ["挂职", "挂职在外", "援藏"])
def test_who_is_posted_elsewhere_is_not_said_to_be_lent(lang: str, word: str):
    before = language()
    set_language(lang)
    codes = ("roster.status_away", "roster.status_lent")
    away, lent = (text(code, value=word) for code in codes)
    set_language(before)
    assert ("挂职、借调" if lang == "zh_CN" else "posted or lent") in away
    assert "借入" not in lent
    assert "lent" not in lent


@pytest.mark.parametrize("code", ["undo.import_roster", "roster.list_beside"])
def test_a_sentence_with_one_form_counts_behind_a_colon(code: str):
    assert "(people: {count})" in messages()[code]
