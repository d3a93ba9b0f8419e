"""工作单位及职务 is put right in two fields: the unit, and the post held there."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from trainingdesk.domain.roster.import_views import PreviewProblem
from trainingdesk.domain.roster.unit_post import BETWEEN
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.import_typed import Typed
from trainingdesk.ui.pages.roster.import_words import quiet

UNIT_POST = "unit_post"


def add_unit_post(
    column: QVBoxLayout,
    problem: PreviewProblem,
    typed: Typed,
    put: QPushButton,
    answer: Callable[[str], None],
    correct: Callable[[str], None],
) -> None:
    """Offer a field for the unit and one for the post.

    Args:
        column: what the fields stand in.
        problem: what is asked; its first choice stands in the fields, the cell itself where nothing is offered.
        typed: the fields of the card.
        put: the button that puts the cell right.
        answer: takes unit and post as they are; correct: takes a text that is cut as the cell would be.
    """
    unit, _between, post = (problem.choices or (f"{BETWEEN}{problem.value}",))[0].partition(BETWEEN)
    line = QHBoxLayout()
    line.setSpacing(theme.size(theme.GAP))
    line.addWidget(quiet(_("Right value:"), wrap=False))
    fields = []
    for name, said in (("unit", unit), ("post", post)):
        called = text(f"roster.field.{name}")
        label, edit = quiet(called, wrap=False), QLineEdit(said)
        label.setBuddy(edit)
        edit.setAccessibleName(_("Right value of {field}").format(field=called))
        edit.setMinimumWidth(theme.size(180))
        edit.setCursorPosition(0)
        line.addWidget(label)
        line.addWidget(edit, 1)
        fields.append(edit)
        typed.add(UNIT_POST, edit, put)

    def give() -> None:
        there, held = (edit.text().strip() for edit in fields)
        if there:
            answer(f"{there}{BETWEEN}{held}" if held else there)
        else:
            correct(held)  # cut as the cell would be: 某局｜局长

    put.clicked.connect(give)
    line.addWidget(put)
    column.addLayout(line)
