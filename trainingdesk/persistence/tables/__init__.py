"""Mapped classes, one module an area; plain records without rules."""

from sqlalchemy import CheckConstraint, MetaData, Table

from trainingdesk.persistence.base import metadata
from trainingdesk.persistence.tables import certificates, classes, fees, office, planning, roster
from trainingdesk.persistence.types import Code, Flag

__all__ = ["all_tables", "certificates", "classes", "fees", "office", "planning", "roster"]


def _add_checks(tables: MetaData) -> None:
    """Give every code and flag column a named CHECK, so that not even a foreign tool writes nonsense."""
    for table in tables.tables.values():
        for column in list(table.columns):
            kind = column.type
            if isinstance(kind, Code):
                listed = ", ".join(f"'{code.value}'" for code in kind.codes)
                rule = f"{column.name} IN ({listed})"
            elif isinstance(kind, Flag):
                rule = f"{column.name} IN (0, 1)"
            else:
                continue
            table.append_constraint(CheckConstraint(rule, name=str(column.name)))


_add_checks(metadata)


def all_tables() -> list[Table]:
    """Return every table, parents before the tables that refer to them."""
    return list(metadata.sorted_tables)
