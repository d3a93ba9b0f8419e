"""Every step that can be undone says its name, with the very parameters it is kept with."""

import re
from pathlib import Path

import pytest

import trainingdesk
from trainingdesk.shared.text import LANGUAGES, messages, set_language, text

SOURCE = Path(trainingdesk.__file__).parent / "usecases"
LABELS = sorted(
    {label for path in SOURCE.rglob("*.py") for label in re.findall(r'"(undo\.[a-z_]+)"', path.read_text())}
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("label", LABELS)
def test_every_undo_label_is_a_sentence_whatever_its_parameters_are_called(label: str, language: str):
    set_language(language)
    names = re.findall(r"{(\w+)", messages()[label])
    words = text(label, **dict.fromkeys(names, "某"))
    assert words
    assert "{" not in words


def test_parameters_may_be_called_code():
    assert "2026-07" in text("undo.class_step", code="2026-07", action="x")
