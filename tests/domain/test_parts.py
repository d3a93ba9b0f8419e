"""What a cell names several things with is parted in one way, wherever it is read."""

from trainingdesk.domain.roster.lent_here import lent_here
from trainingdesk.domain.roster.parts import pieces_of, with_said


def test_pieces_stand_between_marks_brackets_and_sentences():
    assert pieces_of("干部（借调）/在岗；从区住建局。") == ["干部", "借调", "", "在岗", "从区住建局", ""]
    assert lent_here("借调/2026年3月").how == "借调", "the marks that part posts part a remark too"


def test_a_note_says_nothing_twice():
    assert with_said("", "借调") == "借调"
    assert with_said("会计证", "借调") == "会计证；借调"
    assert with_said("会计证；借调", "借调") == "会计证；借调"
