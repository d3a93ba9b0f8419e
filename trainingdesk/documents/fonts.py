"""The three faces of the papers: where their files are, what they cover, how wide their characters are.

Nothing here imports reportlab until a paper is drawn; the window asks for :func:`font_file` only.
"""

import lzma
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from threading import RLock

from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.shared.assets import resource
from trainingdesk.shared.paths import cache_folder


class Face(StrEnum):
    """A face by the name the office knows it by; the value is its name in a PDF's font list."""

    SONG = "song"  #: body and tables of papers
    HEI = "hei"  #: titles and headings; the window where the system has no Chinese font
    KAI = "kai"  #: certificates


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    sha256: str


_FILES = {
    Face.SONG: _File(
        "NotoSerifSC-Regular.ttf", "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742"
    ),
    Face.HEI: _File(
        "NotoSansSC-Regular.ttf", "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16"
    ),
    Face.KAI: _File(
        "LXGWWenKai-Regular.ttf", "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8"
    ),
}


#: Unpacking and registering are done by one thread: a face registered twice would lose characters of a paper that is
#: being drawn.
_LOCK = RLock()
_ADVANCES: dict[Face, Mapping[int, float]] = {}


def chain(face: Face) -> tuple[Face, ...]:
    """Return a face followed by the two that help out where it lacks a character."""
    return face, *(other for other in Face if other is not face)


def font_file(face: Face | str) -> Path:
    """Return the TrueType file of a face ("song", "hei", "kai"), unpacked once into the cache folder.

    A half-written or altered file is unpacked again. Safe when two processes do it at once. Raises
    EnvironmentProblem ``documents.font_missing`` (the installation is damaged) or ``documents.font_unpack`` (the
    cache folder can't be written).
    """
    with _LOCK:
        return _unpacked(Face(face), cache_folder() / "fonts")


def unpack_all() -> None:
    """Unpack every face ahead of the first paper; what hinders it is said when a paper is made."""
    with suppress(EnvironmentProblem):
        for face in Face:
            font_file(face)


@cache
def _unpacked(face: Face, folder: Path) -> Path:
    file = _FILES[face]
    target = folder / file.name
    if _is_whole(target, file):
        return target
    try:
        content = lzma.decompress(resource(f"fonts/{file.name}.xz").read_bytes())
    except (OSError, lzma.LZMAError) as error:
        raise EnvironmentProblem("documents.font_missing", file=file.name) from error
    if sha256(content).hexdigest() != file.sha256:
        raise EnvironmentProblem("documents.font_missing", file=file.name)
    unfinished = folder / f"{file.name}.{os.getpid()}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(target)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        # Windows refuses to replace a file another process has open: then that one has just been unpacked.
        if not _is_whole(target, file):
            raise EnvironmentProblem("documents.font_unpack", folder=str(folder)) from error
    return target


def _is_whole(path: Path, file: _File) -> bool:
    try:
        return sha256(path.read_bytes()).hexdigest() == file.sha256
    except OSError:
        return False


def advances(face: Face) -> Mapping[int, float]:
    """Return how far each character of a face advances: code point → 1/1000 of the size; its keys are its coverage.

    The face is ready to be drawn with under ``face.value`` afterwards. Raises as :func:`font_file` does.
    """
    known = _ADVANCES.get(face)
    if known is None:
        with _LOCK:
            known = _ADVANCES.get(face)
            if known is None:
                from trainingdesk.documents.embedding import register

                known = _ADVANCES[face] = register(face.value, font_file(face))
    return known


@lru_cache(maxsize=16)
def _merged(face: Face) -> Mapping[int, float]:
    merged: dict[int, float] = {}
    for one in reversed(chain(face)):
        merged.update(advances(one))
    return merged


def text_width(text: str, size: float, face: Face) -> float:
    """Return the width of one line of text in points; characters no face has count as a full square."""
    own = advances(face)
    try:
        units = sum([own[ord(character)] for character in text])
    except KeyError:
        merged = _merged(face)
        units = sum(merged.get(ord(character), 1000) for character in text)
    return units * size / 1000


def runs(text: str, face: Face) -> list[tuple[Face, str]]:
    """Return a text as runs of one face each: its own where it has the character, else the first that has it.

    A character that none has stays in the run it stands in; :mod:`.preflight` refuses it beforehand.
    """
    own = advances(face)
    if all(ord(character) in own for character in text):
        return [(face, text)] if text else []
    found: list[tuple[Face, str]] = []
    for character in text:
        code = ord(character)
        chosen = next((one for one in chain(face) if code in advances(one)), face)
        if found and found[-1][0] is chosen:
            found[-1] = (chosen, found[-1][1] + character)
        else:
            found.append((chosen, character))
    return found
