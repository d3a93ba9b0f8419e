"""Two lists side by side in one sheet come in together; a cell of the right one is put right where it stands."""

from pathlib import Path

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "工作单位", "职务"]


def test_a_row_of_each_list_is_a_row_of_its_own(desk: Desk, tmp_path: Path):
    wrong = invented_id(102)[:-1]
    lines = [
        ("路新", invented_id(101), OFFICE, "科员", "", "傅江", wrong, OFFICE, "科长"),
        ("路远", invented_id(103), OFFICE, "科员", "", "", "", "", ""),
    ]
    file = workbook(tmp_path / "名册.xlsx", lines, [*HEADER, "", *HEADER])
    preview = desk.ask(preview_import, file)
    assert (preview.rows, preview.counts["new"], preview.counts["error"]) == (3, 2, 1)
    said = [text(note.code, **note.params) for note in preview.notes]
    assert "右侧自 F 列起另有一栏表头相同的名单，已一并读取：1 人。" in said
    assert [column.header for column in preview.columns] == HEADER
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token, Bucket.ERROR))
    assert (row.place, row.name) == ("2", "傅江")
    mended = desk.ask(mend_import, preview.token, {(row.row, "id_number"): invented_id(102)}, {})
    assert dict(mended.counts) == {**mended.counts, "new": 3, "error": 0}
    result = desk.execute(ImportRoster(token=preview.token, digest=preview.digest)).result
    assert result["created"] == 3
    assert rows(desk, "SELECT name, post FROM person WHERE name IN ('路新', '傅江') ORDER BY id") == [
        ("路新", "科员"),
        ("傅江", "科长"),
    ]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(result["batch_id"]), "all": "1"})
    assert [str(line.cells[0]) for line in table.rows] == ["2", "3", "2"]
    assert chain_is_whole(desk)
