"""What stands in the column of names and is nobody's name: 空缺, 以下空白, 填表人, 局长, 女 (``data/nobody_words.json``)."""

from collections.abc import Mapping
from functools import cache

from trainingdesk.shared.word_rows import texts, word_rows

#: the note at lines that are nobody
LINES_PASSED = "roster.lines_passed"
#: kind of word → the note that says that its row was passed over
_PASSED = {
    "vacant": "roster.vacant_passed",
    "blank": LINES_PASSED,
    "signature": LINES_PASSED,
    "count": LINES_PASSED,
}
_FILE, _ENDING = "nobody_words.json", "ending"


@cache
def no_names() -> Mapping[str, str]:
    """Return the words → the code of the note where such a row is passed over, "" where a name is asked for."""
    kinds = word_rows(_FILE)
    return {word.text: _PASSED.get(kind, "") for kind in kinds if kind != _ENDING for word in kinds[kind]}


def is_nobody(name: str) -> bool:
    """Return whether a name is such a word, or a surname with a post behind it: 李局长."""
    return name in no_names() or (name[1:] in no_names() and name[1:] in texts(_FILE, "post"))


def ends_as_group(text: str) -> bool:
    """Return whether a text that stands alone in its row heads a group of people: 局领导, 机关人员."""
    return text.endswith(texts(_FILE, _ENDING))
