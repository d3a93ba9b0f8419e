"""A remark that says somebody has retired or left: asked about, and a mere remark unless a person says otherwise.

Where a column says the status already, the remark beside it says since when (:func:`with_days_said`), and of who has left
why (:func:`cause_of`): there is one status for 调出, 辞职 and 去世.

Units write 已退休 2025.3 into 备注 where the sheet has no column for it. Only remarks that say nothing else are read: 拟于
明年退休 says something other than that somebody is gone. What can be meant in two ways, 内退 and 退休返聘, is asked about
apart. A remark whose day has not come by the day of the file,
or by today, speaks of something to come: nothing is asked about it, for one answer would take people out early.

借调至某局, 挂职, 援派 and 驻村 set no status: whoever is elsewhere for a time stays in the books of their own unit (公务员法
2018 第七十二条). They are told, so that the secondment is noted.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import Flaw, date_reader
from trainingdesk.domain.roster.known_units import NO_UNITS, KnownUnits
from trainingdesk.domain.roster.lent_here import lent_here
from trainingdesk.domain.roster.matching import Bucket, ImportPlan
from trainingdesk.domain.roster.moved_away import moved_to
from trainingdesk.domain.roster.parts import DAY as _DAY
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.roster.plausible import AgeRules, check_held
from trainingdesk.domain.roster.said_beside import only_beside, tells_gone
from trainingdesk.domain.roster.which_row import PASSED
from trainingdesk.shared.customary import beside_words, status_words
from trainingdesk.shared.word_rows import texts

#: the notes at remarks that say a status; their choices set it
REMARKS = frozenset(
    {
        *("roster.remark_status", "roster.remark_died", "roster.remark_seconded", "roster.remark_away"),
        *("roster.remark_moved", "roster.remark_inner", "roster.remark_rehired", "roster.remark_lent_here"),
        "roster.remark_removed",
    }
)
#: the note at a remark that speaks of something to come
TO_COME = "roster.remark_to_come"
#: answered with this, a remark stays one
KEEP = "-"
_MOVED = "roster.remark_moved"
#: remarks that can't be meant otherwise, as 内退 and 返聘 can
_CLEAR = frozenset({"roster.remark_status", "roster.remark_died", _MOVED})
#: remarks whose day is that of the status: the one of 内退 or 返聘 may be another one
_DATED = _CLEAR | {"roster.remark_seconded"}
_GONE = frozenset({PersonStatus.RETIRED.value, PersonStatus.LEFT.value})
#: from a day until another one: 2024.3-2026.3
_SPAN = re.compile(rf"{_DAY.pattern}[-—–~～至到]+{_DAY.pattern}")
#: what may stand beside the word without changing what it says
_BESIDE = re.compile(
    r"现|已经|已|正式|办理|手续|于|自(?!然|治)|从|起|同志|人员|因病|因公|本区|本单位|区外|[\s,，。；;:：()（）、]"
)
#: a city's: 市财政局, 市政府, 市民政局; 市场监管局, 市政管理局, 市容局 and 市民中心 are any district's
CITY = "市(?!场|容|民(?!政|族|宗|防|革|盟|建|进|主|营)|政(?!府|协|法|务|数|研))"
#: how what is not of the district begins
_OUTSIDE = f"(?:{CITY}|省|州|中央|国家|自治区|外省|外市|外地|外区|外县|其他区)"
#: to learn there, or not done yet
NOT_MOVED = ".*(?:学习(?!强国)|培训(?!中心|学|[部处科办院局]|基地)|进修(?!学)|轮训|未(?!成年|来|央)|待批|待办|暂缓|取消|不成|调回|返回|回来|回原|开会|出差)"
_TRANSFER = (
    f"(?:工作)?(?:调|选调|遴选|商调|转任)(?:到|至|往|入|去|任)?(?!{NOT_MOVED})(?P<target>{_OUTSIDE}.{{0,16}})"
)
_LENT_HERE = ".{2,16}(?:借调|借用|抽调|挂职)(?:而|过)?来(?:本|我|此)?.{0,6}"


def _any(kind: str, *of_columns: str) -> str:
    """Return an expression for the words of ``data/remark_words.json`` and those of a column of statuses, as remarks are read."""
    written = (
        *texts("remark_words.json", kind),
        *(word for name in of_columns for word in status_words()[name]),
    )
    words = sorted({_BESIDE.sub("", word) for word in written}, key=lambda word: -len(word))
    return f"(?:{'|'.join(map(re.escape, words))})"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], PersonStatus, str], ...]:
    """Return how a remark without its days says a status, and the note that asks about it."""
    retired = _any("retired", "retired")
    words = (
        (retired, PersonStatus.RETIRED, "roster.remark_status"),
        (_any("left", "went"), PersonStatus.LEFT, "roster.remark_status"),
        (_any("died", "died"), PersonStatus.LEFT, "roster.remark_died"),
        (f"(?:长期)?(?:休|请)?{_any('leave')}", PersonStatus.LONG_LEAVE, "roster.remark_status"),
        (_any("seconded_in", "seconded_in"), PersonStatus.SECONDED_IN, "roster.remark_seconded"),
        # to whom the roster can't have: a unit of the district may be one of its own, and is a transfer
        (_TRANSFER, PersonStatus.LEFT, _MOVED),
        # still on the books of the unit, and away from it until they retire
        (_any("inner"), PersonStatus.RETIRED, "roster.remark_inner"),
        (_any("removed"), PersonStatus.LEFT, "roster.remark_removed"),
        # retired, and at work all the same
        (
            f"{retired}(?:后|并)?{_any('rehired')}|{_any('rehired_alone')}",
            PersonStatus.RETIRED,
            "roster.remark_rehired",
        ),
        (_LENT_HERE, PersonStatus.SECONDED_IN, "roster.remark_lent_here"),
    )
    return tuple((re.compile(pattern), status, code) for pattern, status, code in words)


#: elsewhere for a time, sent by the own unit
_AWAY = re.compile(
    r"(?:借调|抽调|借用|选派|外派|派驻)(?:至|到|去|往|在).{2,}"
    r"|.{0,8}(?:挂职|驻村|驻外).{0,14}|.{0,4}援(?:派|疆|藏|青|外|滇|黔|边).{0,14}"
)
#: over, meant for later, or the other way round
_NOT_AWAY = re.compile("结束|期满|曾|返|拟|将|回|完成|原|来|前")
_HINT = re.compile(
    "[休退调辞离除世故逝亡牲殉假岗借挂援驻派聘薪转跟编去]|关系|原.{0,2}单位|交流|考[入到取走]|到龄|免|服刑"
)
#: a month of no year: 12月退休 may be the last one or the next
_MONTH_ALONE = re.compile(
    r"(?<![\d年./-])(?P<month>1[0-2]|0?[1-9])月(?:份|底|初|(?:[12]\d|3[01]|0?[1-9])日)?(?!\d)"
)
#: what a remark may say from a day until another one
_LASTING = frozenset({PersonStatus.LONG_LEAVE, PersonStatus.SECONDED_IN})
#: what may stand before and behind it
_ENDS = re.compile(r"^(?:现|已|正|自|从|起|于|[,，。；;（(])+|[,，。；;）)]+$")
_LONGEST = 30
#: between parts of a remark
_PARTS = re.compile(r"[;；。\n]")
_READ = date_reader(whole_days=True)
#: characters of a year, of a month, of a whole day
_YEAR, _MONTH_LENGTH, _DAY_LENGTH = 4, 7, 10


class Remark(NamedTuple):
    """What a remark says.

    Attributes:
        status: the status it speaks of, None for somebody who is elsewhere and keeps theirs.
        code: of the note that asks about it.
        day: since when, ``YYYY-MM-DD`` or ``YYYY-MM``; "" where it gives none.
        latest: the latest of all it names, be it a day, a month or only a year (``YYYY``); "" for none.
        target: where somebody was moved to, and maybe as what: 市财政局副局长; "" where they were not.
        word: what it says without the day: 病故, 调到市财政局.
        until: the day or month until which it holds, of 2024.3-2026.3挂职; "" where it gives none. The others are its beginning.
        month: ``MM`` where it names a month of no year, 12月退休; else "".
    """

    status: PersonStatus | None
    code: str
    day: str
    latest: str = ""
    target: str = ""
    word: str = ""
    until: str = ""
    month: str = ""

    def stays_within(self, units: KnownUnits) -> bool:
        """Return whether they were moved to a unit of the roster, or may have been: 市财政局 is of the district that is a city."""
        return units.may_be_of_district(self.target)

    def is_to_come(self, day: str) -> bool:
        """Return whether the remark speaks of something that has not come by a day, ``YYYY-MM-DD``; a month has come on its first.

        12月到龄 of no year is what is planned; 12月退休 may have been last year's.
        """
        if self.month and "到龄" in self.word:
            return self.month > day[_YEAR + 1 : _MONTH_LENGTH]
        return self.latest > day

    def is_over(self, day: str) -> bool:
        """Return whether the remark speaks of something that ended before a day, ``YYYY-MM-DD``."""
        return "" < self.until < day[: len(self.until)]

    def may_be_to_come(self, day: str) -> bool:
        """Return whether the remark names only a month or a year that a day, ``YYYY-MM-DD``, lies in and that goes on behind it.

        A month of no year may be that of the file's year where it has not ended.
        """
        if self.month:
            return self.month >= day[_YEAR + 1 : _MONTH_LENGTH]
        if not self.latest or len(self.latest) == _DAY_LENGTH or self.is_to_come(day):
            return False
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat().startswith(self.latest)


def read_remark(text: str) -> Remark | None:
    """Return the status that a remark speaks of, None for any other remark."""
    # of 100,000 remarks most hold none of these, and are not looked at any further
    return _read(text) if _HINT.search(text) else None


@lru_cache(maxsize=4096)
def _read(text: str) -> Remark | None:
    found, parts = _read_whole(text), parts_of(text)
    if found is None and len(parts) > 1:
        # 试用期 and 二级警长 beside it were left there by a column of ranks
        own = [part for part in parts if not _is_beside(part)]
        return _read_whole("；".join(own)) if len(own) < len(parts) else None
    return found


def _read_whole(text: str) -> Remark | None:
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    days, lasts = _DAY.findall(plain), _SPAN.search(plain) is not None
    bare = _DAY.sub("", _SPAN.sub("", plain))
    alone = None if days else _MONTH_ALONE.search(bare)
    if alone is not None:
        bare = _MONTH_ALONE.sub("", bare, count=1)
    word = _BESIDE.sub("", bare)
    month = alone["month"].zfill(2) if alone is not None else ""
    for pattern, status, code in _patterns():
        if (found := pattern.fullmatch(word)) and (not lasts or status in _LASTING):
            target = found.groupdict().get("target", "")
            said = _lasting(status, code, days, lasts=lasts)
            return said._replace(target=target, word=word, month=month)
    target = "" if lasts else moved_to(word)
    if re.match(f"(?!{NOT_MOVED}){_OUTSIDE}", target):
        said = _with_days(PersonStatus.LEFT, _MOVED, days)
        return said._replace(target=target, word=word, month=month)
    away = _ENDS.sub("", _DAY.sub("", plain))
    if _AWAY.fullmatch(away) and not _NOT_AWAY.search(away):
        return _lasting(None, "roster.remark_away", days, lasts=lasts)
    lent = lent_here(text)
    if not lent.how:
        return None
    code = "roster.remark_lent_here" if lent.origin or lent.here else "roster.remark_seconded"
    if lent.target:
        return _lasting(None, "roster.remark_away", days, lasts=lasts)
    return _lasting(PersonStatus.SECONDED_IN, code, days, lasts=lasts)


def _is_beside(part: str) -> bool:
    return bool(part) and only_beside(part, beside_words()) and not tells_gone(part)


def _lasting(status: PersonStatus | None, code: str, days: Sequence[str], *, lasts: bool) -> Remark:
    """Return what a remark says with its days: of a stretch the first is its beginning, the second its end."""
    if not lasts:
        return _with_days(status, code, days)
    since, until, *_ = (_with_days(status, code, [day]) for day in days)
    return since._replace(until=until.latest)


def _with_days(status: PersonStatus | None, code: str, days: Sequence[str]) -> Remark:
    said = [_READ(day) for day in days]
    latest = max(
        (day[:_YEAR] if isinstance(read, Flaw) else read for day, read in zip(days, said, strict=True)),
        default="",
    )
    read = said[0] if len(said) == 1 else ""
    return Remark(status, code, "" if isinstance(read, Flaw) else read, latest)


def with_days_said(
    rows: Sequence[ParsedPerson], answered: Collection[tuple[int, str]], ages: AgeRules
) -> tuple[Sequence[ParsedPerson], Set[int]]:
    """Return rows with the day of the status that they say where only their remark gives it, and which those are.

    So 死亡 beside 2026年1月去世 holds since that month. What has not come by the day of the file is the day of nothing, and
    neither is what the age speaks against.

    Args:
        rows: the people of the file.
        answered: (row, field) that were answered: of a status that was taken from a remark see :func:`remark_days`.
        ages: what days are held against.
    """
    found = {
        place: row._replace(status_from=since)
        for place, row in enumerate(rows)
        if row.note
        and row.status
        and not row.status_from
        and (since := _since_said(row.note, row.status, ages.come))
        and check_held(since, row.birth, ages.work_age) is None
        and (row.row, "status") not in answered
    }
    if not found:
        return rows, frozenset()
    return [found.get(place, row) for place, row in enumerate(rows)], {row.row for row in found.values()}


def keep_known_days(plan: ImportPlan, known: Mapping[int, KnownPerson], dated: Set[int]) -> ImportPlan:
    """Return a plan in which a remark gives no other day to a status that the roster has already, with its day.

    That one was said by somebody who had the document in hand, or is more exact. ``dated`` are the rows whose remark
    gives the day.
    """
    if not dated:
        return plan
    verdicts = list(plan.verdicts)
    for place, (row, verdict) in enumerate(zip(plan.rows, plan.verdicts, strict=True)):
        fields = {change.field for change in verdict.changes}
        if row.row not in dated or "status" in fields or "status_from" not in fields:
            continue
        if known[verdict.person_id].status_from:
            changes = tuple(change for change in verdict.changes if change.field != "status_from")
            bucket = verdict.bucket if changes else Bucket.SAME
            verdicts[place] = verdict._replace(bucket=bucket, changes=changes)
    return replace(plan, verdicts=verdicts)


def _since_said(note: str, status: str, day: str) -> str:
    """Return since when a remark, or a part of it, says that a status holds; "" where it doesn't, or to come.

    Of several the last counts: 2022年3月产假；2026年2月病假. With its year alone it has no day, and one before it is none.
    """
    said = [
        remark
        for remark in _remarks_in(note)
        if remark.status == status
        and remark.code in _DATED
        and not remark.is_to_come(day)
        and not remark.is_over(day)
    ]
    return max(said, key=_latest).day if said else ""


def cause_of(note: str, since: str = "", *, undated: bool = True) -> str:
    """Return why somebody has left as a remark or a part of it says it, 病故 or 辞职; "" where it doesn't.

    Of several the last counts: 2012年5月调出；2026年2月去世.

    Args:
        note: the remark.
        since: the day they left, ``YYYY-MM-DD`` or ``YYYY-MM``: what was in another month is not why; "" for any.
        undated: whether what has no day counts.
    """
    said = [
        remark
        for remark in _remarks_in(note)
        if remark.status is PersonStatus.LEFT
        and (since.startswith(remark.latest[:_MONTH_LENGTH]) or not since if remark.latest else undated)
    ]
    return max(said, key=_latest).word if said else ""


def _latest(remark: Remark) -> str:
    return remark.latest


def _remarks_in(note: str) -> Iterable[Remark]:
    """Yield what a remark says of a status, as a whole or else in its parts."""
    if not _HINT.search(note):
        return
    whole = read_remark(note)
    for remark in (whole,) if whole else map(read_remark, parts_of(note)):
        if remark is not None:
            yield remark


def parts_of(note: str) -> Sequence[str]:
    """Return the parts of a remark that each say something of their own."""
    return _PARTS.split(note)


def _said(note: str) -> Set[str]:
    """Return what a remark says, part by part: 2019年援疆结束 doesn't say 援疆."""
    return {said for part in parts_of(note) if (said := part.strip())}


