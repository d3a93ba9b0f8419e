"""What an import says about a file: ``roster import FILE --db DB --dry-run --json``, run in this process.

What a test holds its expectation against is the one object the command prints. The file and the plan behind it are
there too, for what the object does not say.
"""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.exchange.files import id_number
from trainingdesk.app.cli import main
from trainingdesk.domain.roster.people import KnownPerson
from trainingdesk.usecases import prepared

#: what the desk knows: the full names, and what some of them are called for short
UNITS = {
    "城东区委组织部": "组织部",
    "城东区委": "区委",
    "城东区教育局": "教育局",
    "城东区实验小学": "实验小学",
    "城东区民政局": "民政局",
    "汤泉街道办事处": "汤泉街道",
}
#: somebody of the desk
MOVED = KnownPerson(1, "孙悦", unit="城东区教育局", post="科员", id_number=id_number(date(1980, 1, 1), 321))
#: the desk's file, and one without units and people; set for the run in conftest.py
DESKS: dict[str, Path] = {}
LOGIN = "clerk"
OBJECT = ["file", "sheets", "buckets", "people", "problems"]


def command(path, desk="known", *words):
    """Run the command and return its exit code, its one object and what it says on the other stream."""
    out, err = io.StringIO(), io.StringIO()
    line = ["roster", "import", str(path), "--db", str(DESKS[desk]), "--user", LOGIN, "--dry-run", "--json"]
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*line, *words])
    return code, json.loads(out.getvalue()), err.getvalue()


@dataclass
class Look:
    """The object, and the file and plan it tells of."""

    whole: dict[str, Any]
    file: object
    plan: object

    @property
    def people(self):
        """(row, name, unit) of everybody."""
        return [(p["row"], p["name"], p["unit"]) for p in self.whole["people"]]

    def column(self, field):
        if self.whole["people"] and field in self.whole["people"][0]:
            return [person[field] for person in self.whole["people"]]
        return [getattr(person, field) for person in self.plan.rows]

    @property
    def buckets(self):
        return [person["bucket"] for person in self.whole["people"]]

    @property
    def said(self):
        """(row, column, code, severity) of everything but new units."""
        return [
            (p["row"], p["column"], p["code"], p["severity"])
            for p in self.whole["problems"]
            if p["code"] != "roster.unit_new"
        ]

    def problem(self, code):
        (found,) = [p for p in self.plan.problems if p.code == code]
        return found


def look(path, desk="known"):
    code, said, err = command(path, desk)
    assert (code, err) == (0, "")
    assert list(said) == OBJECT
    assert said["file"] == str(path)
    waiting = list(prepared._WAITING.values())[-1]
    assert all(problem["text"] for problem in said["problems"])
    counted = dict.fromkeys(said["buckets"], 0)
    for person in said["people"]:
        counted[person["bucket"]] += 1
    assert counted | {"left": 0} == said["buckets"] | {"left": 0}
    return Look(said, waiting.file, waiting.plan)
