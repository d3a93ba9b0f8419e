"""What the desk writes out comes back as the same, field by field, whatever the form lets a clerk enter."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import Authority, PersonStatus, Rank, Sex, Team
from trainingdesk.domain.roster.drafts import PersonDraft, read_draft
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.people import FIELDS
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.exchange.reading.values import ERRORS
from trainingdesk.usecases import roster_files
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.queries.roster_import import preview_import

BUREAU = 3
#: what a spreadsheet writes for an error is one wherever it stands
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(lambda word: word not in ERRORS)
DAYS = st.sampled_from(["", "2003-07", "2010.5", "2012年3月", "2016-08-15", "20190301"])
EDUCATION = st.sampled_from(
    ["", "大学", "本科", "中央党校研究生", "省委党校大学", "硕研", "在职研究生", "博士研究生毕业", "函授", "无"]
) | WORDS  # fmt: skip
DEGREE = (
    st.sampled_from(["", "学士", "文学学士", "工商管理硕士", "MBA", "学士学位", "工学学士学位", "无"]) | WORDS
)
PHONES = st.sampled_from(["", "13912345678", "139-1234-5678", "025-83210000", "+86 13912345678", "内线 12"])
DRAFTS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["丁宁", "买买提·吐尔逊", "尉迟 敬", "Anna Lee"]),
        "sex": st.sampled_from([None, *Sex]),
        "birth": st.sampled_from(["", "1980.5", "1980-05-12", "1980-05-01", "1981-02-03"]),
        "team": st.sampled_from(Team),
        "authority": st.sampled_from([None, *Authority]),
        "status": st.sampled_from(PersonStatus),
        "rank": st.sampled_from([None, *Rank]),
        "side_rank": st.sampled_from([None, *(rank for rank in Rank if is_service_rank(rank))]),
        "phone": PHONES,
        "ethnicity": st.sampled_from(["", "汉", "汉族", "其他"]) | WORDS,
        "political": st.sampled_from(["", "党员", "中共党员", "群众", "民革"]) | WORDS,
        **dict.fromkeys(("education", "education_full", "education_service"), EDUCATION),
        **dict.fromkeys(("degree", "degree_full", "degree_service"), DEGREE),
        **dict.fromkeys(("native_place", "birthplace"), st.sampled_from(["", "江苏南京", "江苏省南京市", "无", "县"]) | WORDS),
        **dict.fromkeys(
            ("school", "school_full", "school_service"), st.sampled_from(["", "江城大学", "江城大学 中文系", "无"]) | WORDS
        ),
        "technical_title": st.sampled_from(["", "高级教师", "四级主任科员", "无", "=1"]) | WORDS,
        **dict.fromkeys(
            ("work_start", "party_entry", "post_from", "rank_from", "side_rank_from", "unit_from", "team_from"), DAYS
        ),
        **dict.fromkeys(("status_from", "joined_on"), st.sampled_from(["", "2020-01-31", "2024.5.1"])),
        "post": st.sampled_from(["", "副局长（主持工作）", "=1+1", "-"]) | WORDS,
        "note": st.sampled_from(["", "一\n二", "无"]) | WORDS,
    }
)  # fmt: skip


def stored(draft: dict[str, Any], number: str) -> dict[str, Any]:
    """Return what the form would store of a draft, without what it would refuse and with what it would ask about."""
    values, problems = read_draft(PersonDraft(unit_id=BUREAU, id_number=number, **draft))
    refused = {one.field for one in problems if one.severity == "error"}
    if "side_rank" in refused:
        refused.add("side_rank_from")
    kept = {name: getattr(values, name) for name in FIELDS if name != "unit"}
    kept |= {name: None if name == "side_rank" else "" for name in refused}
    return {name: str(value) if value is not None else None for name, value in kept.items()}


# many people a workbook and few workbooks, and none made smaller: a file is read by a process of its own
@settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(DRAFTS, st.booleans()), min_size=14, max_size=14))
def test_whatever_the_form_takes_comes_back_as_the_same(desk: Desk, tmp_path: Path, drafts):
    sent: dict[str, dict[str, Any]] = {}
    for place, (draft, numbered) in enumerate(drafts, 1):
        named_alone = {**draft, "name": f"{draft['name']}{chr(0x4E00 + place)}"}
        values = stored(named_alone, invented_id(place, male=place % 2 == 1) if numbered else "")
        sent[values["name"]] = values
        named = ", ".join(f"{name} = ?" for name in values)
        write(desk.path, (f"UPDATE person SET {named} WHERE id = ?", (*values.values(), place)))
    for path, written in (
        (tmp_path / "out.xlsx", lambda to: roster_files.export_roster(desk, to, PersonFilter())),
        (tmp_path / "form.xlsx", lambda to: roster_files.export_template(desk, to, BUREAU, below=True)),
    ):
        count = written(path)
        if not count:
            continue  # all of the unit have gone
        preview = desk.ask(preview_import, path)
        plan = waiting_import(preview.token).plan
        bad = [
            (row.name, verdict.bucket, verdict.reason, verdict.changes)
            for row, verdict in zip(plan.rows, plan.verdicts, strict=True)
            if verdict.bucket != "same"
        ]
        said = [(one.code, one.params, one.value) for one in plan.problems if one.severity != "note"]
        assert not bad, (path.name, bad, said, [sent[name] for name, *_ in bad])
        assert preview.counts["same"] == count
    assert rows(desk, "SELECT count(*) FROM import_batch") == [(0,)]
