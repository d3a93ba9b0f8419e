"""The photos that forms bring with their people: written with the import, taken back with it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

from trainingdesk.domain.roster.photo import MOST_BYTES, media_of
from trainingdesk.exchange.pictures import small_photo
from trainingdesk.persistence.audit import with_audit
from trainingdesk.persistence.base import metadata
from trainingdesk.usecases.work import Work

#: (person, digest of the photo the import brought, the photo before as base64, "" for none), as an import keeps it
KeptPhoto = tuple[int, str, str]

_AT_ONCE = 500
_STEP = "import.step_photos"
_COLUMNS = ("person_id", "media", "picture", "digest")


class _Photo(NamedTuple):
    person_id: int
    picture: bytes
    digest: str
    former: tuple[int, bytes, str] | None  # id of its row, picture, digest


class ImportedPhotos:
    """The photos of one import.

    Decided before anything is written, so that the import keeps what was there before; a photo that is there already
    is written no second time.

    Attributes:
        said: line → the code of what became of its photo, for the report.
        same: those whose photo is there already.
    """

    def __init__(self, work: Work, photos: Mapping[int, bytes], people: Mapping[int, int]) -> None:
        """``photos`` are the pictures as the file has them by line; ``people`` says line → person."""
        self._work = work
        self._photos: list[_Photo] = []
        self.said: dict[int, str] = {}
        self.same: list[int] = []
        lines = [line for line in photos if line in people]
        former = _present(work, [people[line] for line in lines])
        for done, line in enumerate(lines):
            work.progress(done, len(lines), _STEP)
            picture = small_photo(photos[line])
            if not picture or len(picture) > MOST_BYTES:
                self.said[line] = "roster.photo_unreadable"
                continue
            digest = sha256(picture).hexdigest()
            before = former.get(people[line])
            if before is not None and before[2] == digest:
                self.same.append(people[line])
                continue
            self.said[line] = "roster.photo_new" if before is None else "roster.photo_replaced"
            self._photos.append(_Photo(people[line], picture, digest, before))

    def __len__(self) -> int:
        return len(self._photos)

    def kept(self) -> list[KeptPhoto]:
        """Return what is needed to take them back."""
        return [
            (photo.person_id, photo.digest, b64encode(photo.former[1]).decode() if photo.former else "")
            for photo in self._photos
        ]

    def write(self) -> None:
        """Write them."""
        new = [photo for photo in self._photos if photo.former is None]
        rows = [(photo.person_id, media_of(photo.picture), photo.picture, photo.digest) for photo in new]
        _insert(self._work, rows, "imported")
        others = [(photo.former[0], photo.former[2], photo.picture) for photo in self._photos if photo.former]
        _replace(self._work, others, "imported")


def changed_photos(work: Work, kept: Sequence[KeptPhoto]) -> list[int]:
    """Return the people whose photo is no longer the one the import brought."""
    now = _present(work, [person_id for person_id, _digest, _before in kept])
    return [number for number, digest, _before in kept if number not in now or now[number][2] != digest]


def restore_photos(work: Work, batch_id: int, kept: Sequence[KeptPhoto]) -> None:
    """Take the photos of an import away, and put those back that were there before."""
    now = _present(work, [person_id for person_id, _digest, _before in kept])
    kept = [one for one in kept if one[0] in now]  # who was taken out since took the photo along
    gone = [now[number][0] for number, _digest, before in kept if not before]
    statement = "DELETE FROM person_photo WHERE id = ?"
    if gone:
        marks = [(number,) for number in gone]
        with_audit(work.connection, partial(work.connection.exec_driver_sql, statement, marks))
        work.trail.add_many(
            "person_photo", "removed", ((number, f'{{"import":{batch_id}}}') for number in gone)
        )
    back = [(now[number][0], digest, b64decode(before)) for number, digest, before in kept if before]
    _replace(work, back, "changed")


def _insert(work: Work, rows: Sequence[tuple[Any, ...]], kind: str) -> None:
    details = [
        _told({"person_id": [None, person_id], "media": [None, media], "digest": [None, digest]})
        for person_id, media, _picture, digest in rows
    ]
    work.insert_many(metadata.tables["person_photo"], _COLUMNS, rows, details, kind)


def _replace(work: Work, rows: Sequence[tuple[int, str, bytes]], kind: str) -> None:
    """Write (id of its row, digest before, picture) in place of photos."""
    if not rows:
        return
    values = [(media_of(p), p, sha256(p).hexdigest(), number) for number, _before, p in rows]
    statement = "UPDATE person_photo SET media = ?, picture = ?, digest = ? WHERE id = ?"
    with_audit(work.connection, partial(work.connection.exec_driver_sql, statement, values))
    details = [
        (number, _told({"digest": [before, value[2]]}))
        for (number, before, _picture), value in zip(rows, values, strict=True)
    ]
    work.trail.add_many("person_photo", kind, details)


def _present(work: Work, people: Sequence[int]) -> dict[int, tuple[int, bytes, str]]:
    """Return person → id, picture and digest of the photo they have now."""
    found: dict[int, tuple[int, bytes, str]] = {}
    for start in range(0, len(people), _AT_ONCE):
        part = tuple(people[start : start + _AT_ONCE])
        marks = ", ".join("?" * len(part))
        statement = f"SELECT person_id, id, picture, digest FROM person_photo WHERE person_id IN ({marks})"  # noqa: S608 - marks only
        for row in work.connection.exec_driver_sql(statement, part):
            found[row[0]] = (row[1], row[2], row[3])
    return found


def _told(detail: Mapping[str, Any]) -> str:
    return json.dumps(detail, ensure_ascii=False, separators=(",", ":"))
