"""The catalogue: every paper of the office, by area; :data:`REPORTS` holds their definitions."""

from trainingdesk.documents.catalogue import (
    certificates,
    classes,
    fees,
    groups,
    headcount,
    menu,
    planning,
    register,
    reporting,
    reserve,
    roster,
    roster_import,
    summary,
    training_file,
    units,
)
from trainingdesk.documents.definition import Occasion, Report

_ALL = (
    *roster.REPORTS,
    *headcount.REPORTS,
    *units.REPORTS,
    *training_file.REPORTS,
    *groups.REPORTS,
    *reserve.REPORTS,
    *roster_import.REPORTS,
    *planning.REPORTS,
    *menu.REPORTS,
    *classes.REPORTS,
    *fees.REPORTS,
    *certificates.REPORTS,
    *register.REPORTS,
    *summary.REPORTS,
    *reporting.REPORTS,
)
_ORDER = list(Occasion)

#: Every paper by its id, in the order in which the year wants them.
REPORTS: dict[str, Report] = {
    report.id: report for report in sorted(_ALL, key=lambda report: _ORDER.index(report.occasion))
}
