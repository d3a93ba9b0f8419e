"""What hung on a record that goes follows to the one that stays.

Which tables point to a record is read from the schema, so that a table which is added later follows by itself. Where
both records have what only one can have, the clash is settled by name, or refused with what to do about it. Every
step stands in a journal that :mod:`.going_back` walks backwards when the records are parted again.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Column, Index, Table, UniqueConstraint, or_, select, text

from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.history import rooms_beside
from trainingdesk.persistence.audit import logged, with_audit
from trainingdesk.persistence.base import Record, metadata
from trainingdesk.persistence.tables import all_tables
from trainingdesk.persistence.tables.certificates import Certificate
from trainingdesk.persistence.tables.classes import AttendanceMark, Enrolment, TrainingClass
from trainingdesk.persistence.tables.groups import GroupMembership
from trainingdesk.persistence.tables.history import PostPeriod, Secondment
from trainingdesk.persistence.tables.roster import NotSame
from trainingdesk.shared.text import Label
from trainingdesk.usecases.work import Work

#: one step: ``["moved", table, row, {column: [from, to]}]``, or ``["dropped", table, row, {column: value}]``, or with
#: ``added`` the same of a row that is new
Step = list[Any]

#: of these an equal row of the record that stays says the same: the other one is dropped
_HISTORY = frozenset({"unit_period", "team_period", "post_period", "status_period", "secondment"})
#: what does not make two rows of history different
_NOT_SAID = frozenset({"id", "person_id", "import_batch_id", "version"})


def plain(value: Any) -> Any:
    """Return a value as the journal holds it: JSON knows no days."""
    return value.isoformat() if isinstance(value, date) else value


#: stands for the end of what has none
_NEVER = "9999-12-31"


def _span(row: Any) -> tuple[str, str]:
    """Return the half-open days of a row of the past; the last day of a secondment belongs to it."""
    if not isinstance(row, Secondment):
        return row.valid_from, row.valid_to
    end = _NEVER if row.valid_to is None else (row.valid_to + timedelta(days=1)).isoformat()
    return row.valid_from.isoformat(), end


def _begins_otherwise(row: Any) -> dict[str, str]:
    """Return what a row says of its beginning where only a later part of it is left: by what came before, if by anything."""
    return {"begun_by": ""} if getattr(row, "begun_by", "") else {}


def _as_kept(row: Any, day: str, *, last: bool = False) -> Any:
    """Return a day as the row's table has it."""
    if not isinstance(row, Secondment):
        return day
    if last and day == _NEVER:
        return None
    return date.fromisoformat(day) - timedelta(days=1 if last else 0)


def pointing_at(entity: str) -> Iterator[tuple[Table, Column[Any]]]:
    """Yield every table and its column that points to a kind of record."""
    # all of them: an area whose tables nobody has asked for yet may point to the record too
    for table in all_tables():
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            if key.column.table.name == entity:
                yield table, key.parent


def stored_row(work: Work, table: str, row_id: int) -> dict[str, Any]:
    """Return a row as the file holds it, in values that JSON can hold."""
    statement = f'SELECT * FROM "{table}" WHERE id = ?'  # noqa: S608 - a mapped table
    found = work.connection.exec_driver_sql(statement, (row_id,)).mappings().one()
    return {
        name: {"bytes": b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in found.items()
    }


def put_row(work: Work, table: str, row: Mapping[str, Any]) -> None:
    """Put a row back as :func:`stored_row` gave it, with its own id."""
    values = {
        name: b64decode(value["bytes"]) if isinstance(value, dict) else value for name, value in row.items()
    }
    marks = ", ".join("?" * len(values))
    names = ", ".join(f'"{name}"' for name in values)
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 - a mapped table's names
    with_audit(work.connection, lambda: work.connection.exec_driver_sql(statement, tuple(values.values())))
    columns = metadata.tables[table].c
    detail = {
        name: logged(columns[name].info, None, value)
        for name, value in values.items()
        if value is not None and name != "id" and columns[name].info.get("audit") != "skip"
    }
    work.trail.add(table, int(row["id"]), "created", detail)


def mapped_classes() -> dict[str, type[Record]]:
    """Return the class of every table."""
    all_tables()
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Record.registry.mappers}


