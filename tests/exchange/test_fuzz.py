"""Whatever stands in a cell and whatever became of the bytes: a roster, or one sentence, and never a traceback.

The quick profile runs with the others; ``python -m tests.exchange.test_fuzz SECONDS`` goes on for as long as it is told.
"""

import random
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.files import HEADER, save
from tests.exchange.quirks.books import Page, error, formula, number, write
from tests.exchange.quirks.test_files import form
from tests.exchange.quirks.test_old_kinds import old_workbook
from tests.exchange.test_workbook import open_document
from trainingdesk.domain.errors import DeskError
from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.exchange.reading.book import look_at
from trainingdesk.exchange.reading.sheets import sheets_of
from trainingdesk.exchange.reading.values import Unreadable
from trainingdesk.exchange.roster_file import read_roster
from trainingdesk.shared.text import text

ROWS = [["张三", "男", "1972.05", "999901197205161233", "区甲局", "科长", "正科", "13912345678"]] * 3

VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**20), 10**20),
    st.sampled_from(
        [error("#N/A"), error("#REF!"), formula("A1"), formula("A1", "x", "str"), number("1972.1", 2)]
    ),
    st.sampled_from(
        ["合计", "姓名", "填表人：", "一、区甲局", "1972.5", "999901197205161233", "=1+1", "", "\u3000"]
    ),
)


def seeds(folder):
    """Return one small file of every kind."""
    folder = Path(folder)
    sheet = save(folder / "a.xlsx", ROWS)
    lines = "\n".join(",".join(map(str, row)) for row in [HEADER, *ROWS])
    (folder / "a.csv").write_bytes(lines.encode("gb18030"))
    page = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEADER, *ROWS])
    (folder / "a.xls").write_text(f"<html><table>{page}</table></html>", encoding="utf-8")
    ods = open_document(folder / "a.ods", [(1, row) for row in [HEADER, *ROWS]])
    old = old_workbook(folder / "old.xls")
    packed = [
        packed_anew(sheet, folder / f"{how}.xlsx", how) for how in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2)
    ]
    return [*packed, sheet, folder / "a.csv", folder / "a.xls", old, ods, form(folder / "a.lrmx")]


def packed_anew(path, other, how):
    """Return the same workbook in another way of packing, which zip has and no office program uses."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w", how) as target:
        for part in source.namelist():
            target.writestr(part, source.read(part))
    return other


def damaged(data, chance):
    """Return bytes cut off, flipped, doubled or filled with zeros at a few places."""
    found = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(found)) if found else 0
        match chance.randrange(5):
            case 0:
                del found[at:]
            case 1 if found:
                found[at] ^= 1 << chance.randrange(8)
            case 2:
                found[at:at] = found[at : at + chance.randrange(200)]
            case 3:
                found[at : at + 50] = bytes(min(50, len(found) - at))
            case _:
                del found[at : at + chance.randrange(200)]
    return bytes(found)


def outcome(path):
    """Read a file as an import does; returns the code it ends in, "" for a roster."""
    try:
        roster = read_roster(path)
    except DeskError as refusal:
        return refusal.code if text(refusal.code, **refusal.params) else "no sentence"
    plan = plan_import(roster.people, [], roster.problems, lines=roster.lines)
    assert sum(plan.counts().values()) + len(plan.passed) == len(roster.people)
    for problem in plan.problems:
        assert text(problem.code, **problem.params)
        assert not problem.row or roster.lines.place(problem.row)[1] > 0
    return ""


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(VALUES, max_size=9), max_size=6), st.integers(0, 3))
def test_any_cells_make_a_roster_or_a_sentence(rows, above):
    with tempfile.TemporaryDirectory() as folder:
        page = Page([*[["名册"]] * above, HEADER, *rows])
        assert outcome(write(Path(folder) / "a.xlsx", page)) in {"", "roster.no_people"}


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_any_damage_makes_a_roster_or_a_sentence(seed):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = chance.choice(seeds(folder))
        path.write_bytes(damaged(path.read_bytes(), chance))
        assert outcome(path) != "no sentence"


def test_the_reader_itself_ends_in_a_code_or_in_sheets():
    """In this process, where a failure of the reader shows what it was: the child would only say that it ended."""
    chance = random.Random(7)
    codes = set()
    with tempfile.TemporaryDirectory() as folder:
        # a damaged .xls can take calamine down with this process: that is what the child is for
        for path in (one for one in seeds(folder) if one.name != "old.xls"):
            whole = path.read_bytes()
            for _ in range(60):
                path.write_bytes(damaged(whole, chance))
                try:
                    book = look_at(path)
                    for sheet in sheets_of(book.kind, book.name, book.data):
                        list(sheet.taken())
                except Unreadable as problem:
                    codes.add(problem.code)
    assert codes >= {"workbook.half_written", "workbook.damaged"}


def campaign(seconds):
    """Damage files for so many seconds and return how often each end was met."""
    ends: dict[str, int] = {}
    chance = random.Random(time.time_ns())
    stop = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        wholes = {path: path.read_bytes() for path in seeds(folder)}
        while time.monotonic() < stop:
            path = chance.choice(list(wholes))
            path.write_bytes(damaged(wholes[path], chance))
            code = outcome(path) or "a roster"
            ends[code] = ends.get(code, 0) + 1
    return ends


if __name__ == "__main__":
    for code, count in sorted(campaign(float(sys.argv[1])).items(), key=lambda pair: -pair[1]):
        print(f"{count:>7}  {code}")