def day_and_word(text: str) -> tuple[str, str]:
    """Return what a short remark says without its day, and that day, ``YYYY-MM-DD`` or ``YYYY-MM``.

    Both are "" where it is long; the day is where it names none, several, or only a year.
    """
    if len(text) > _LONGEST:
        return "", ""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    days = _DAY.findall(plain)
    read = _READ(days[0]) if len(days) == 1 else ""
    return _BESIDE.sub("", _DAY.sub("", plain)), "" if isinstance(read, Flaw) else read


def remark_notes(
    plan: ImportPlan,
    known: Mapping[int, KnownPerson],
    answers: Mapping[tuple[int, str], str],
    header: str,
    field_of: Callable[[Problem], str],
    day: str,
    units: KnownUnits = NO_UNITS,
) -> list[Problem]:
    """Return the notes at remarks that say a status which neither the row nor the roster has.

    What may be still to come is asked about apart: only remarks that say the very same get its answer too.

    Args:
        answers: (row, field) → what was answered; what was answered about the status can be answered anew.
        header: of the column of remarks.
        field_of: the field a problem is about: a status that can't be read is asked about as it is.
        day: the day of the file, or today where that is earlier, ``YYYY-MM-DD``.
        units: of the roster: who was moved to one of them has not left.
    """
    open_rows = {
        one.row for one in plan.problems if one.severity is not Severity.NOTE and field_of(one) == "status"
    }
    found = []
    for row, verdict in zip(plan.rows, plan.verdicts, strict=True):
        remark = read_remark(row.note) if row.note else None
        if remark is None or verdict.bucket is Bucket.ERROR or row.row in open_rows:
            continue
        if verdict.reason in PASSED or remark.stays_within(units) or remark.is_over(day):
            continue  # another row of the same person counts; a transfer inside is no leaving
        if row.row in plan.lent and remark.status in {None, PersonStatus.SECONDED_IN}:
            continue  # of which unit they are is asked
        answer = answers.get((row.row, "status"))
        person = known.get(verdict.person_id)
        if remark.status is None and person is not None and _said(row.note) <= _said(person.note):
            continue  # it was said when it was new
        has = {row.status, person.status if person is not None else ""}
        if answer is None and (has & _GONE or remark.status in has):
            continue
        params: dict[str, object] = {"value": row.note}
        code = TO_COME if remark.is_to_come(day) else remark.code
        if code is not TO_COME:
            taken = KEEP if answer is None else answer
            offered = [remark.status.value] if remark.status is not None else []
            params |= {"about": "status", "choices": offered, "taken": taken, "answered": answer is not None}
            if remark.may_be_to_come(day):
                params["apart"] = row.note
        elif answer is not None:
            continue
        found.append(Problem(code, params, field=header, row=row.row, value=row.note, severity=Severity.NOTE))
    return found


