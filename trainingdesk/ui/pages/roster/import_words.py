"""Sentences and labels of the import's wizard: a change, a photo, a hint, what an import came to."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QLabel

from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.asked_alone import OPEN_BESIDE
from trainingdesk.domain.roster.beside import beside_of, stays_in
from trainingdesk.domain.roster.import_views import ImportPreview, PreviewChange, PreviewProblem, PreviewRow
from trainingdesk.domain.roster.listed_again import LISTED_AGAIN, SERVING
from trainingdesk.domain.roster.mending import OWN, UNKNOWN
from trainingdesk.domain.roster.no_cadres import CADRE_SETTLED, NO_CADRES, STAYS_OUT
from trainingdesk.domain.roster.older import ALWAYS, FORMER
from trainingdesk.domain.roster.remarks import KEEP, REMARKS
from trainingdesk.domain.roster.settled import SETTLED
from trainingdesk.domain.roster.unit_post import BETWEEN
from trainingdesk.domain.roster.which_row import ASKED, OTHER, THIS
from trainingdesk.shared.field_words import note_words, row_words, shown_value
from trainingdesk.shared.text import Label, _, listed, ngettext, sentences, text
from trainingdesk.ui.pages.roster.choices import Choices, Expected
from trainingdesk.ui.pages.roster.import_against import gone_on


def notes_of(preview: ImportPreview) -> list[str]:
    """Return what is to be said of a file as a whole; its new units are told where they are opened."""
    several = sum(sheet.used for sheet in preview.sheets) > 1
    return [
        note_words(note.code, note.params, several=several)
        for note in preview.notes
        if note.code != "roster.unit_new"
    ]


def hint_of(problem: PreviewProblem, value: str) -> str:
    """Return where a choice comes from, when a cell and the ID number say different things, or what it comes to."""
    if value and problem.code == OPEN_BESIDE:
        if beside_of(value):
            return _("(seconded; stays in the books of their own unit)")
        return _("(the unit stays as it is)") if stays_in(value) else _("(moved there for good)")
    if value and problem.params.get(OWN) == value:
        return (
            _("(the unit of the roster)")
            if BETWEEN in value
            else _("(the unit of the roster, the post stays)")
        )
    if not value or not (problem.code.endswith("contradicts_id") or problem.code == SETTLED):
        return ""
    from_id = str(problem.params.get("id_birth") or problem.params.get("id_sex") or problem.choices[0])
    return _("(the ID number)") if value == from_id else _("(the cell)")


def answer_words(problem: PreviewProblem, value: str) -> str:
    """Return what an answer to a question comes to; what is taken already is ticked."""
    if problem.code == ASKED:
        words = _which_row(problem, value)
    elif problem.code in {CADRE_SETTLED, *NO_CADRES}:
        words = (
            _("Leave the row out: no cadre")
            if value == STAYS_OUT
            else _("Take it in as a cadre all the same")
        )
    elif problem.code in REMARKS:
        words = (
            _("Keep the remark only")
            if value == KEEP
            else _("Set the status: {status}").format(status=shown_value(problem.name, value))
        )
    elif problem.code == LISTED_AGAIN:
        back = _("Back in office, as of the day of the file") if value == SERVING else _("Leave it: {status}")
        words = back.format(status=shown_value(problem.name, value))
    else:
        words = shown_value(problem.name, value) if value else _("Leave it blank")
    said = hint_of(problem, value)
    label = f"{words} {said}" if said else words
    return f"✓ {label}" if problem.params.get("taken") == value else label


def alike_words(problem: PreviewProblem) -> str:
    """Return what giving one answer, or one right value, to all that are alike comes to."""
    if problem.severity is not Severity.ERROR:
        words = ngettext(
            "The same answer for {count} other row that asks this",
            "The same answer for {count} other rows that ask this",
            problem.alike,
        )
    else:
        words = ngettext(
            "The right value also for {count} other row that says the same",
            "The right value also for {count} other rows that say the same",
            problem.alike,
        )
    return words.format(count=f"{problem.alike:,}")


def blank_words(problem: PreviewProblem) -> str:
    """Return what leaving a cell blank together with all those like it comes to."""
    words = (
        _("Leave it blank in all {count} rows that say “{value}”")
        if problem.code in UNKNOWN
        else _("Leave it blank in all {count} rows with this problem")
    )
    return words.format(count=f"{(problem.blanks or 0) + 1:,}", value=problem.value)


def _which_row(problem: PreviewProblem, value: str) -> str:
    if value == THIS:
        return _("Same person: take this row")
    if value == OTHER:
        other = problem.params["other"]
        row = text(other.code, **other.params) if isinstance(other, Label) else str(other)
        return _("Same person: take {row}").format(row=row)
    return _("Leave the row out")


def strong(words: str, *, wrap: bool = True) -> QLabel:
    """Return words that stand out."""
    label = QLabel(words)
    label.setProperty("role", "strong")
    label.setWordWrap(wrap)
    return label


def quiet(words: str, *, wrap: bool = True) -> QLabel:
    """Return words that stay in the background."""
    label = QLabel(words)
    label.setProperty("role", "slate")
    label.setWordWrap(wrap)
    return label


def photo_words(row: PreviewRow) -> str:
    """Return what becomes of the photo that a row brings."""
    if row.photo == "left":
        return _(
            "Photo: the roster's was changed after this file was taken in, and stays unless this is ticked"
        )
    return (
        _("Photo: the one of the form, in place of the one there is")
        if row.photo == "replaced"
        else _("Photo: comes with the form")
    )


def change_words(change: PreviewChange) -> str:
    """Return a change as it is said: field, old → new."""
    label = text(f"roster.field.{change.field}")
    old, new = shown_value(change.field, change.old), shown_value(change.field, change.new)
    if not old:
        words = _("{field}: {new}").format(field=label, new=new)
    else:
        words = _("{field}: {old} → {new}").format(field=label, old=old, new=new)
    if change.odd is not None:
        return _("{change} (hardly possible, see above; left unless ticked)").format(change=words)
    if change.conflict:
        return _(
            "{change} (changed on both sides: the roster has its value since {day}, after this form went out)"
        ).format(change=words, day=change.conflict)
    if change.older == ALWAYS:
        return _("{change} (older: the roster was changed after this file was taken in)").format(change=words)
    if change.older == FORMER:
        return _(
            "{change} (the roster had this before, and the file does not say of what day it speaks)"
        ).format(change=words)
    if change.older and change.held:
        words = _(
            "{change} (older: by what the roster knows of {day}, its value is held since {held})"
        ).format(change=words, day=change.older, held=change.held)
    elif change.older:
        words = _("{change} (older: the roster knows its value since {day})").format(
            change=words, day=change.older
        )
    elif change.by_remark:
        words = _("{change} (since {day}, as the remark says)").format(change=words, day=change.by_remark)
    elif change.with_post:
        words = _("{change} (on {day}, with the new post)").format(change=words, day=change.with_post)
    return words


def written_words(row: PreviewRow, choices: Choices) -> str:
    """Return what a row brings or says; of a newcomer the team too that the unit lets assume, and where it is put right."""
    said = [change_words(PreviewChange(name, "", value)) for name, value in row.written]
    if row.assumed_team:
        new = choices.new_units.get(row.unit)
        words = _("{team} (assumed by the unit; the row says neither team nor rank)")
        if new is not None:
            words = _("{team} (as was said of the unit)")
        team = shown_value("team", new.team if new is not None else row.assumed_team)
        label = text("roster.field.team")
        said.append(_("{field}: {new}").format(field=label, new=words.format(team=team)))
    return "　".join(said)


def early_words(preview: ImportPreview, choices: Choices, early: Sequence[int]) -> str:
    """Return why somebody who is not in the file can't be gone since the day that was said."""
    first, name = preview.gone_from[early[0]]
    words = ngettext(
        "{name} can be gone since {first} at the earliest, not since {day}: say a later day below, or take the tick away.",
        "{name} can be gone since {first} at the earliest, not since {day}: say a later day below, or take the tick away (people: {count}).",
        len(early),
    )
    return words.format(name=name, first=first, day=gone_on(choices, early[0]), count=len(early))


