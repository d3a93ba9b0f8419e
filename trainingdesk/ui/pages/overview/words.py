"""What the cards say: rows of the areas turned into a figure and a few lines."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from trainingdesk.domain.attendance.rows import LeaveWarning, SessionLists, SessionRow
from trainingdesk.domain.codes import SessionState
from trainingdesk.domain.fees.rows import Inbox
from trainingdesk.domain.reporting.rows import Overview
from trainingdesk.domain.roster.groups import CandidateRow, Exceptions, MemberRow
from trainingdesk.shared.clock import local_day
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, ngettext, text
from trainingdesk.ui.pages.overview.cards import CardFacts

#: a backup older than this many days is worth a word
BACKUP_DAYS = 7


#: the year a class's title begins with: the cards are narrow, and the year is this one
_YEAR = re.compile(r"^\d{4}年")


def _title(row: SessionRow) -> str:
    """Return a class's title without the year it begins with."""
    return _YEAR.sub("", row.title)


def _line(row: SessionRow) -> str:
    return f"{row.day.month}-{row.day.day:02d} {text(f'slot.{row.slot}')}  {_title(row)}"


def _class_lines(rows: Sequence[SessionRow], today: bool) -> list[str]:
    """Return one line a class: its half-days of today, or its days of the week."""
    classes: dict[int, list[SessionRow]] = {}
    for row in rows:
        classes.setdefault(row.class_id, []).append(row)
    lines = []
    for halves in classes.values():
        if today:
            when = " ".join(dict.fromkeys(text(f"slot.{half.slot}") for half in halves))
        else:
            when = f"{halves[0].day.month}-{halves[0].day.day:02d}"
        lines.append(f"{when}  {_title(halves[0])}")
    return lines


def nobody() -> str:
    """Return what is said while the base is empty."""
    return _("There is nobody in the base yet. Bring the roster in first.")


def today_facts(lists: SessionLists) -> CardFacts:
    """Return the classes of today and this week."""
    classes = {row.class_id for row in lists.today}
    week = {row.class_id for row in (*lists.today, *lists.week)} | lists.ended
    lines = _class_lines(lists.today, today=True)
    later = [row for row in lists.week if row.state is SessionState.OPEN and row.class_id not in classes]
    lines += _class_lines(later, today=False)
    return CardFacts(
        str(len(classes)),
        _("classes today, {week} this week").format(week=len(week)),
        tuple(lines) or (_("Every roll call of the week is closed.") if week else _("No class this week."),),
        "indigo" if classes else "slate",
    )


def roll_facts(lists: SessionLists) -> CardFacts:
    """Return the roll calls that are not closed yet."""
    today = [row for row in lists.today if row.state is SessionState.OPEN]
    late = list(lists.unclosed)
    lines = [_line(row) for row in (*late, *today)]
    count = len(today) + len(late)
    state = _("overdue") if late else ""
    return CardFacts(
        str(count),
        ngettext("half-day open", "half-days open", count),
        tuple(lines) or (_("Every roll call is closed."),),
        "amber" if late else "indigo" if today else "slate",
        state,
    )


def leave_facts(warnings: Sequence[LeaveWarning]) -> CardFacts:
    """Return who is close to the limit of leave, or over it."""
    over = sum(one.leave.over for one in warnings)
    lines = [
        _("{name}: {leave} of {total} hours, {title}").format(
            name=one.name,
            leave=format_value(Kind.HOURS, one.leave.leave),
            total=format_value(Kind.HOURS, one.leave.total),
            title=_YEAR.sub("", one.title),
        )
        for one in sorted(warnings, key=lambda one: not one.leave.over)
    ]
    return CardFacts(
        str(len(warnings)),
        ngettext("person near 1/7", "people near 1/7", len(warnings)),
        tuple(lines) or (_("Nobody is near the limit."),),
        "seal" if over else "amber" if warnings else "slate",
        _("{count} over").format(count=over) if over else "",
    )