@dataclass
class Following:
    """One record's belongings on their way to another.

    Attributes:
        photo_of_lost: whether the photo of the record that goes is the one to keep.
        journal: what was done, in order.
        problems: what can't be settled without a person.
        present: since when the values hold that the record has in the end, by table, and by track for posts; "" or
            missing where that is not known. No row of the past may reach into them.
    """

    work: Work
    photo_of_lost: bool = False
    journal: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    present: Mapping[str, str] = field(default_factory=dict)
    _mapped: dict[str, type[Record]] = field(default_factory=mapped_classes)

    def follow(self, entity: str, lost_id: int, kept_id: int) -> None:
        """Let everything that points to one record point to the other."""
        session = self.work.session
        if entity == "person":
            self._reviewed_pairs(lost_id, kept_id)
            self._trim(kept_id)
        for table, column in pointing_at(entity):
            if table.name == NotSame.__tablename__:
                continue
            kind = self._mapped[table.name]
            for row in list(session.scalars(select(kind).where(column == lost_id).order_by(table.c.id))):
                self._bring(table, column, row, kept_id)

    def _bring(self, table: Table, column: Column[Any], row: Any, kept_id: int) -> None:
        if table.name in _HISTORY and self._said_already(table, row, kept_id):
            self.drop(row)
            return
        if table.name in _HISTORY and column.name == "person_id":
            self._bring_history(table, row, kept_id)
            return
        rival_id = self._rival(table, column, row, kept_id)
        if rival_id is None:
            self.move(row, {column.key: kept_id})
            return
        rival = self.work.session.get_one(self._mapped[table.name], rival_id)
        settle = _SETTLE.get(table.name, _refuse_clash)
        settle(self, row, rival, column.key, kept_id)

    def _trim(self, kept_id: int) -> None:
        """End the past of the record that stays where its present begins, which the other record may have given."""
        for name in sorted(_HISTORY):
            kind = self._mapped[name]
            own = select(kind).where(kind.__table__.c.person_id == kept_id)
            for row in list(self.work.session.scalars(own)):
                self._fit(row, kept_id, self._now(row))

    def _bring_history(self, table: Table, row: Any, kept_id: int) -> None:
        """Bring a row of the past over for the days of which the record that stays says nothing."""
        others = select(self._mapped[table.name]).where(table.c.person_id == kept_id)
        if table.name == PostPeriod.__tablename__:
            others = others.where(table.c.track == row.track)
        said = [_span(other) for other in self.work.session.scalars(others)]
        self._fit(row, kept_id, [*said, *self._now(row)])

    def _now(self, row: Any) -> list[tuple[str, str]]:
        """Return the days of the present value of a row's track, as the only one or none."""
        name = row.__tablename__
        since = self.present.get(f"{name}.{row.track}" if isinstance(row, PostPeriod) else name, "")
        return [(since, _NEVER)] if since else []

    def _fit(self, row: Any, kept_id: int, taken: list[tuple[str, str]]) -> None:
        """Let a row be one of the record that stays, for all days that are not taken; drop it without any.

        It keeps the longest time; what else is left of it becomes rows of their own.
        """
        span = _span(row)
        rooms = rooms_beside(span, taken)
        if not rooms:
            self.drop(row)
            return
        values: dict[str, Any] = {} if row.person_id == kept_id else {"person_id": kept_id}
        if rooms[0][0] != span[0]:
            values["valid_from"] = _as_kept(row, rooms[0][0])
            values |= _begins_otherwise(row)
        if rooms[0][1] != span[1]:
            values["valid_to"] = _as_kept(row, rooms[0][1], last=True)
        if values:
            self.move(row, values)
        for begin, end in rooms[1:]:
            days = {"valid_from": _as_kept(row, begin), "valid_to": _as_kept(row, end, last=True)}
            self._add_like(row, days | _begins_otherwise(row))

    def _add_like(self, row: Any, values: Mapping[str, Any]) -> None:
        """Write a row that says what another one says, but for some values."""
        names = [column.key for column in row.__table__.c if column.key not in {"id", "version"}]
        made = type(row)(**{name: values.get(name, getattr(row, name)) for name in names})
        self.work.session.add(made)
        self.work.session.flush()
        said = {name: plain(getattr(made, name)) for name in names}
        self.journal.append(["added", row.__tablename__, made.id, said])

    def move(self, row: Any, values: Mapping[str, Any]) -> None:
        """Let a row point elsewhere."""
        change = {name: [plain(getattr(row, name)), plain(value)] for name, value in values.items()}
        for name, value in values.items():
            setattr(row, name, value)
        self.work.session.flush()
        self.journal.append(["moved", row.__tablename__, row.id, change])

    def drop(self, row: Any) -> None:
        """Take a row out whose record has another that says the same, or another thing of the same days."""
        stored = stored_row(self.work, row.__tablename__, row.id)
        self.work.session.delete(row)
        self.work.session.flush()
        self.journal.append(["dropped", row.__tablename__, row.id, stored])

    def _said_already(self, table: Table, row: Any, kept_id: int) -> bool:
        same = [
            column.is_not_distinct_from(getattr(row, column.key))
            for column in table.c
            if column.name not in _NOT_SAID
        ]
        found = self.work.session.scalar(
            select(table.c.id).where(table.c.person_id == kept_id, *same).limit(1)
        )
        return found is not None

    def _rival(self, table: Table, column: Column[Any], row: Any, kept_id: int) -> int | None:
        """Return the row that may not stand beside this one: by a unique key, or by both being in force on a day."""
        session = self.work.session
        if table.name == GroupMembership.__tablename__ and column.name == "person_id":
            return self.same_days(row, kept_id)
        for names, only in _unique_keys(table):
            if column.name not in names:
                continue
            conditions = [text(only)] if only else []
            if only and session.scalar(select(table.c.id).where(table.c.id == row.id, *conditions)) is None:
                continue
            values = {name: getattr(row, name) for name in names if name != column.name}
            if None in values.values():
                continue  # in a unique key of SQLite NULL equals nothing, another NULL neither
            others = [table.c[name] == value for name, value in values.items()]
            found = session.scalar(
                select(table.c.id).where(column == kept_id, table.c.id != row.id, *others, *conditions)
            )
            if found is not None:
                return int(found)
        return None

    def same_days(self, row: GroupMembership, person_id: int) -> int | None:
        """Return a person's membership of the same group that has a day in common, one without an end first."""
        found = select(GroupMembership.id).where(
            GroupMembership.person_id == person_id,
            GroupMembership.kind == row.kind,
            GroupMembership.id != row.id,
            or_(GroupMembership.valid_to.is_(None), GroupMembership.valid_to > row.valid_from),
        )
        if row.valid_to is not None:
            found = found.where(GroupMembership.valid_from < row.valid_to)
        return self.work.session.scalar(found.order_by(GroupMembership.valid_to.is_not(None)).limit(1))

    def _reviewed_pairs(self, lost_id: int, kept_id: int) -> None:
        """Pairs of people found to be two: the pair itself is overruled, the others speak of the one that stays."""
        session = self.work.session
        pairs = session.scalars(
            select(NotSame).where((NotSame.first_id == lost_id) | (NotSame.second_id == lost_id))
        )
        for pair in list(pairs):
            other = pair.second_id if pair.first_id == lost_id else pair.first_id
            first, second = sorted((other, kept_id))
            known = session.scalar(
                select(NotSame.id).where(NotSame.first_id == first, NotSame.second_id == second)
            )
            if other == kept_id or known is not None:
                self.drop(pair)
            else:
                self.move(pair, {"first_id": first, "second_id": second})


