"""The one declarative base: naming convention, STRICT tables, records without lazy loading."""

from typing import Any, ClassVar

from sqlalchemy import Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from trainingdesk.domain.values import mask_id, mask_phone

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: table options of every table: SQLite refuses a text in an integer column, and never gives an id a second time
#: (an id that came back would let one record's undo and log speak of another)
STRICT = {"sqlite_strict": True, "sqlite_autoincrement": True}

#: column info: the value never appears in the log, only that it changed
SECRET: dict[str, Any] = {"audit": "secret"}
#: column info: the log has it masked, as screens have it for who may not see it whole
MASKED_ID: dict[str, Any] = {"audit": "masked", "mask": mask_id}
MASKED_PHONE: dict[str, Any] = {"audit": "masked", "mask": mask_phone}
#: column info: the column is derived and stays out of the log
DERIVED: dict[str, Any] = {"audit": "skip"}


class Record(DeclarativeBase):
    """A plain record: columns and nothing that needs today's date, a permission or a setting."""

    metadata = metadata
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text, int: Integer}

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> Any:
        """STRICT for every table."""
        return STRICT

    #: the record's key, given by the database and never used again
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)


class Versioned:
    """A record that people edit: the version protects one edit from another."""

    #: raised by every change; a command carries the version its form was opened with
    version: Mapped[int] = mapped_column(info=DERIVED, sort_order=900)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let the mapper count the version."""
        return {"version_id_col": cls.version}
