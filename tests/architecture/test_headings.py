"""What one and the same thing is called: a column of a list, a paper, a workbook, a form's field and a row of the log.

A person's field stands in many places. In each it bears one name, in Chinese and in English; only what is another thing
(a class's name, where a status is asked for) may be called otherwise, and then it is named here.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.architecture.source import modules, nothing
from trainingdesk.domain.roster.people import FIELDS
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.exchange.roster_workbook import TRAINED, column_titles
from trainingdesk.shared.text import _, language, messages, set_language

#: where columns and fields of people, groups and units are declared; other areas have names of their own
_OF_PEOPLE = (
    "documents/catalogue/roster.py",
    "documents/catalogue/groups.py",
    "documents/catalogue/reserve.py",
    "documents/catalogue/headcount.py",
    "documents/catalogue/training_file.py",
    "ui/pages/roster/people.py",
    "ui/pages/roster/pick_people.py",
    "ui/pages/roster/forms.py",
    "ui/pages/roster/group_columns.py",
    "ui/pages/roster/group_forms.py",
    "ui/pages/roster/visits_dialog.py",
    "ui/pages/roster/import_left.py",
    "ui/pages/roster/import_tables.py",
    "ui/pages/classes/enrol.py",
)
_OF_UNITS = ("documents/catalogue/units.py", "ui/pages/roster/unit_forms.py")
#: the same thing under another key
_ALIKE = {
    "id_masked": "id_number",
    "phone_masked": "phone",
    "trained_year": "trained",
    "rank_before": "rank",
    "post_before": "post",
    "unit_before": "unit",
    "settled": "settled_on",
    "next": "next_visit",
    "out": "reason_out",
}
_OF_UNITS_ALIKE = {"deputy": "liaison_deputy", "phone": "liaison_phone", "managed_by": "parent_id"}
#: (key, English words) of what is another thing
_OTHERS = {
    ("name", "Full name"),  # of a unit
    ("name", "Unit"),
    ("status", "On record"),  # of somebody who gets another one there
    ("since", "First day"),  # of a secondment
    ("since", "From"),  # of a former post
    ("rank", "Rank held to"),  # of a year
    ("kind", "Group"),
    ("opinion", "Opinion of the recommendation"),  # before the rounds of screening
}
#: what the log calls in one word for records of several kinds
_OF_MANY = {"name", "note", "organisation", "kind", "reason", "state", "title", "by", "number", "parent_id"}
_WATCHED = {
    *FIELDS,
    *("trained", "age", "unit_from", "team_from", "status_from", "joined_on"),
    *("organisation", "speciality", "reason_in", "reason_out", "need", "service", "by_whom", "settled_on"),
    *("last_visit", "next_visit", "open_needs", "visits", "score", "opinion", "rounds"),
}
_WATCHED_OF_UNITS = {"short_name", "line", "parent_id", "liaison", "liaison_deputy", "liaison_phone"}


def _declared(names: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield key, English heading and place of what some modules declare."""
    for module in modules():
        if not module.name.removeprefix("trainingdesk/").startswith(names):
            continue
        for node in ast.walk(module.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1):
                continue
            key, title = node.args[:2]
            words = isinstance(title, ast.Call) and title.args and isinstance(title.args[0], ast.Constant)
            if node.func.id in {"Column", "ColumnSpec", "Field"} and isinstance(key, ast.Constant) and words:
                yield key.value, title.args[0].value, module.at(node)


def _messages(watched: set[str]) -> Iterator[tuple[str, str, str]]:
    for code, sentence in messages().items():
        prefix, _dot, key = code.rpartition(".")
        if prefix in {"roster.field", "training_file", "field"} and key in watched - (
            _OF_MANY if prefix == "field" else set()
        ):
            yield key, sentence, code


def _called(found: Iterator[tuple[str, str, str]], alike: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    """Return key → words in the language in force, letters in one case → where they stand."""
    called: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, words, where in found:
        if (key, words) not in _OTHERS:
            called[alike.get(key, key)][_(words).casefold()].append(where)
    return called


def _of_people() -> dict[str, dict[str, list[str]]]:
    return _called((*_declared(_OF_PEOPLE), *_messages(_WATCHED)), _ALIKE)


def _of_units() -> dict[str, dict[str, list[str]]]:
    found = (one for one in (*_declared(_OF_UNITS), *_messages(_WATCHED_OF_UNITS)))
    return _called(found, _OF_UNITS_ALIKE)


def test_one_thing_has_one_name_on_screens_papers_workbooks_and_in_the_log() -> None:
    before = language()
    set_language("zh_CN")
    people, units = _of_people(), _of_units()
    for field in FIELDS:
        people[field][code_lists().headers[field][0]].append("workbook")
    people[TRAINED][column_titles([TRAINED])[0]].append("workbook")
    set_language(before)
    several = [
        f"{key}: {dict(called)}"
        for watched, known in ((_WATCHED, people), (_WATCHED_OF_UNITS, units))
        for key, called in known.items()
        if key in watched and len(called) > 1
    ]
    nothing(several, "call it one name, with one message id")
    assert {"rank", "trained", "birth", "reason_in", "next_visit"} <= set(people)


def test_one_thing_has_one_message_id() -> None:
    before = language()
    set_language("en")
    people, units = _of_people(), _of_units()
    set_language(before)
    several = [
        f"{key}: {dict(called)}"
        for watched, known in ((_WATCHED, people), (_WATCHED_OF_UNITS, units))
        for key, called in known.items()
        if key in watched and len(called) > 1
    ]
    nothing(several, "the words of the log may differ in their first letter alone")
