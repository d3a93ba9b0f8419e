"""Whose ID number is a copy of whose: the same as by holding every bearer against every other, in one pass."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.copied import copied_numbers
from trainingdesk.domain.roster.people import ParsedPerson

LINES = st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(("", "1", "2")), st.booleans()))


def asked_about(*numbers: int) -> list[Problem]:
    return [Problem("roster.birth_contradicts_id", row=row, severity=Severity.QUESTION) for row in numbers]


def pair_by_pair(rows: Sequence[ParsedPerson], asked: set[int]) -> dict[int, int]:
    copied: dict[int, int] = {}
    for place, row in enumerate(rows):
        if row.row not in asked or not row.id_number:
            continue
        others = [
            other for other, one in enumerate(rows) if one.id_number == row.id_number and one.name != row.name
        ]
        agreeing = [other for other in others if rows[other].row not in asked]
        if others:
            copied[place] = (agreeing or others)[0]
    return copied


@given(LINES)
def test_the_first_agreeing_row_of_another_name_or_else_the_first_of_another_name(lines):
    rows = [ParsedPerson(row, name, id_number=number) for row, (name, number, _asked) in enumerate(lines, 2)]
    asked = {row for row, (_name, _number, wrong) in enumerate(lines, 2) if wrong}
    assert copied_numbers(rows, asked_about(*asked)) == pair_by_pair(rows, asked)


class Counted(Sequence[ParsedPerson]):
    """Rows that count how often one of them is looked at."""

    def __init__(self, rows: list[ParsedPerson]) -> None:
        self.rows, self.looks = rows, 0

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place):
        self.looks += 1
        return self.rows[place]


def test_a_number_filled_down_the_whole_column_is_looked_at_a_few_times_a_row():
    count = 300
    rows = Counted([ParsedPerson(row, f"人{row}", id_number="1") for row in range(count)])
    copied = copied_numbers(rows, asked_about(*range(1, count)))
    assert copied == dict.fromkeys(range(1, count), 0)
    assert rows.looks <= 5 * count
