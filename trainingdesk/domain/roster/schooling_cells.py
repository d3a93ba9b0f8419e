"""Education and degree in one cell (学历学位): 研究生硕士, 大学、工学学士, 硕士学位研究生学历."""

import re
from collections.abc import Mapping

from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.cells import LONGEST_NAMING, Cell, key_of, text_of
from trainingdesk.domain.roster.row_reading import Reading
from trainingdesk.domain.roster.sheet import Spellings

#: the note at a cell that says both
BOTH_READ = "roster.schooling_read"
_EDUCATION = (
    "(?P<education>(?:中央|省委|市委|区委)?(?:党校|函授|自考|在职|全日制|普通)*"
    "(?:(?:博士|硕士)?研究生|大学本科|大学|本科|大学专科|大专|专科)(?:毕业|学历)*)"
)
#: 双学士 and 公共管理硕士 are one; 大学学士研究生硕士 are two, and stay as they are
_DEGREE = "(?P<degree>(?:(?!研究生|大学|专科|本科|学历|学士|硕士|博士)[\u4e00-\u9fff（）()]){0,10}(?:学士|硕士|博士))(?:学位)?"
_MARK = r"[\s、，,；;/／|+＋]*"
_BOTH = (
    re.compile(rf"{_EDUCATION}{_MARK}[(（]?{_DEGREE}[)）]?"),
    re.compile(rf"{_DEGREE}{_MARK}[(（]?{_EDUCATION}[)）]?"),
)


def education_and_degree(cell: Cell, education: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the words for education and degree of a cell that says both, None for any other.

    硕士研究生 is an education: how it ended nobody says.

    Args:
        cell: of a column of education.
        education: its words as :func:`~.cells.key_of` makes them → the usual ones.
    """
    if not isinstance(cell, str) or len(cell) > LONGEST_NAMING or "士" not in cell:
        return None
    text = text_of(cell)
    if key_of(text) in education:
        return None
    found = next(filter(None, (one.fullmatch(text) for one in _BOTH)), None)
    return (found["education"], found["degree"]) if found else None


def split_schooling(reading: Reading, spellings: Spellings) -> None:
    """Take a degree out of the columns of education, where no column of its own says one."""
    for kind in ("", "_full", "_service"):
        name, other = f"education{kind}", f"degree{kind}"
        raw = reading.sheet.columns.get(name, ())
        found = {cell: education_and_degree(cell, spellings.education) for cell in set(raw)}
        for line, cell in enumerate(raw if any(found.values()) else ()):
            said = found[cell]
            if said is None or reading.cell_text(other, line):
                continue
            education, degree = said
            education = spellings.education.get(key_of(education), education)
            degree = spellings.degree.get(key_of(degree), degree)
            reading.values[name][line], reading.values[other][line] = education, degree
            reading.report(BOTH_READ, name, line, Severity.NOTE, education=education, degree=degree)