def let_go_words(places: Sequence[str]) -> str:
    """Return which rows are left out since they do not mean whom they were said to be any more, "" for none."""
    if not places:
        return ""
    words = _(
        "{rows}: left out. The person chosen there is not meant by the row any more; tick the row if it is somebody else."
    )
    return words.format(rows=listed(row_words(place) for place in places))


def left_words(count: int) -> str:
    """Return how many of those who are not in the file get another status."""
    return _("{count} with a status noted").format(count=f"{count:,}")


def older_words(count: int) -> str:
    """Return of how many rows the roster knows something newer of all that they say."""
    return _("{count} older than the roster").format(count=f"{count:,}")


def done_words(written: Mapping[str, Any]) -> tuple[str, str]:
    """Return what an import came to: the sentence, and the details below it."""
    details = [_("{count} unchanged").format(count=f"{written['same']:,}")]
    if written["older_rows"]:
        details.append(older_words(written["older_rows"]))
    if written["left"]:
        details.append(left_words(written["left"]))
    if written["refused"]:
        out = ngettext("{count} row stays out.", "{count} rows stay out.", written["refused"])
        details.append(out.format(count=f"{written['refused']:,}").rstrip("。."))
    if written["units"]:
        opened = ngettext("{count} unit opened", "{count} units opened", written["units"])
        details.append(opened.format(count=written["units"]))
    if written["renamed"]:
        renamed = ngettext("{count} unit renamed", "{count} units renamed", written["renamed"])
        details.append(renamed.format(count=written["renamed"]))
    if written["seconded"]:
        stays = ngettext("{count} secondment noted", "{count} secondments noted", written["seconded"])
        details.append(stays.format(count=written["seconded"]))
    if written["older"]:
        older = ngettext("{count} older value left", "{count} older values left", written["older"])
        details.append(older.format(count=f"{written['older']:,}"))
    if written["odd"]:
        odd = ngettext(
            "{count} hardly possible value left", "{count} hardly possible values left", written["odd"]
        )
        details.append(odd.format(count=f"{written['odd']:,}"))
    if written["declined"]:
        left = ngettext("{count} value left out", "{count} values left out", written["declined"])
        details.append(left.format(count=f"{written['declined']:,}"))
    if written["photos"]:
        kept = ngettext("{count} photo", "{count} photos", written["photos"])
        details.append(kept.format(count=written["photos"]))
    words = _("New people: {created}, updated: {updated}.").format(
        created=f"{written['created']:,}", updated=f"{written['updated']:,}"
    )
    return words, " · ".join(details)


