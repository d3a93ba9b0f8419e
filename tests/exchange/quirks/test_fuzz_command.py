"""Whatever stands in a cell and whatever became of the bytes: the command says it in one object, and never by a traceback.

What the reader makes of it is in ``tests/exchange/test_fuzz.py``; here all of an import runs, on a desk with people.
"""

import random
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.files import HEADER
from tests.exchange.quirks.books import Page, write
from tests.exchange.quirks.looking import MOVED, OBJECT, command
from tests.exchange.test_fuzz import VALUES, damaged, seeds

#: rows about somebody whom the desk knows, so that values are held against what is known
ABOUT_SOMEBODY = st.lists(st.lists(VALUES, min_size=2, max_size=7), max_size=4)


def said_in_full(path: Path) -> tuple[int, dict]:
    """Run the command, hold its answer to its shape and return exit code and object."""
    code, found, err = command(path)
    assert list(found) == OBJECT
    assert all(problem["text"] for problem in found["problems"])
    assert "Traceback" not in err
    if code:
        assert (code, len(err.strip().splitlines())) == (2, 1)
        assert [problem["severity"] for problem in found["problems"]] == ["error"]
    counted = {name: count for name, count in found["buckets"].items() if name != "left"}
    assert sum(counted.values()) == len(found["people"])
    return code, found


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(ABOUT_SOMEBODY, st.integers(0, 3))
def test_any_cells_are_told_in_one_object(rows, above):
    with tempfile.TemporaryDirectory() as folder:
        known = [[MOVED.name, "女", *row] for row in rows]
        page = Page([*[["名册"]] * above, HEADER, [MOVED.name, "女", "1980.01", MOVED.id_number], *known])
        code, found = said_in_full(write(Path(folder) / "a.xlsx", page))
        assert code == 0
        assert MOVED.name in {person["name"] for person in found["people"]}


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_any_damage_is_told_in_one_object(seed):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = chance.choice(seeds(folder))
        path.write_bytes(damaged(path.read_bytes(), chance))
        said_in_full(path)
