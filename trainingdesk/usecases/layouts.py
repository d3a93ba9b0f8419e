"""Which columns of a file hold what, as it was chosen before for the same headers."""

import json
from hashlib import sha256

from sqlalchemy import Connection

_LAYOUT = "SELECT columns FROM import_layout WHERE layout = ?"


def layout_key(layout: str) -> str:
    """Return the name under which the choice of columns for an arrangement of headers is remembered."""
    return sha256(layout.encode()).hexdigest()


def remembered_columns(connection: Connection, layout: str) -> dict[int, str] | None:
    """Return the choice of columns made before for the same headers, None when there was none."""
    row = connection.exec_driver_sql(_LAYOUT, (layout_key(layout),)).first()
    return None if row is None else {int(place): field for place, field in json.loads(row[0]).items()}
