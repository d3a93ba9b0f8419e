"""Which day a file speaks of: its name says it, else the sheet with most people where none differs, else when a form went out."""

from datetime import date

from trainingdesk.domain.roster.day_of_file import day_to_come, guess_day
from trainingdesk.exchange.roster_file import RosterFile

#: a day and the text that says it
Told = tuple[date, str]


def day_of_import(file: RosterFile, today: date) -> Told | None:
    """Return the day that a file speaks of and the text that says so, "" for the day a form went out; None for none.

    The file's name counts for all of it. Of its sheets that were read the one with most people says the day, and none may
    say another: a small one is called after the day of its own people (2025年9月新进), of which the others know nothing.
    """
    said = guess_day(_of_whole(file), today)
    if said is None and not days_of_sheets(file, today):
        said = next(iter(_by_sheet(file, today).values()), None)
    if file.form is None:
        return said
    return _day_of_form(said, file.form.made, today)


def days_of_sheets(file: RosterFile, today: date) -> dict[str, date]:
    """Return sheet → the day it speaks of, of those that were read, where none of them is taken; {} where one is, or none is said.

    None is where the file's name says none, and they say different days or that with most people says none.
    """
    if guess_day(_of_whole(file), today) is not None:
        return {}
    found = {sheet: day for sheet, (day, _text) in _by_sheet(file, today).items()}
    return {} if len({*found.values()}) == 1 and file.titles[0][-1] in found else found


def later_than_today(file: RosterFile, today: date) -> Told | None:
    """Return the day later than today that a file names for its own, and the text; None for none."""
    return day_to_come((*_of_whole(file), *(text for texts in file.titles for text in texts)), today)


def _of_whole(file: RosterFile) -> tuple[str, ...]:
    return file.returned.day, file.path.stem


def _by_sheet(file: RosterFile, today: date) -> dict[str, Told]:
    """Return sheet → the day it says, of those that say one; that with most people comes first."""
    found = {texts[-1]: guess_day(texts, today) for texts in file.titles}
    return {sheet: said for sheet, said in found.items() if said is not None}


def _day_of_form(said: Told | None, made: str, today: date) -> Told | None:
    """Return the day a form speaks of: the one that its name or a title says, or that on which it went out.

    What was changed in a form was changed after it went out: no day before that is believed.
    """
    if not made or made > today.isoformat() or (said is not None and said[0].isoformat() >= made):
        return said
    return date.fromisoformat(made), ""
