"""工作单位及职务 in one column: cut where a unit of the roster ends and a post begins, asked about where that is open."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import LONGEST_NAMING, TOO_LONG, Broken, Cell, Flaw, key_of, text_of
from trainingdesk.domain.roster.posts import INNER, POST, read_posts
from trainingdesk.domain.roster.two_names import without_second_name

#: Stands between unit and post in the choices of a question.
BETWEEN = "｜"

_DEPARTMENT = re.compile(r"[\u4e00-\u9fff]{1,8}(?:办公室|科|股|室)")
#: every place behind a name of an organisation
_ORGANISATION_END = re.compile(
    r"(?<=[局委办部院校所站镇乡会处队馆社学园厂])|(?<=中心|街道|公司|集团|政协|人大|妇联|残联|商联|文联|侨联|科协|支行|分行)|(?<=办公室)"
)
#: 区委, 区政府: what follows may be a unit of its own (区委办公室), known to the roster or not; behind 团区委 it is not.
_WHOLE_BODY = re.compile(r"(?!(?:共青)?团).*[区县市旗省州盟](?:委|委员会|政府|人民政府|人大|人大常委会|政协)")
#: how somebody is there, in brackets before or behind a post: （挂职）副局长
_HOW = re.compile(r"[(（\[【][^()（）\[\]【】]{1,8}[)）\]】]")
_BARS = re.compile(r"[｜|]")
#: an organisation of its own with a post behind it, or the rest of a name
_FURTHER = re.compile(
    r"有限|股份|(?:集团)?公司|办事处|管委会|委员会|人民政府|[\u4e00-\u9fff]+?(?:局|委|委员会|办|部|院|学校|小学|中学|大学|党校|中心|所|站|镇|乡|街道|公司|集团|会|处|队|馆|社|园|厂)"
    r"(?:$|" + POST.pattern + ")"
)
_DISTRICT = re.compile(r".{1,6}[区县市旗].{2,}")
_OF_DISTRICT = re.compile(r".{0,6}(?:[区县旗]|(?<=.)市).{2,}")
#: ends of names that may begin a post: 办公室主任, 小学校长
_EVERYWHERE = frozenset(
    {"办公室", "委员会", "办事处", "公司", "有限公司", "中心", "小学", "中学", "学校", "医院", "限公司"}
)
#: characters of a name's end that are taken for the unit
_SHORTEST = 3
#: characters of a department's name, 8 and 办公室; of a unit before a blank
_LONGEST_DEPARTMENT, _LONGEST_UNIT = 11, 100
#: a department that is no unit anywhere, behind the unit it is in: 预算科科长
_PLAIN_DEPARTMENT = re.compile(r"([\u4e00-\u9fff]{1,8}?)(?:科|股|(?<!办公)室)" + POST.pattern)
#: words in which an ending is none yet
_INSIDE = re.compile(
    r"办公室|办事处|委员会|常委会|管委会|社会.|社区|社保|会计|会议|会展|处理|处置|学校(?!长)|学院|学会|园林|园区|部队|校园|院校|老干部局"
)
#: what goes on behind an ending: 集团|有限公司, 中心|小学
_NOT_YET = re.compile(r"有限|股份|集团|公司|办事处|小学|中学|学校|卫生院|医院|幼儿园|供销社")
#: the beginning of a unit that is one by itself too: 区委, 区政府
_BEGINS_UNIT = re.compile(r".*[区县市旗省州盟](?:委|委员会|政府|人民政府)")
#: where one of several posts ends
_NEXT_POST = re.compile(r"[、,，;；/\s]+兼?|兼任?")
#: what the committees and congresses of a district call their own posts: 区委副书记; 区长 and 组织部部长 are of others
_OWN_OF_BODY = re.compile(
    r"(?:党组)?(?:常务|第一)?副?(?:书记|常委|委员|成员|秘书长|主任|主席)|[一二三四]级.{2,6}|正[科处]级?|副[科处]级?|干部|工作人员"
)
#: a unit that may have people by itself, with a post behind it; 办公室, 科 and 大队 are inside the one before
_OTHER_UNIT = re.compile(
    r"(?:[\u4e00-\u9fff]{1,6}?[区县市旗]|(?=[\u4e00-\u9fff]{2}))[\u4e00-\u9fff]{0,20}?"
    r"(?:局|委|委员会|[区县市旗][\u4e00-\u9fff]{0,8}办(?:公室)?|组织部|宣传部|统战部|社会工作部|院|学校|小学|中学|大学|党校|"
    r"中心|所|站|镇|乡|街道|公司|集团|协会|学会|联合会|会|妇联|残联|文联|科协|侨联|工商联|管理处|馆|社|幼儿园|厂|支行|银行|人大|政协)"
    + POST.pattern
)
#: two names of one organisation
_SAME_UNIT = (("纪委", "监委"), ("纪委", "监察委"), ("党校", "行政学院"))
#: who is of the committee's standing members heads one of its departments: 区委常委、组织部部长
_OF_COMMITTEE = re.compile(
    r"(.*[区县市旗省州盟]委)((?:常委|委员|副书记)[、,，;；/\s兼]*(组织部|宣传部|统战部|社会工作部|政法委|办公室)"
    + POST.pattern
    + r".*)"
)
#: what is no unit but inside one: 机关党委书记
_NO_UNIT_END = re.compile(r".*(?:党委|党组|支部|总支|团委|常委)")
#: how a post ends that no list of posts has
_SOMEBODY = re.compile("[员师长手工者生人医官]$|书记$|[^总]监$|经理$|助理$")
#: a post that somebody held or will hold, or holds elsewhere
_NO_MORE = re.compile("原|前|曾|已|拟|待|离|退|借|抽调|跟班|派|驻")
#: what may have people by itself, and ends as no organisation of a district does
_MAY_BE_UNIT = re.compile("[村寨屯]|单位|[下所直]属|社区|基地|银行|门诊|诊所|窗口|[区县市旗镇乡](?!长)")
#: how a street or a town is called, and what is inside of it
_OF_PLACE = ("街道", "街道办事处", "镇", "乡", "镇人民政府", "乡人民政府")
_BODY_OF_PLACE = re.compile("人大(?:工委|主席团)?|政协(?:联络委|工委)|办事处|人民政府|政府|[党纪]工?委")
#: a unit without a post; 区委常委 is none
_WHOLE_UNIT = re.compile(
    r"[^、,，;；\s]{2,28}(?:局|院|中心|街道|公司|集团|办公室|办事处|委员会)|[^、,，;；\s]{0,20}[市区县旗]委[^、,，;；\s]{1,8}部"
)
#: characters of a unit that nobody knows yet
_LONGEST_NEW = 30
#: parts of a cell that are looked at for the blank it is cut by: each place reads all that stands behind it
_MOST_PARTS = 40
OPEN_CUT = "roster.unit_post_open"
UNITS_DIFFER = "roster.units_differ"
_SEVERAL = re.compile(r"[、,，;；/\s]")
_MARKS = " ,，、;；:：·—-"


def cut_cell(cell: Cell, known: Mapping[str, str], lengths: tuple[int, ...]) -> tuple[str, str] | Flaw:
    """Return the unit and the post of a cell.

    Args:
        cell: as the file has it, with its blanks.
        known: every spelling of every unit as :func:`~.cells.key_of` makes it → its full name.
        lengths: the lengths of these spellings, longest first.

    A bar cuts. Else the longest known unit at the beginning is the unit when a post or an inner department follows;
    blanks count only where that finds nothing, for 城东区委 组织部副部长 is of 城东区委组织部.
    """
    if isinstance(cell, Broken):
        return Flaw(cell.code)
    # each place that a text may be cut at would be a choice as long as the text
    if isinstance(cell, str) and len(cell) > LONGEST_NAMING < len(text_of(cell)):
        return Flaw(TOO_LONG)
    text = read_posts(cell)
    if not text:
        return "", ""
    if isinstance(cell, str):
        parts = [read_posts(part) for part in _BARS.split(cell)]
        if len(parts) == 2 and all(parts):
            unit, rest = _known_start("".join(parts), known, lengths)
            if len(key_of(unit)) > len(key_of(parts[0])) and is_post(rest):
                return unit, rest  # 城东区委｜组织部副部长
            return known.get(key_of(parts[0]), parts[0]), parts[1]
    found = split_unit_post(text, known, lengths)
    if not isinstance(found, Flaw) or not isinstance(cell, str):
        return found
    at_blank = _cut_at_blank(cell.split(), known, lengths)
    if at_blank or known:
        return at_blank or found
    return cut_unknown(text) or found._replace(choices=_choices_of_unknown(text, found.choices))


def _choices_of_unknown(text: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """Return where a text may be cut at a desk without units: no unit's name goes over several posts.

    Of posts in two organisations each may be the person's own: 区信访局｜局长、区政府办公室副主任 is offered too.
    """
    found: list[str] = []
    others: list[str] = []
    for one in choices:
        unit, _between, post = one.partition(BETWEEN)
        own = _SEVERAL.split(unit)[-1]
        if own == unit:
            found.append(one)
        elif len(own) > _SHORTEST and POST.match(post):
            others.append(f"{own}{BETWEEN}{post}、{unit.removesuffix(own).rstrip(_MARKS)}")
    found += others
    committee = _OF_COMMITTEE.fullmatch(text)
    if committee:
        found.insert(0, f"{committee[1]}{committee[3]}{BETWEEN}{committee[2]}")
    return tuple(dict.fromkeys(found)) or choices


def split_unit_post(text: str, known: Mapping[str, str], lengths: tuple[int, ...]) -> tuple[str, str] | Flaw:
    """Return the unit and the post that a text without blanks names, as :func:`cut_cell` does.

    Where that is open a Flaw ``roster.unit_post_open`` asks; its choices are unit and post with :data:`BETWEEN`
    between them.
    """
    unit, rest = _known_start(text, known, lengths)
    rest = _behind_name(unit, text, rest, known)
    words = [found.span() for found in _INSIDE.finditer(text)]
    if unit and rest and _is_inside(words, len(text) - len(rest)):
        unit, rest = "", text  # 区委政法委|员会
    if unit and rest:
        rest = without_second_name(text.removesuffix(rest), rest)
    if unit and not rest:
        return unit, ""
    if unit and (is_post(rest) or is_inner(unit, rest)):
        return unit, rest
    if unit and rest and _is_plain_post(unit, rest, known, lengths):
        return unit, rest
    choices = []
    if committee := _OF_COMMITTEE.fullmatch(text):
        own = known.get(key_of(committee[1] + committee[3])) or known.get(key_of(committee[3]))
        choices += [f"{own}{BETWEEN}{committee[2]}"] if own else []
    if unit:
        # 城东区教育局实验小学校长: the school may be known by itself
        below, post = _known_start(rest, known, lengths)
        if below and (not post or is_post(post) or is_inner(below, post)):
            choices.append(f"{below}{BETWEEN}{post}" if post else below)
        elif _ends_organisation(rest):
            choices.append(rest)
        choices.append(unit if choices and BETWEEN not in choices[-1] else f"{unit}{BETWEEN}{rest}")
    ends = [place for place in _organisation_ends(text) if not _is_inside(words, place)]
    for follows in (POST, INNER):
        choices += [
            f"{text[:place]}{BETWEEN}{text[place:]}"
            for place in reversed(ends)
            if 2 < place < len(text) and follows.match(text, place)
        ]
    return Flaw(OPEN_CUT, Severity.QUESTION, "", tuple(dict.fromkeys(choices)))


def _behind_name(unit: str, text: str, rest: str, known: Mapping[str, str]) -> str:
    """Return what stands behind a unit that a text names more fully than its spelling: 董事长 of 城建集团有限公司董事长.

    It is what the unit's full name, and no other unit's, ends with.
    """
    begins = len(text) - len(rest)
    longest = min(len(text), len(unit)) if unit and rest else 0
    end = next((place for place in range(longest, begins, -1) if unit.endswith(text[:place])), 0)
    # another form of the unit's name has the district before it
    others = end and any(name.endswith(text[:end]) and not name.endswith(unit) for name in known.values())
    return text[end:].lstrip(_MARKS) if end and not others else rest


def _is_plain_post(unit: str, rest: str, known: Mapping[str, str], lengths: tuple[int, ...]) -> bool:
    """Return whether what stands behind a unit can be no more than a post that no list of posts has: 语文老师, 驾驶员.

    It names somebody, and nothing in it may be a unit of its own: 电教中心八级职员 and 柳林村支部书记 stay open, as does what
    follows 区委. A 原局长 is none any more.
    """
    first = _NEXT_POST.split(_HOW.sub("", rest))[0]
    if unit.endswith(_OF_PLACE) and (body := _BODY_OF_PLACE.match(first)):
        return is_post(first[body.end() :])
    if _WHOLE_BODY.fullmatch(unit) or not _SOMEBODY.search(first) or _NO_MORE.match(first):
        return False
    if _MAY_BE_UNIT.search(first) or _known_start(first, known, lengths)[0]:
        return False
    words = [found.span() for found in _INSIDE.finditer(first)]
    return not any(
        place >= _SHORTEST and not _is_inside(words, place) and not _NO_UNIT_END.fullmatch(first, 0, place)
        for place in _organisation_ends(first)
    )


def cut_unknown(text: str) -> tuple[str, str] | None:
    """Return the unit and the post of a text at a desk that has no units yet; None where it may be cut in two ways.

    The first ending of an organisation with a post behind it cuts, where none stands before it that may be a unit by
    itself: 城东区教育局|党委书记、局长, but not 城东区教育局实验小学校长. 区委 and 区政府 alone are the beginning of a unit.
    Posts in two organisations (区委常委、组织部部长) leave open whose person somebody is.
    """
    if _WHOLE_UNIT.fullmatch(text) and not POST.fullmatch(text):
        return text, ""
    start = text[: _LONGEST_NEW + 4]
    words = [found.span() for found in _INSIDE.finditer(start)]
    for place in _organisation_ends(text[: _LONGEST_NEW + 1]):
        if place >= len(text) or _SEVERAL.search(text, 0, place):
            return None
        if place < _SHORTEST or _is_inside(words, place):
            continue
        if text.startswith("常委会", place):
            continue
        department = _PLAIN_DEPARTMENT.match(text, place)
        if POST.match(text, place) or (department and not _organisation_ends(department[1])):
            open_one = _NO_UNIT_END.fullmatch(text, 0, place) or _names_another(text[:place], text[place:])
            return None if open_one else (text[:place], text[place:])
        if not (_NOT_YET.match(text, place) or _BEGINS_UNIT.fullmatch(text, 0, place)):
            return None
    return None


def _is_inside(words: Iterable[tuple[int, int]], place: int) -> bool:
    """Return whether a place lies in one of these words; no name ends in a word that goes on."""
    return any(begin < place < end for begin, end in words)


def cut_like_others(
    cells: Sequence[Cell], asked: Mapping[int, Flaw], units: Iterable[str]
) -> dict[int, tuple[str, str]]:
    """Return line → the unit and the post of cells that begin with a unit other rows name, where a post of it follows.

    ``asked`` are the lines whose cells are asked about, ``units`` those that were read. Behind 区委 a unit of its own
    may follow, and 局长、区政府办公室副主任 is of two: these stay asked about.
    """
    asks = [line for line, flaw in asked.items() if flaw.code == OPEN_CUT]
    names = {key_of(unit): unit for unit in set(units) if unit and not is_whole_body(unit)} if asks else {}
    lengths = tuple(sorted({len(key) for key in names}, reverse=True))
    found = {}
    for line in asks:
        unit, post = _known_start(read_posts(cells[line]), names, lengths)
        if unit and POST.match(post) and not _names_another(unit, post):
            found[line] = unit, post
    return found


def _names_another(unit: str, posts: str) -> bool:
    """Return whether one of the posts behind a unit is, or may be, in another organisation."""
    parts = [_HOW.sub("", part) for part in _NEXT_POST.split(posts)]
    if _WHOLE_BODY.fullmatch(unit):
        return any(part and not _OWN_OF_BODY.fullmatch(part) for part in parts)
    own_office = unit.endswith(("街道", "镇", "乡"))
    for part in parts[1:]:
        if own_office and part.startswith(("办事处", "人大", "人民政府", "政府")):
            continue
        if any(here in unit and there in part for here, there in _SAME_UNIT):
            continue
        own = POST.match(part)
        if _OTHER_UNIT.match(part[own.end() :] if own else part):
            return True
    return False


def _organisation_ends(text: str, start: int = 0) -> list[int]:
    """Return every place of a text, from one on, behind what may be the end of an organisation's name."""
    return [found.start() for found in _ORGANISATION_END.finditer(text, start)]