def without_to_come(
    answers: Mapping[tuple[int, str], str], notes: Mapping[int, str], asked: Collection[int], day: str
) -> dict[tuple[int, str], str]:
    """Return the answers without the statuses that were taken from remarks of something to come.

    By another day of the file what had come is to come: its answer waits until the day is right again.

    Args:
        notes: row → remark, of the rows whose status was answered.
        asked: the rows whose status was asked about as such; what was answered there stands.
        day: as for :func:`remark_notes`.
    """
    kept = {}
    for (row, field), value in answers.items():
        remark = read_remark(notes.get(row, "")) if field == "status" and row not in asked else None
        if remark is None or remark.status != value or not remark.is_to_come(day):
            kept[row, field] = value
    return kept


def remark_days(
    answers: Mapping[tuple[int, str], str], notes: Mapping[int, str], today: str
) -> list[tuple[int, str, str]]:
    """Return (row, ``status``, day) where a status was taken from a remark that says since when.

    ``notes`` are the remarks of the rows that were answered; a day later than ``today`` is none.
    """
    found = []
    for (row, field), value in answers.items():
        remark = read_remark(notes.get(row, "")) if field == "status" else None
        if remark is not None and remark.status == value and "" < remark.day <= today:
            found.append((row, field, remark.day))
    return found


def answered_rows(answers: Iterable[tuple[int, str]]) -> Sequence[int]:
    """Return the rows whose status was answered."""
    return sorted(row for row, field in answers if field == "status")


def sets_status(problem: Problem) -> bool:
    """Return whether it is asked of a remark if it sets a status: who is elsewhere for a time keeps theirs."""
    return problem.code in REMARKS and bool(problem.params.get("choices"))


def gone_unanswered(problems: Iterable[Problem]) -> frozenset[int]:
    """Return the rows whose remark says for certain that the person has retired, left or died, and was not answered."""
    return frozenset(
        problem.row
        for problem in problems
        if problem.code in _CLEAR
        and not problem.params["answered"]
        and not _GONE.isdisjoint(problem.params["choices"])
    )
