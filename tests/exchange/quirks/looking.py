"""What an import would say about a file: read by the child process, held against a small roster."""

from dataclasses import dataclass

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.domain.roster.known_units import KnownUnits
from trainingdesk.exchange.roster_file import read_roster
from trainingdesk.shared.text import text

UNITS = ("城东区委组织部", "城东区委", "城东区教育局", "城东区实验小学", "城东区民政局", "汤泉街道办事处")
SPELLED = {key_of(name): name for name in UNITS} | {"教育局": "城东区教育局", "区教育局": "城东区教育局"}


@dataclass
class Look:
    """The file, its plan, and both as plain tuples."""

    file: object
    plan: object

    @property
    def people(self):
        """(row, name, unit) of everybody."""
        return [(self.file.lines.place(p.row)[1], p.name, p.unit) for p in self.plan.rows]

    def column(self, field):
        return [getattr(person, field) for person in self.plan.rows]

    @property
    def buckets(self):
        return [verdict.bucket.value for verdict in self.plan.verdicts]

    @property
    def said(self):
        """(row, column, code, severity) of everything but new units."""
        return [
            (self.file.lines.place(p.row)[1], p.field, p.code, p.severity.value)
            for p in self.plan.problems
            if p.code != "roster.unit_new"
        ]

    def problem(self, code):
        (found,) = [p for p in self.plan.problems if p.code == code]
        return found


def look(path, known=()):
    file = read_roster(path, units=SPELLED)
    headers = {field: column.header for field, column in file.header.fields().items()}
    plan = plan_import(
        file.people, known, file.problems, units=KnownUnits(SPELLED), headers=headers, lines=file.lines
    )
    for problem in plan.problems:
        assert text(problem.code, **problem.params), problem
    return Look(file, plan)
