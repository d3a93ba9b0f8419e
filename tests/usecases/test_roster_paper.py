"""The roster as a paper: chosen columns, and the people and the order that are on screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.usecases.person_whole import WHOLE, write_whole
from tests.usecases.training_facts import write
from trainingdesk.documents.sheet import Rect
from trainingdesk.domain.codes import (
    Authority,
    GroupKind,
    Line,
    PersonStatus,
    SecondmentWay,
    Sex,
    Team,
    UnitKind,
)
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.base import RankGroup
from trainingdesk.domain.roster.filter_text import read_filter, write_filter
from trainingdesk.domain.roster.order import PersonOrder
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.shared.text import set_language, text
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_pdf, paper_rows, paper_xlsx, param_choices
from trainingdesk.usecases.queries.roster import person_ids, person_rows

words = st.text(min_size=1, max_size=8)


@given(
    st.builds(
        PersonFilter,
        typed=words | st.just(""),
        team=st.sampled_from([None, *Team]),
        group=st.sampled_from([None, *RankGroup]),
        status=st.sampled_from([None, *PersonStatus]),
        in_base=st.booleans(),
        sex=st.sampled_from([None, *Sex]),
        age_from=st.none() | st.integers(18, 70),
        trained_year=st.none() | st.integers(2000, 2030),
        untrained_year=st.none() | st.integers(2000, 2030),
        education=words | st.just(""),
        untrained=st.booleans(),
        membership=st.sampled_from([None, *GroupKind]),
        authority=st.sampled_from([None, *Authority]),
        secondment=st.sampled_from([None, *SecondmentWay]),
        ethnicity=words | st.just(""),
        line=st.sampled_from([None, *Line]),
        unit_kind=st.sampled_from([None, *UnitKind]),
    )
)
def test_a_filter_is_read_as_it_was_written(wanted: PersonFilter):
    assert PersonFilter(**read_filter(write_filter(wanted))) == wanted


@pytest.mark.parametrize(
    "said",
    [
        *("", "[]", "3", '{"unit_id": 1}', '{"sex": "other"}', '{"in_base": 1}', '{"age_from": true}', "{"),
        *(
            '{"trained_year": 12345}',
            '{"trained_year": 0}',
            '{"untrained_year": 0}',
            f'{{"trained_year": {"9" * 30}}}',
        ),
        *('{"age_from": 5000}', '{"age_to": -1}', '{"typed": "\\ud800"}', "[" * 100_000),
    ],
)
def test_what_is_no_filter_is_refused(said: str):
    with pytest.raises(Refused, match=r"paper\.bad_filter"):
        read_filter(said)


def names(desk: Desk, **params: str) -> list[str]:
    (table,) = desk.ask(paper_rows, "roster.list", params)
    place = next(place for place, column in enumerate(table.columns) if column.key == "name")
    return [row.cells[place].replace("\u3000", "") for row in table.rows]


def test_the_list_follows_filter_and_order_of_the_screen(desk: Desk, desk_file):
    write(desk_file, ("UPDATE person SET status = 'retired' WHERE id = 1", ()))
    wanted = PersonFilter(sex=Sex.MALE, order=PersonOrder.PINYIN, descending=True)
    ids = desk.ask(person_ids, wanted)
    shown = [row.name for row in desk.ask(person_rows, ids.ids)]
    assert names(desk, filter=write_filter(wanted), order="-pinyin") == shown
    assert "丁宁" in shown, "who is on screen is printed, counted in the base or not"
    assert "丁宁" not in names(desk)
    (table,) = desk.ask(paper_rows, "roster.list", {"filter": write_filter(wanted)})
    assert (table.title, table.subtitle) == (
        "干部名册",
        f"截至2026年6月12日　男　{len(shown)}人（名册共14人）",
    )


def test_every_condition_is_said_on_the_paper_in_words(desk: Desk):
    wanted = PersonFilter(
        authority=Authority.DISTRICT,
        secondment=SecondmentWay.OUT,
        ethnicity="满族",
        line=Line.EDUCATION,
        unit_kind=UnitKind.INSTITUTION,
    )
    (table,) = desk.ask(paper_rows, "roster.list", {"filter": write_filter(wanted)})
    assert "区管　借出　民族：满族　教育系统　事业单位" in table.subtitle


def test_how_somebody_stands_is_printed_just_when_its_box_is_ticked(desk: Desk, desk_file):
    def keys(**params: str) -> list[str]:
        (table,) = desk.ask(paper_rows, "roster.list", params)
        return [column.key for column in table.columns if column.key != "seq"]

    ticked = [one.value for one in desk.ask(param_choices, "roster_columns") if one.detail]
    without = ",".join(key for key in ticked if key != "status")
    for status in ("serving", "left"):
        write(desk_file, (f"UPDATE person SET status = '{status}' WHERE id = 1", ()))
        assert keys(filter="{}") == keys(filter="{}", columns=",".join(ticked)) == ticked
        assert "status" in ticked, "who does not serve any more is said to on the paper as on screen"
        assert keys(filter="{}", columns=without) == without.split(","), (
            "a box that is not ticked prints nothing"
        )
        more = [*ticked, "id_number"]
        assert keys(filter="{}", columns=",".join(more)) == more, "another box takes none away"
    assert "丁宁" in names(desk, filter="{}")
    assert "丁宁" not in names(desk), "the base has nobody who left"


def test_columns_are_chosen_and_numbers_stay_masked(desk: Desk):
    known = [choice.value for choice in desk.ask(param_choices, "roster_columns")]
    (table,) = desk.ask(paper_rows, "roster.list", {"columns": ",".join(known)})
    assert [column.key for column in table.columns] == ["seq", *known]
    row = dict(zip([column.key for column in table.columns], table.rows[0].cells, strict=True))
    assert row["phone"] == "139****0001"
    assert "*" in row["id_number"]
    (table,) = desk.ask(paper_rows, "roster.list", {"columns": "phone, name"})
    assert [column.key for column in table.columns] == ["seq", "phone", "name"], "as asked for"
    for params, said in (
        ({"columns": "name,salary"}, ["salary", "columns", "身份证号"]),
        ({"filter": "[]"}, ["[]", "age_from"]),
        ({"filter": "team=nobody"}, ["nobody", "party_government"]),
        ({"filter": "age_to=old"}, ["old", "age_to"]),
        ({"filter": "size=3"}, ["size=3", "untrained"]),
        ({"order": "stroke"}, ["stroke", "strokes", "pinyin"]),
        ({"order": "1"}, ["1", "order", "strokes"]),
    ):
        with pytest.raises(Refused, match=r"paper\.bad_") as caught:
            desk.ask(paper_rows, "roster.list", params)
        sentence = text(caught.value.code, **caught.value.params)
        assert [word for word in said if word not in sentence] == []


def test_everything_that_is_known_of_somebody_has_a_column(desk: Desk, desk_file):
    write_whole(desk_file, 2)
    known = [choice.value for choice in desk.ask(param_choices, "roster_columns")]
    (table,) = desk.ask(paper_rows, "roster.list", {"columns": ",".join(known)})
    keys = [column.key for column in table.columns]
    (line,) = (row.cells for row in table.rows if "公共管理硕士" in row.cells)
    assert [name for name, (_stored, said) in WHOLE.items() if said not in line[keys.index(name)]] == []


def test_what_is_typed_may_be_the_label_of_a_value(desk: Desk):
    (table,) = desk.ask(paper_rows, "roster.list", {"columns": "姓名，手机、工作单位"})
    assert [column.key for column in table.columns] == ["seq", "name", "phone", "unit"]
    assert names(desk, order="按姓氏笔画") == names(desk, order="strokes")
    assert names(desk, order="-strokes") == names(desk, order="strokes")[::-1]
    men = names(desk, filter=write_filter(PersonFilter(sex=Sex.MALE)))
    assert names(desk, filter="sex=男") == names(desk, filter="sex=male; ") == men
    young = names(desk, filter=write_filter(PersonFilter(age_to=45, untrained=True)))
    assert names(desk, filter="age_to=45；untrained=是") == young


def test_a_year_that_has_not_begun_is_said_to_be_one(desk: Desk):
    for paper in ("reporting.coverage", "reporting.summary"):
        with pytest.raises(Refused, match=r"paper\.year_ahead"):
            desk.ask(paper_rows, paper, {"year": "2050"})


def test_many_columns_go_on_a_larger_sheet(desk: Desk):
    from trainingdesk.documents.preview import page_sizes

    usual = page_sizes(desk.ask(paper_pdf, "roster.list", {}))
    assert {tuple(map(round, size)) for size in usual} == {(842, 595)}, "A4, lying"
    known = [choice.value for choice in desk.ask(param_choices, "roster_columns")]
    many = page_sizes(desk.ask(paper_pdf, "roster.list", {"columns": ",".join(known)}))
    assert {tuple(map(round, size)) for size in many} == {(1191, 842)}, "A3, lying"


def test_more_columns_than_a_sheet_holds_are_refused_with_the_way_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("trainingdesk.documents.sheet._DENSE_LARGE", Rect(15, 22, 180, 258))
    known = ",".join(choice.value for choice in desk.ask(param_choices, "roster_columns"))
    set_language("en")
    try:
        with pytest.raises(Refused, match=r"paper\.too_wide"):
            desk.ask(paper_pdf, "roster.list", {"columns": known})
        assert desk.ask(paper_xlsx, "roster.list", {"columns": known})
    finally:
        set_language("zh_CN")