def _ends_organisation(text: str) -> bool:
    return len(text) in _organisation_ends(text, max(0, len(text) - 1))


def is_post(text: str) -> bool:
    """Return whether a text begins with a post, be it with how it is held in brackets before it."""
    how = _HOW.match(text)
    return bool(POST.match(text[how.end() :] if how else text))


def is_whole_body(unit: str) -> bool:
    """Return whether what follows a unit may be a unit of its own: 区委, 区政府."""
    return bool(_WHOLE_BODY.fullmatch(unit))


def is_inner(unit: str, text: str) -> bool:
    """Return whether a text behind a unit begins with one of its departments; behind 区委 that may be a unit."""
    inside = INNER.match(text) or _DEPARTMENT.fullmatch(text)
    return bool(inside) and not _WHOLE_BODY.fullmatch(unit)


def names_district(text: str) -> bool:
    """Return whether a text begins with a unit by its district: 区委宣传部科长 is of no section of another unit."""
    return bool(_OF_DISTRICT.match(text))


def differs(unit: str, found: tuple[str, str] | Flaw, known: Mapping[str, str], text: str) -> Flaw | None:
    """Return the question which unit counts, where 工作单位及职务 names another one than the column of units; else None."""
    key = key_of(unit)
    if isinstance(found, Flaw):
        if is_post(text) or is_inner(unit, text) or post_in(unit, text) != text:
            return None
        other = next((one for one in found.choices if _DISTRICT.match(one)), "")
        return _which(f"{unit}{BETWEEN}{text}", other) if other and key not in key_of(other) else None
    if key_of(known.get(key, unit)) in {key_of(found[0]), key_of(known.get(key_of(found[0]), ""))}:
        return None
    return _which(f"{unit}{BETWEEN}{found[1]}", BETWEEN.join(found) if found[1] else found[0])


