"""What a person said on an import's preview, one act after another, so that the last one can be taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from trainingdesk.domain.roster.missing import Gone
from trainingdesk.ui.pages.roster.choices import Choices

#: what is kept about rows beside what was said of them
_DERIVED = frozenset({"emptied", "places", "others"})
#: said on another page of the wizard, where it is typed anew, or looked up
_ELSEWHERE = frozenset({"day", "day_given", "unopened"})
#: what the rows are read by
_CELLS = frozenset({"corrections", "answers", "unit_said"})
#: what is typed letter by letter, which is one act
_TYPED = frozenset({"days", "left_reason", "left_day"})
#: so many acts can be taken back
_DEPTH = 200

_KEPT = tuple(part.name for part in fields(Choices) if part.name not in _ELSEWHERE)
_NONE = object()

#: field → what of it was another one before: key → value of a dict, element → whether it was in a set, or the value
Before = dict[str, Any]


class Act:
    """One act: what was before it.

    Attributes:
        before: what it changed, as it was.
        row: the row the person was at.
    """

    def __init__(self, before: Before, row: int) -> None:
        self.before = before
        self._at = row

    @property
    def reads_again(self) -> bool:
        """Whether the rows have to be read again without it."""
        return not _CELLS.isdisjoint(self.before)

    @property
    def rows(self) -> list[int]:
        """The rows it was about, the one the person was at first."""
        rows: dict[int, None] = {}
        for name in (
            "corrections",
            "answers",
            "remarks_kept",
            "decisions",
            "declined_rows",
            "declined_fields",
            "taken_fields",
        ):
            rows |= dict.fromkeys(_rows_of(self.before.get(name, ())))
        for name in ("put_right", "days"):
            rows |= dict.fromkeys(_rows_of(self.before.get(name, ())))
        return sorted(rows, key=lambda row: row != self._at)

    @property
    def people(self) -> list[int]:
        """Those who are not in the file and whom it was about."""
        return list(self.before.get("left", ()))

    def goes_on(self, last: "Act", choices: Choices) -> bool:
        """Return whether this only types on what the last one began to type; ``choices`` are as they are now."""
        if self.before.keys() != last.before.keys() or not self.before.keys() <= _TYPED | {"left"}:
            return False
        for name, before in self.before.items():
            if isinstance(before, dict) and before.keys() != last.before[name].keys():
                return False
        for person, before in self.before.get("left", {}).items():
            # since when and why somebody is gone is typed; what became of them is said
            said = {last.before["left"][person], before, choices.left.get(person)}
            if len({one.status if isinstance(one, Gone) else None for one in said} | {None}) != 2:
                return False
            if not all(isinstance(one, Gone) for one in said):
                return False
        return True

    def put_back(self, choices: Choices) -> None:
        """Let the choices say what they said before."""
        for name, before in self.before.items():
            now = getattr(choices, name)
            if isinstance(now, set):
                for one, was in before.items():
                    (now.add if was else now.discard)(one)
            elif isinstance(now, dict):
                for key, value in before.items():
                    if value is _NONE:
                        now.pop(key, None)
                    else:
                        now[key] = value
            else:
                setattr(choices, name, before)


class Acts:
    """The acts on one preview, told by what became of the choices since they were looked at last."""

    def __init__(self) -> None:
        self._acts: list[Act] = []
        self._known: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self._acts)

    def begin(self, choices: Choices) -> None:
        """Begin with another file: nothing was said of it."""
        self._acts.clear()
        self._known = _copy(choices, _KEPT)

    def note(self, choices: Choices, row: int) -> None:
        """Keep what was said since, if anything was; ``row`` is the one the person is at."""
        act = self._since(choices, row)
        if act is None:
            return
        last = self._acts[-1] if self._acts else None
        if last is not None and act.goes_on(last, choices):
            return
        self._acts = [*self._acts[1 - _DEPTH :], act]

    def follow(self, choices: Choices, *, goes_back: bool) -> None:
        """Take over what the program itself changed, since rows were read again or shown anew, or for another day.

        What ``goes_back`` does so with the acts the rows were read again for, whatever was said while they were read:
        each of them knows how everything was before it, and once it is taken back the rows are read without it.
        """
        act = self._since(choices, 0, derived=True)
        if act is None or not goes_back:
            return
        then = act.before
        for one in reversed(self._acts):
            if one.reads_again:
                _merge(one.before, then)
            # what an act changed too was before it, and before those before it, as that act knows it
            then = _older(one.before, then)

    def back(self, choices: Choices) -> Act | None:
        """Take the last act back and return it, None where nothing was said."""
        if not self._acts:
            return None
        act = self._acts.pop()
        act.put_back(choices)
        self._known |= _copy(choices, act.before)
        return act

    def _since(self, choices: Choices, row: int, *, derived: bool = False) -> Act | None:
        before = _before(self._known, choices)
        self._known |= _copy(choices, before)
        if not before or (not derived and before.keys() <= _DERIVED):
            return None
        return Act(before, row)


def _rows_of(keys: Iterable[Any]) -> list[int]:
    return [key[0] if isinstance(key, tuple) else key for key in keys]


def _copy(choices: Choices, names: Iterable[str]) -> dict[str, Any]:
    found = {name: getattr(choices, name) for name in names}
    return {name: value.copy() if isinstance(value, dict | set) else value for name, value in found.items()}


def _before(known: Mapping[str, Any], choices: Choices) -> Before:
    changed: Before = {}
    for name, before in known.items():
        now = getattr(choices, name)
        if now == before:
            continue
        if isinstance(before, set):
            changed[name] = {one: one in before for one in before ^ now}
        elif isinstance(before, dict):
            keys = [key for key in {**before, **now} if before.get(key, _NONE) != now.get(key, _NONE)]
            changed[name] = {key: before.get(key, _NONE) for key in keys}
        else:
            changed[name] = before
    return changed


def _older(first: Before, then: Before) -> Before:
    """Return how all that was changed then was before a first change."""
    older: Before = {}
    for name, before in then.items():
        if isinstance(before, dict):
            known = first.get(name, {})
            older[name] = {key: known.get(key, was) for key, was in before.items()}
        else:
            older[name] = first.get(name, before)
    return older


def _merge(first: Before, then: Before) -> None:
    """Let what was before two changes be what was before the first."""
    for name, before in then.items():
        if isinstance(before, dict):
            first[name] = {**before, **first.get(name, {})}
        else:
            first.setdefault(name, before)