def fee_facts(inbox: Inbox) -> CardFacts:
    """Return the fee requests that wait for the person who is signed in."""
    lines = []
    for words, rows in (
        (_("To review"), inbox.to_review),
        (_("To approve"), inbox.to_approve),
        (_("To pay"), inbox.to_pay),
        (_("Returned to me"), inbox.returned),
    ):
        lines += [f"{words}: {row.title}" for row in rows]
    if inbox.drafts:
        lines.append(_("Drafts: {count}").format(count=len(inbox.drafts)))
    if inbox.waiting:
        lines.append(_("With others: {count}").format(count=len(inbox.waiting)))
    return CardFacts(
        str(inbox.count),
        ngettext("request waits for me", "requests wait for me", inbox.count),
        tuple(lines) or (_("No request waits for you."),),
        "amber" if inbox.count else "slate",
        _("waiting") if inbox.count else "",
    )


def visit_facts(rows: Sequence[MemberRow]) -> CardFacts:
    """Return the talents whose next visit is overdue."""
    return CardFacts(
        str(len(rows)),
        ngettext("visit overdue", "visits overdue", len(rows)),
        tuple(f"{format_value(Kind.DAY, row.next_visit)}  {row.name} {row.organisation}" for row in rows),
        "amber",
        _("visits late"),
    )


def exception_facts(found: Exceptions) -> CardFacts:
    """Return the exceptions of the reserve list that wait for approval."""
    mine = len(found.to_approve)
    lines = [f"{row.name} {row.unit}" for row in (*found.to_approve, *found.waiting)]
    if mine and found.waiting:
        lines.insert(0, _("With others: {count}").format(count=len(found.waiting)))
    count = mine or len(found.waiting)
    if mine:
        unit = ngettext("exception waits for me", "exceptions wait for me", count)
    else:
        unit = ngettext("exception waits for approval", "exceptions wait for approval", count)
    return CardFacts(
        str(count), unit, tuple(lines), "amber" if mine else "indigo", _("waiting") if mine else ""
    )


def refusal_facts(rows: Sequence[CandidateRow]) -> CardFacts:
    """Return the exceptions that were refused, the last one first, each with the reason, until something is done about it."""
    count = len(rows)
    refusals = sorted(
        ((row, row.refused) for row in rows if row.refused), key=lambda one: one[1].day, reverse=True
    )
    return CardFacts(
        str(count),
        ngettext("exception not approved", "exceptions not approved", count),
        tuple(
            f"{row.name}  {why.reason}  {why.by} {format_value(Kind.DAY, why.day)}" for row, why in refusals
        ),
        "amber",
    )


def cycle_facts(numbers: Overview) -> CardFacts:
    """Return who falls out of the five-year rule when this year ends."""
    if not numbers.base:
        return CardFacts("0", ngettext("person due", "people due", 0), (nobody(),))
    since = numbers.counted_on.year - len(numbers.years) + 1
    if numbers.nothing_recorded:
        said = _("No training is recorded since {year} yet; who is due shows when classes are closed here.")
        return CardFacts("–", "", (said.format(year=since),))
    return CardFacts(
        format_value(Kind.INT, numbers.falling_out),
        ngettext("person due", "people due", numbers.falling_out),
        (
            _("not trained since {year}: five years are over with this year").format(year=since),
            _("still to train in the cycle: {count}").format(count=format_value(Kind.INT, numbers.untrained)),
        ),
        "amber" if numbers.falling_out else "pine",
        "" if numbers.falling_out else _("all trained"),
    )


def backup_facts(latest: datetime | None, today: date) -> CardFacts:
    """Return how old the last verified backup is."""
    if latest is None:
        lines = (_("There is no backup yet. Make one on the System tab."),)
        return CardFacts("–", "", lines, "seal", _("no backup"))
    age = (today - local_day(latest)).days
    return CardFacts(
        str(max(age, 0)),
        ngettext("day old", "days old", age),
        (_("Last backup {when}").format(when=format_value(Kind.INSTANT, latest)),),
        "amber" if age > BACKUP_DAYS else "pine",
        _("too old") if age > BACKUP_DAYS else _("up to date"),
    )


def kept_copy_facts() -> CardFacts:
    """Return what is said of backups while a backup or a file that was set aside is looked at."""
    return CardFacts("–", "", (_("A kept copy is looked at: none is made of it."),), "slate")
