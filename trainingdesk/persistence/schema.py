"""The whole schema as the mapped classes say it: what the migrations must arrive at."""

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from trainingdesk.persistence.search import DDL
from trainingdesk.persistence.tables import all_tables


def schema_statements() -> list[str]:
    """Return the statements that make an empty desk, tables before their indexes."""
    dialect = sqlite.dialect()
    statements: list[str] = []
    for table in all_tables():
        statements.append(_tidy(str(CreateTable(table).compile(dialect=dialect))))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements.extend(_tidy(str(CreateIndex(index).compile(dialect=dialect))) for index in indexes)
    statements.append(DDL)
    return statements


def _tidy(statement: str) -> str:
    return "\n".join(
        line.rstrip().replace("\t", "    ") for line in statement.strip().splitlines() if line.strip()
    )