def _unique_keys(table: Table) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the columns of every unique key of a table, and the condition of a partial one."""
    for constraint in sorted(table.constraints, key=lambda one: str(one.name)):
        if isinstance(constraint, UniqueConstraint):
            yield tuple(column.name for column in constraint.columns), ""
    for index in sorted(table.indexes, key=lambda one: str(one.name)):
        if isinstance(index, Index) and index.unique:
            only = index.dialect_options["sqlite"]["where"]
            yield tuple(column.name for column in index.columns), "" if only is None else str(only)


# --- what both have and only one can have ---

_Settle = Callable[[Following, Any, Any, str, int], None]


def _refuse_clash(way: Following, row: Any, _rival: Any, _column: str, _kept_id: int) -> None:
    way.problems.append(Problem("merge.both_have", {"kind": Label(f"entity.{row.__tablename__}")}))


def _enrolment(way: Following, row: Enrolment, rival: Enrolment, column: str, kept_id: int) -> None:
    """The same class twice: an enrolment that nothing came of yet is dropped, two with attendance are refused."""
    if _is_empty(way.work, row):
        way.drop(row)
    elif _is_empty(way.work, rival):
        way.drop(rival)
        way.move(row, {column: kept_id})
    else:
        made = way.work.session.get_one(TrainingClass, row.class_id)
        way.problems.append(Problem("merge.same_class", {"code": made.code, "title": made.title}))


def _is_empty(work: Work, row: Enrolment) -> bool:
    if row.grade is not None or row.completed is not None:
        return False
    pointed = (
        select(kind.id).where(kind.enrolment_id == row.id).limit(1) for kind in (AttendanceMark, Certificate)
    )
    return all(work.session.scalar(one) is None for one in pointed)


def _membership(
    way: Following, row: GroupMembership, rival: GroupMembership, column: str, kept_id: int
) -> None:
    """In one group twice on a day: one membership stands from the first day to the last of both.

    It is the one that began earlier; what hangs on the other follows to it. On the reserve list each keeps its own.
    """
    if row.kind is GroupKind.RESERVE and _keep_both(way, row, rival, column, kept_id):
        return
    first, second = (row, rival) if row.valid_from < rival.valid_from else (rival, row)
    until, reason = second.valid_to, second.reason_out
    longer = first.valid_to is not None and (until is None or until > first.valid_to)
    way.follow(row.__tablename__, second.id, first.id)
    way.drop(second)
    values: dict[str, Any] = {column: kept_id} if first is row else {}
    if longer:
        values |= {"valid_to": until, "reason_out": reason}
    if values:
        way.move(first, values)
    # the longer one may reach into a further one
    further = way.same_days(first, kept_id)
    if further is not None:
        _membership(way, first, way.work.session.get_one(GroupMembership, further), column, kept_id)


def _keep_both(
    way: Following, row: GroupMembership, rival: GroupMembership, column: str, kept_id: int
) -> bool:
    """Let two memberships of the reserve list follow each other, on the same days as before.

    Each belongs to a candidate of its own, and one that was taken off must stay ended (P2.2). The one that ended
    first comes first: up to where the other begins, or where that one was there before it, up to its own end.
    Returns False when one can't follow the other: both last (their candidates are refused), or they have equal days.
    """
    spans = {one: (one.valid_from, one.valid_to or date.max) for one in (row, rival)}
    early, late = sorted((rival, row), key=lambda one: (spans[one][1], spans[one][0]))
    (begin, end), (since, until) = spans[early], spans[late]
    if end == until and (begin == since or end == date.max):
        return False
    turn = since if begin < since else end
    days = {early: {"valid_from": min(begin, since), "valid_to": turn}, late: {"valid_from": turn}}
    for one, wanted in days.items():
        values: dict[str, Any] = {column: kept_id} if one is row else {}
        values |= {name: day for name, day in wanted.items() if getattr(one, name) != day}
        if values:
            way.move(one, values)
    for one in (early, late):
        further = way.same_days(one, kept_id)
        if further is not None:
            _membership(way, one, way.work.session.get_one(GroupMembership, further), column, kept_id)
            break
    return True


def _photo(way: Following, row: Any, rival: Any, column: str, kept_id: int) -> None:
    if way.photo_of_lost:
        way.drop(rival)
        way.move(row, {column: kept_id})
    else:
        way.drop(row)


def _said_by_both(way: Following, row: Any, _rival: Any, _column: str, _kept_id: int) -> None:
    way.drop(row)


_SETTLE: dict[str, _Settle] = {
    "enrolment": _enrolment,
    "group_membership": _membership,
    "person_photo": _photo,
    "import_answer": _said_by_both,
}
