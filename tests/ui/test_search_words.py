"""Ctrl+K finds an action by what people call it, not only by what its button says."""

import pytest
from PySide6.QtWidgets import QWidget

from trainingdesk.shared.text import set_language
from trainingdesk.ui.actions import Action
from trainingdesk.ui.shell.actions import ACTIONS
from trainingdesk.ui.shell.finder import _matches, action_hit
from trainingdesk.ui.shell.pages import PAGES


def found(term: str) -> set[str]:
    actions: list[Action] = [*ACTIONS, *(action for spec in PAGES for action in spec.actions())]
    return {action.id for action in actions if _matches(term, action_hit(action, "", QWidget.close))}


@pytest.mark.parametrize(
    ("term", "action"),
    [
        ("查重", "roster.duplicates"),
        ("去重", "roster.duplicates"),
        ("花名册", "roster.import"),
        ("导出", "roster.export"),
        ("打印", "roster.print"),
        ("打印", "fees.print"),
        ("备份", "office.backup"),
        ("还原", "office.restore"),
        ("调动", "roster.transfer_many"),
        ("退休", "roster.status"),
        ("后备", "roster.join_group"),
        ("撤回", "shell.undo"),
        ("发证", "papers.issue"),
        ("excel", "roster.import"),
        ("账号", "office.add_user"),
        ("账户", "office.change_user"),
        ("新增用户", "office.add_user"),
        ("忘记密码", "office.reset_password"),
    ],
)
def test_an_action_is_found_by_what_people_call_it(term: str, action: str):
    assert action in found(term)


def test_in_english_too():
    set_language("en")
    try:
        assert "roster.duplicates" in found("dedupe")
        assert "office.backup" in found("copy of the file")
        assert found("查重") == set()
    finally:
        set_language("zh_CN")


def test_words_that_nobody_sees_are_not_shown():
    (duplicates,) = (
        action for spec in PAGES for action in spec.actions() if action.id == "roster.duplicates"
    )
    hit = action_hit(duplicates, "名册", QWidget.close)
    assert "去重" not in hit.title + hit.detail
