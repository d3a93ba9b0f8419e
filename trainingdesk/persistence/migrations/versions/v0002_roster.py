"""The roster with its history: periods, groups, the reserve list, merges, photos, saved filters.

SQLite can't put columns where the mapped classes have them, nor a constraint on an old table: unit, person and
import_batch are made anew beside the old ones, filled from them and take their names.

Until version 2 is released this file is amended in place: a desk that unreleased sources made or brought to version 2
lacks what was amended since (a rule, a column), and must be made anew, or from its file of version 1.
"""

import json
from pathlib import Path

from alembic import op

from trainingdesk.persistence.search import DDL, refresh_people

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ANEW = ("unit", "person", "import_batch")


def upgrade() -> None:
    """Make the three tables anew, then the new tables and all indexes."""
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    statements = [statement for statement in script.split(";\n") if statement.strip()]
    for name in _ANEW:
        head = f"CREATE TABLE {name} ("
        made = next(statement for statement in statements if statement.strip().startswith(head))
        statements.remove(made)
        _make_anew(name, made)
    for statement in statements:
        op.execute(statement)
    _index_anew()
    # what a unit is by establishment follows from its line as well as can be known; the clerk corrects the rest
    op.execute(
        "UPDATE unit SET kind = CASE WHEN line = 'enterprise' THEN 'enterprise'"
        " WHEN line IN ('education', 'health') AND parent_id IS NOT NULL THEN 'institution' ELSE 'organ' END"
    )
    _add_rules()


#: rules that came with the reserve list, the talents, secondments and ages: key, value, legal source, note
_RULES = (
    (
        "reserve.county_hours",
        5500,
        "《干部教育培训工作条例》（2023）第十四条：县处级、四级调研员及以上五年累计不少于550学时；区实施意见：未经系统培训的不得列入后备队伍",
        "周期内结业一个主体班也视为经过系统培训",
    ),
    (
        "reserve.yearly_hours",
        900,
        "《干部教育培训工作条例》（2023）第十四条：其他干部每年累计不少于12天或者90学时；区实施意见：未经系统培训的不得列入后备队伍",
        "看当年或上一年；学时与天数满足其一即可",
    ),
    (
        "reserve.yearly_days",
        12,
        "《干部教育培训工作条例》（2023）第十四条：其他干部每年累计不少于12天或者90学时；区实施意见：未经系统培训的不得列入后备队伍",
        "实到半天两个计一天；看当年或上一年；与学时满足其一即可",
    ),
    (
        "talent.follow_up_months",
        6,
        "本办自定（非法规数字）：优秀人才跟踪服务",
        "超过这些月没有走访的列为待走访",
    ),
    (
        "base.seconded",
        "own_unit",
        "本办自定（无法规依据）：借调人员人事关系在原单位，按原单位计入底数",
        "可改为按实际工作单位计：借出区外的不计，区内借用的计入用人单位",
    ),
    (
        "person.least_age",
        16,
        "《劳动法》第十五条：禁止用人单位招用未满十六周岁的未成年人",
        "名册人员的最低年龄；不足的提出疑问，不阻止保存",
    ),
    (
        "person.party_age",
        18,
        "《中国共产党章程》第一条：年满十八岁可以申请加入中国共产党",
        "入党时的最低年龄；不足的提出疑问，不阻止保存",
    ),
    (
        "person.work_age",
        14,
        "本办自定（非法规数字）：《劳动法》第十五条准许文艺、体育、特种工艺单位招用未满十六周岁的人，早年参加工作的也有十四岁的",
        "参加工作、任职的最低年龄；不足的提出疑问，不阻止保存",
    ),
    (
        "person.most_age",
        100,
        "本办自定（非法规数字）",
        "名册人员的最高年龄；超过的提出疑问，不阻止保存",
    ),
)


def _add_rules() -> None:
    """Give an old desk the rules that are new; a desk that is just being made is given all of them at once."""
    for key, value, source, note in _RULES:
        op.get_bind().exec_driver_sql(
            "INSERT INTO rule (key, value, valid_from, valid_to, source, note, version)"
            " SELECT ?, ?, '2005-01-01', NULL, ?, ?, 1 WHERE EXISTS (SELECT 1 FROM rule)"
            " AND NOT EXISTS (SELECT 1 FROM rule WHERE key = ?)",
            (key, json.dumps(value), source, note, key),
        )


def _index_anew() -> None:
    """Make the search index with its posts, and give everybody their places in the orders."""
    connection = op.get_bind()
    op.execute("DROP TABLE person_search")
    op.execute(DDL)
    refresh_people(connection, [row[0] for row in connection.exec_driver_sql("SELECT id FROM person")])


def _make_anew(name: str, statement: str) -> None:
    connection = op.get_bind()
    columns = ", ".join(
        str(row[1]) for row in connection.exec_driver_sql(f"PRAGMA table_info({name})").fetchall()
    )
    op.execute(statement.replace(f"CREATE TABLE {name} (", f"CREATE TABLE {name}_anew (", 1))
    op.execute(f"INSERT INTO {name}_anew ({columns}) SELECT {columns} FROM {name}")  # noqa: S608 - our own names
    # an id is never given twice, not even that of a record deleted long ago: the counter comes along
    op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{name}_anew'")  # noqa: S608
    op.execute(
        f"INSERT INTO sqlite_sequence (name, seq) SELECT '{name}_anew', seq FROM sqlite_sequence"  # noqa: S608
        f" WHERE name = '{name}'"
    )
    op.execute(f"DROP TABLE {name}")
    op.execute(f"ALTER TABLE {name}_anew RENAME TO {name}")
