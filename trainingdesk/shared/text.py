"""Words for people: gettext for the window's text, sentences and labels for the codes of the layers below.

The program speaks Chinese first. English source text is the message id; ``resources/locale/zh_CN/*.po`` holds the
Chinese, one file an area, compiled by ``build_locale.py``. Layers below the ui raise and return *codes with
parameters*; :func:`text` turns a code into a sentence, so that window and command line say the same.
"""

import gettext as _gettext
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from io import BytesIO
from pkgutil import iter_modules
from struct import iter_unpack, unpack_from

from trainingdesk.shared.assets import resource

LANGUAGES = ("zh_CN", "en")
DEFAULT_LANGUAGE = "zh_CN"


class _State:
    language = DEFAULT_LANGUAGE
    chosen = False
    catalog: "_gettext.NullTranslations | _Compiled | None" = None
    messages: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A parameter that is itself a code: it is put into words together with its sentence."""

    #: the code, for instance ``rank.section_head``
    code: str
    #: what its words name
    params: Mapping[str, object] = field(default_factory=dict, hash=False)


def set_language(language: str) -> None:
    """Choose the language of every later sentence: ``zh_CN`` or ``en``."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    _State.chosen = True
    _State.language = language
    _State.catalog = None


def language() -> str:
    """Return the language in force."""
    return _State.language


def language_chosen() -> bool:
    """Return whether somebody has chosen a language in this process (the command line, the environment)."""
    return _State.chosen


class _Compiled:
    """A compiled catalogue that reads a message when it is asked for.

    gettext reads all two thousand before the first one is said, which took a tenth of the way to the first paint.
    """

    def __init__(self, data: bytes) -> None:
        _magic, _revision, count, ids, texts = unpack_from("<5I", data)
        self._data = data
        # a message with forms for one and many stands under the one
        self._places = {
            data[at : at + length].partition(b"\0")[0]: texts + 8 * number
            for number, (length, at) in enumerate(iter_unpack("<2I", data[ids : ids + 8 * count]))
        }

    def gettext(self, message: str) -> str:
        """Return a message's translation, itself when it has none."""
        place = self._places.get(message.encode())
        if place is None:
            return message
        length, at = unpack_from("<2I", self._data, place)
        return self._data[at : at + length].partition(b"\0")[0].decode()

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the form that fits a count, by the language's own rule."""
        return self._whole.ngettext(one, many, count)

    @cached_property
    def _whole(self) -> _gettext.GNUTranslations:
        return _gettext.GNUTranslations(BytesIO(self._data))


def _catalog() -> "_gettext.NullTranslations | _Compiled":
    if _State.catalog is None:
        # gettext's own search would import the machine's locales for it, before the first paint
        compiled = resource(f"locale/{_State.language}/LC_MESSAGES/trainingdesk.mo")
        if _State.language == "en" or not compiled.exists():
            _State.catalog = _gettext.NullTranslations()
        else:
            _State.catalog = _Compiled(compiled.read_bytes())
    return _State.catalog


def _(message: str) -> str:
    """Return a message of the source text in the language in force."""
    return _catalog().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a counted message that fits ``count`` in the language in force."""
    return _catalog().ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a message translated later
    """Mark a message for translation where it stands in a table; it is translated when it is used."""
    return message


def messages() -> Mapping[str, str]:
    """Return every code with its English sentence, gathered from ``shared.messages``.

    Raises ValueError when two areas claim one code.
    """
    if _State.messages is None:
        from trainingdesk.shared import messages as package

        table: dict[str, str] = {}
        for module in iter_modules(package.__path__):
            part: dict[str, str] = import_module(f"{package.__name__}.{module.name}").MESSAGES
            twice = table.keys() & part.keys()
            if twice:
                raise ValueError(f"codes with two sentences: {sorted(twice)}")
            table.update(part)
        _State.messages = table
    return _State.messages


def text(code: str, /, **params: object) -> str:
    """Return the sentence or label of a code, with its parameters filled in.

    Raises KeyError when the code has no sentence: a test sees to it that each has one.
    """
    sentence = _(messages()[code])
    if not params:
        return sentence
    return sentence.format(**{key: _param(value) for key, value in params.items()})


#: The marks that stand between parts of a line in Chinese → in English.
_BETWEEN = {"、": ", ", "，": ", ", "；": "; "}


def listed(parts: Iterable[str], mark: str = "、") -> str:
    """Return parts in one line, between them a Chinese mark (、，；) or what English has for it."""
    return (mark if _State.language == "zh_CN" else _BETWEEN[mark]).join(parts)


def sentences(parts: Iterable[str]) -> str:
    """Return whole sentences one behind the other, with a space between them where the language has one; "" is none."""
    return ("" if _State.language == "zh_CN" else " ").join(part for part in parts if part)


def _param(value: object) -> object:
    if isinstance(value, Label):
        return text(value.code, **value.params)
    if isinstance(value, list | tuple):
        return listed(str(_param(part)) for part in value)
    return value