def _which(one: str, other: str) -> Flaw:
    return Flaw(UNITS_DIFFER, Severity.QUESTION, "", (one, other))


def post_in(unit: str, text: str) -> str:
    """Return the post of a text that may begin with the unit, or with a part of its name: 民政局副局长 at 城东区民政局."""
    for start in range(len(unit) - 1):
        said = unit[start:]
        if len(said) < _SHORTEST and not said.endswith("委"):
            break
        if text.startswith(said) and said not in _EVERYWHERE:
            return text[len(said) :].lstrip(_MARKS)
    return text


def _cut_at_blank(
    parts: list[str], known: Mapping[str, str], lengths: tuple[int, ...]
) -> tuple[str, str] | None:
    """Return the unit and the post of a cell that cuts them by a blank; None where the blanks don't say for certain.

    Before the blank stands an organisation, behind it no further one: 某某局 办公室主任, but not 某某集团 有限公司董事长.
    A second place says that it is not certain; no cell that cuts by a blank has more than a few dozen.
    """
    found: list[tuple[str, str]] = []
    if len(parts) > _MOST_PARTS:
        return None
    for place in range(1, len(parts)):
        unit, rest = text_of(" ".join(parts[:place])), read_posts(" ".join(parts[place:]))
        if len(unit) > _LONGEST_UNIT:
            break
        named = known.get(key_of(unit))
        if named is None and (not _ends_organisation(unit) or _known_start(unit, known, lengths)[0]):
            continue
        if named is None and (_names_department(unit) or unit.endswith("常委")):
            continue  # 城东区水务局办公室 主任: a unit, or an office of one
        whole = named or unit
        plain = not _WHOLE_BODY.fullmatch(whole) and not _FURTHER.match(rest)
        if is_post(rest) or is_inner(whole, rest) or plain:
            if found:
                return None
            found.append((whole, rest))
    return found[0] if found else None


