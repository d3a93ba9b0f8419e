"""Words in the language in force."""

import gettext

import pytest

from trainingdesk.domain.roster.lines import told_rows
from trainingdesk.shared import text
from trainingdesk.shared.assets import resource

COMPILED = "locale/zh_CN/LC_MESSAGES/trainingdesk.mo"


def test_every_message_is_said_as_gettext_says_it() -> None:
    with resource(COMPILED).open("rb") as file:
        whole = gettext.GNUTranslations(file)
    ours = text._Compiled(resource(COMPILED).read_bytes())
    known = [key for key in vars(whole)["_catalog"] if key]
    assert len(known) > 2000
    for key in known:
        if isinstance(key, str):
            assert ours.gettext(key) == whole.gettext(key)
        else:
            for count in (1, 2):
                assert ours.ngettext(key[0], "many", count) == whole.ngettext(key[0], "many", count) != "many"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_message_nobody_translated_stands_for_itself(language: str) -> None:
    before = text.language()
    text.set_language(language)
    assert text._("No such message.") == "No such message."
    text.set_language(before)


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh_CN", "第 3、5-9、12 行是合计行，已跳过。"), ("en", "Totals and nobody, not read: row 3, 5-9, 12.")],
)
def test_rows_are_listed_with_the_marks_of_the_language(language: str, said: str) -> None:
    before = text.language()
    text.set_language(language)
    rows = told_rows([3, 5, 6, 7, 8, 9, 12])
    assert text.text("roster.totals_passed", rows=rows, sheet="a") == said
    assert text.listed(["a", "b"], "；") == ("a；b" if language == "zh_CN" else "a; b")
    text.set_language(before)
