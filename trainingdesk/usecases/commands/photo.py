"""The photo of a person: kept, changed, taken away; each step can be taken back."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.photo import MOST_BYTES, media_of
from trainingdesk.exchange.pictures import small_photo
from trainingdesk.persistence.tables.roster import Person, PersonPhoto
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import changed_since
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class SetPhoto(Command):
    """Keep a photo of somebody, or take it away; the picture is JPEG or PNG, already small."""

    person_id: int
    picture: bytes = b""


@handles(SetPhoto, Permission.ROSTER_EDIT)
def set_photo(work: Work, command: SetPhoto) -> Result:
    """Keep the photo in place of the one before; raises Refused ``photo.too_big`` or ``photo.not_a_picture``.

    A picture that begins like one and can't be drawn is none: the papers that bear it would be refused for it.
    """
    person = work.load(Person, command.person_id)
    if len(command.picture) > MOST_BYTES:
        raise Refused("photo.too_big", kilobytes=len(command.picture) // 1024)
    if command.picture and not (media_of(command.picture) and small_photo(command.picture)):
        raise Refused("photo.not_a_picture")
    before, after = _write(work, person, command.picture)
    if before != command.picture:
        inverse = RestorePhoto(person_id=person.id, digest=after, picture=b64encode(before).decode())
        work.can_undo("undo.set_photo", inverse, name=person.name)
    return {"person_id": person.id}


@dataclass(frozen=True, kw_only=True)
class RestorePhoto(Command):
    """Put the photo back that somebody had before.

    Attributes:
        digest: of the photo the step left behind, "" when it took it away.
        picture: the photo before as base64, "" for none.
    """

    person_id: int
    digest: str
    picture: str


@handles(RestorePhoto, Permission.ROSTER_EDIT)
def restore_photo(work: Work, command: RestorePhoto) -> Result:
    """Put it back; raises Conflict ``undo.changed_since`` when it was changed again since."""
    person = work.load(Person, command.person_id)
    now = work.session.scalar(select(PersonPhoto.digest).where(PersonPhoto.person_id == person.id)) or ""
    if now != command.digest:
        raise changed_since("person_photo", "digest", person.name)
    _write(work, person, b64decode(command.picture))
    return {"person_id": person.id}


def _write(work: Work, person: Person, picture: bytes) -> tuple[bytes, str]:
    """Write a photo, b"" for none; return the one before and the digest of the one now."""
    photo = work.session.scalar(select(PersonPhoto).where(PersonPhoto.person_id == person.id))
    before = photo.picture if photo is not None else b""
    if picture == before:
        return before, photo.digest if photo is not None else ""
    digest = ""
    if picture:
        photo = photo or PersonPhoto(person_id=person.id)
        digest = sha256(picture).hexdigest()
        photo.media, photo.picture, photo.digest = media_of(picture), picture, digest
        work.session.add(photo)
    elif photo is not None:
        work.session.delete(photo)
    work.session.flush()
    return before, digest