def remark_words(remarks: int, answered: int) -> str:
    """Return how many remarks on a status were answered, "" where there is none."""
    if not remarks:
        return ""
    words = ngettext(
        "{answered} of {count} remark on status answered.",
        "{answered} of {count} remarks on status answered.",
        remarks,
    )
    return words.format(answered=f"{answered:,}", count=f"{remarks:,}")


def will_words(will: Expected, moved: int = 0) -> str:
    """Return what an import will bring; ``moved`` of those that are updated come into another unit."""
    parts = [
        _("{count} new").format(count=f"{will.new:,}"),
        _("{count} updated").format(count=f"{will.updated:,}"),
        _("{count} unchanged").format(count=f"{will.same:,}"),
    ]
    if moved:
        moves = ngettext(
            "{count} of them moves to another unit", "{count} of them move to another unit", moved
        )
        parts.insert(2, moves.format(count=f"{moved:,}"))
    if will.older:
        parts.append(older_words(will.older))
    if will.left:
        parts.append(left_words(will.left))
    if will.renamed:
        renamed = ngettext("{count} unit renamed", "{count} units renamed", will.renamed)
        parts.append(renamed.format(count=f"{will.renamed:,}"))
    words = _("The import will bring: {parts}.").format(parts=" · ".join(parts))
    if will.out:
        rest = ngettext("{count} row stays out.", "{count} rows stay out.", will.out).format(
            count=f"{will.out:,}"
        )
        words = sentences((words, rest))
    return words
