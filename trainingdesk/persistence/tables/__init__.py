"""Mapped classes, one module an area; plain records without rules.

An area's module imports the areas its foreign keys point to, and no others: mapping a class costs about a millisecond,
and the window's start needs only the accounts'.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import CheckConstraint, MetaData, Table

from trainingdesk.persistence.base import metadata
from trainingdesk.persistence.types import Code, Flag


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


@cache
def all_tables() -> tuple[Table, ...]:
    """Return every table with its checks, parents before the tables that refer to them."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    _add_checks(metadata)
    return tuple(metadata.sorted_tables)
