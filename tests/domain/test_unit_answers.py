"""What was said of one text holds for all that names the same: its other spellings, its sections, what is said to be it."""

import pytest

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.known_units import KnownUnits, UnitSaid, What, said_later
from trainingdesk.domain.roster.matching import UnitText
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.row_units import RowUnits, name_units

BUREAU, FINANCE = "汤泉区教育局", "汤泉区财政局"
OLD, CENTRE, PART = "区文教局", "国库支付中心", "博物馆筹备处"
SAID = {OLD: UnitSaid(What.UNIT, BUREAU), CENTRE: UnitSaid(What.SECTION, FINANCE)}


def read(*texts: str, said: dict[str, UnitSaid] | None = None, post: str = "干部") -> RowUnits:
    rows = [ParsedPerson(number, f"人{number}", unit=text, post=post) for number, text in enumerate(texts, 2)]
    known = KnownUnits({key_of(one): one for one in (BUREAU, FINANCE)}, district="汤泉区", said=said or SAID)
    return name_units(rows, (), known)


@pytest.mark.parametrize("text", ["区 文教局", "区文教局 ", "【区】文教局", "汤泉区文教局"])
def test_an_answer_holds_for_other_spellings(text: str):
    found = read(text, OLD)
    assert ([row.unit for row in found.rows], found.new) == ([BUREAU, BUREAU], {})


def test_an_answer_holds_for_letters_of_another_width():
    found = read("ＫＸ中心", said={"KX中心": UnitSaid(What.UNIT, BUREAU)})
    assert ([row.unit for row in found.rows], found.new) == ([BUREAU], {})


def test_an_answer_holds_for_who_is_there_on_loan_and_that_is_not_forgotten():
    found = read(f"{OLD}（借调）", f"{CENTRE}（挂职）")
    assert [(row.unit, row.post) for row in found.rows] == [(BUREAU, "干部"), (FINANCE, f"{CENTRE}干部")]
    assert found.beside.how == {0: "借调", 1: "挂职"}
    assert found.new == {}


def test_an_answer_given_of_a_text_with_a_loan_holds_for_the_unit():
    found = read(OLD, said={f"{OLD}（借调）": UnitSaid(What.UNIT, BUREAU)})
    assert [row.unit for row in found.rows] == [BUREAU]


@pytest.mark.parametrize(
    ("text", "unit", "post"),
    [
        ("区文教局人事科", BUREAU, "人事科干部"),
        ("汤泉区文教局人事科", BUREAU, "人事科干部"),
        ("国库支付中心会计科", FINANCE, "国库支付中心会计科干部"),
        ("区财政局/国库支付中心", FINANCE, "国库支付中心干部"),
        ("国库支付中心/会计科", FINANCE, "国库支付中心干部"),
        ("区文教局/人事科", BUREAU, "干部"),
    ],
)
def test_an_answer_holds_for_what_is_inside_of_it(text: str, unit: str, post: str):
    found = read(text)
    assert ([(row.unit, row.post) for row in found.rows], found.new) == ([(unit, post)], {})
    assert found.asked == {}


def test_what_a_post_says_of_its_section_is_not_said_twice():
    found = read("国库支付中心会计科", post="会计科科长")
    assert found.rows[0].post == "国库支付中心会计科科长"


def test_the_same_as_a_section_is_that_section():
    said = {**SAID, PART: UnitSaid(What.UNIT, CENTRE)}
    found = read(PART, CENTRE, said=said)
    assert [(row.unit, row.post) for row in found.rows] == [(FINANCE, f"{CENTRE}干部")] * 2
    assert found.texts[PART] == UnitText(1, What.SECTION, FINANCE)
    assert found.inner == {(PART, FINANCE): 1, (CENTRE, FINANCE): 1}


def test_the_same_as_a_path_is_what_the_path_is_and_opens_no_unit_of_that_name():
    path = "区文教局/人事科"
    found = read(PART, path, said={**SAID, PART: UnitSaid(What.UNIT, path)})
    assert ([row.unit for row in found.rows], found.new) == ([BUREAU, BUREAU], {})


def test_the_same_as_a_path_that_is_asked_about_is_asked_about():
    path = f"{BUREAU}/{FINANCE}"
    found = read(PART, path, said={PART: UnitSaid(What.UNIT, path)})
    assert found.asked == {PART: (FINANCE, BUREAU), path: (FINANCE, BUREAU)}
    assert found.new == {}


def test_a_section_of_what_is_a_section_itself_stands_in_the_unit_of_both():
    found = read("会计股", CENTRE, said={**SAID, "会计股": UnitSaid(What.SECTION, CENTRE)})
    assert (found.rows[0].unit, found.rows[0].post) == (FINANCE, "国库支付中心会计股干部")


@pytest.mark.parametrize(
    "said",
    [
        {PART: UnitSaid(What.UNIT, "区博物院"), "区博物院": UnitSaid(What.UNIT, PART)},
        {PART: UnitSaid(What.UNIT, f"{PART}/办公室"), "区博物院": UnitSaid(What.NEW)},
        {PART: UnitSaid(What.UNIT, "区博物院/办公室"), "区博物院": UnitSaid(What.UNIT, f"{PART}/办公室")},
        {PART: UnitSaid(What.UNIT, f"{PART}（借调）")},
        {PART: UnitSaid(What.SECTION, "区博物院人事科"), "区博物院": UnitSaid(What.SECTION, PART)},
    ],
)
def test_answers_that_lead_back_to_their_own_text_come_to_an_end(said: dict[str, UnitSaid]):
    found = read(PART, "区博物院", f"{PART}/办公室", "区博物院人事科", said=said)
    assert all(row.unit for row in found.rows)


def test_a_new_unit_is_one_line_however_the_file_spells_it():
    found = read("区博物院", "区 博物院", "区博物院（借调）")
    assert (found.new, found.texts) == ({"区博物院": 3}, {"区博物院": UnitText(3, What.NEW, "")})


def test_of_two_answers_to_one_name_the_last_one_holds():
    before = {OLD: UnitSaid(What.UNIT, FINANCE), "区 文教局": UnitSaid(What.UNIT, FINANCE)}
    found = read("区 文教局", said=said_later(before, {OLD: UnitSaid(What.UNIT, BUREAU)}))
    assert [row.unit for row in found.rows] == [BUREAU]
