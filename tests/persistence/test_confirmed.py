"""What files said as the roster had it is read back from the latest one, and no further than needed."""

import gzip
import json
from collections.abc import Iterator
from types import SimpleNamespace

from trainingdesk.persistence.readmodels.told import _confirmed


def test_files_are_read_back_only_until_all_is_known():
    said = {
        "2026-03-01": [[["post"], [1, 2]], [["unit"], [2]]],
        "2025-03-01": [[["unit"], [1]]],
        "2024-03-01": [[["unit", "post"], [1, 2]]],
    }
    read: list[str] = []

    class Files:
        """The latest file first, as the statement asks for them."""

        def __iter__(self) -> Iterator[tuple[str, int, bytes]]:
            for number, (day, groups) in zip((9, 5, 2), said.items(), strict=True):
                packed = gzip.compress(json.dumps(groups).encode())
                read.append(day)
                yield day, number, packed if day != "2024-03-01" else b"unpacked, this would be an error"

        def close(self) -> None:
            read.append("closed")

    connection = SimpleNamespace(exec_driver_sql=lambda sql: Files() if "DESC" in sql else None)
    # of a phone no file keeps that it was said again: nobody is looked for in older files for it
    wanted = {1: ("unit", "post", "phone"), 2: ("unit", "post"), 3: ("phone",), 4: ()}
    found = {person_id: sorted(one) for person_id, one in _confirmed(connection, wanted).items()}
    assert found == {
        1: [("post", "2026-03-01", 9), ("unit", "2025-03-01", 5)],
        2: [("post", "2026-03-01", 9), ("unit", "2026-03-01", 9)],
    }
    assert read[-1] == "closed"