def _names_department(text: str) -> bool:
    """Return whether a text is a unit with one of its departments behind it."""
    return any(
        place >= _SHORTEST
        and text[place - 1 : place + 1] != "办公"
        and _DEPARTMENT.fullmatch(text, place)
        and not _WHOLE_BODY.fullmatch(text, 0, place)
        for place in _organisation_ends(text, max(0, len(text) - _LONGEST_DEPARTMENT))
        if place < len(text) - 1
    )


def offer_units(problems: Iterable[Problem], units: Iterable[str]) -> list[Problem]:
    """Return the problems; where a cell is asked to be cut, units named elsewhere in the file are offered first."""
    problems = list(problems)
    if not any(problem.code == OPEN_CUT for problem in problems):
        return problems
    names = {key_of(unit): unit for unit in units if unit}
    lengths = tuple(sorted({len(key) for key in names}, reverse=True))
    return [_offer(problem, names, lengths) if problem.code == OPEN_CUT else problem for problem in problems]


def _offer(problem: Problem, names: Mapping[str, str], lengths: tuple[int, ...]) -> Problem:
    unit, rest = _known_start(problem.value, names, lengths)
    if not unit or not rest:
        return problem
    offered = dict.fromkeys([f"{unit}{BETWEEN}{rest}", *problem.params.get("choices", ())])
    return replace(problem, params={**problem.params, "choices": list(offered)})


def cut_kind(choice: str) -> str:
    """Return where a choice cuts: before a post, before an inner department, or elsewhere.

    By it one answer does for several cells, whatever is offered first: who takes 某局｜办公室主任 wants 某某局｜办公室主任.
    """
    post = choice.partition(BETWEEN)[2]
    return "inner" if INNER.match(post) else "post" if is_post(post) else "else"


def _known_start(text: str, known: Mapping[str, str], lengths: tuple[int, ...]) -> tuple[str, str]:
    """Return the longest known unit that a text begins with, and what follows; ("", text) for none."""
    plain = key_of(text)
    if len(plain) == len(text):
        for length in lengths:
            if length <= len(plain) and plain[:length] in known:
                return known[plain[:length]], text[length:].lstrip(_MARKS)
        return "", text
    for place in range(len(text), 1, -1):  # brackets or blanks inside: keys and text are not of one length
        if text[place - 1] in "(（[【 ":
            continue
        key = _key(text[:place])
        if key in known and not (place < len(text) and text[place] in ")）] "):
            return known[key], text[place:].lstrip(_MARKS + ")）")
    return "", text


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    return key_of(text)
