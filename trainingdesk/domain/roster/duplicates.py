"""Who in the roster may be one person twice (查重): candidates by what they share, a score, and reasons as codes.

Nothing is ever merged by itself (P1.1: every headcount can be defended): a pair above :data:`LEAST` is shown to a
person, with its reasons, and what was reviewed as two people does not come back.

Some pairs stand below these points and are shown all the same, behind all others, since they have a ground of their own
(:func:`_own_ground`): names of two characters that differ in the given one, with the same day of birth and nothing against it; one
name and day of birth with nothing against it but the sex, which is quickly written wrong; names that are read alike and
differ in one character, 文搏 and 文博, at one post, where of one of them nothing else is known; and the same mobile number,
whatever else differs, as long as two or three people have it. A number of more people is a line they share: up to six it
counts beside other reasons, beyond that nobody is compared because of it. So a person stands in two pairs at most because
of a number alone.

Pairs are found by blocking: only people who share a key are held against each other, so that 100,000 people cost
seconds and not the five thousand million comparisons of everybody with everybody.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from trainingdesk.shared.readings import reading_table


class Reason(StrEnum):
    """Why two people look like one; those that speak against it stand at the end."""

    SAME_ID = "same_id"  #: one ID number, written with 15 and with 18 digits
    SAME_NAME = "same_name"
    VARIANT_NAME = "variant_name"  #: one name in another script form: 峯 and 峰
    SWAPPED_NAME = "swapped_name"  #: the same characters in another order
    NEAR_NAME = "near_name"  #: one character more, less or another
    SAME_BIRTH = "same_birth"
    SAME_BIRTH_MONTH = "same_birth_month"  #: the same month, as exactly as the less exact one is known
    SAME_PHONE = "same_phone"
    SAME_ID_TAIL = "same_id_tail"  #: different ID numbers with the same last four characters
    SAME_UNIT = "same_unit"
    SAME_POST = "same_post"  #: where of one of them neither birth nor ID number is known: nothing else tells them apart
    OTHER_BIRTH = "other_birth"
    OTHER_ID = "other_id"
    OTHER_SEX = "other_sex"


class Level(StrEnum):
    """How sure a suggestion is, for the eye."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Alike(NamedTuple):
    """What is compared of a person, stored forms, "" for what is not known.

    A tuple and no dataclass: a search makes one for everybody in the roster.
    """

    id: int
    name: str
    sex: str
    birth: str
    id_number: str
    phone: str
    unit_id: int
    post: str = ""


class Resemblance(NamedTuple):
    """Two people who may be one.

    Attributes:
        first_id, second_id: the smaller id first.
        score: points; see the weights in this module.
        reasons: what the points are for, the weightiest first.
    """

    first_id: int
    second_id: int
    score: int
    reasons: tuple[Reason, ...]

    @property
    def level(self) -> Level:
        """Return how sure it is."""
        if self.score >= _CERTAIN:
            return Level.CERTAIN
        return Level.LIKELY if self.score >= _LIKELY else Level.POSSIBLE


#: points from which a pair is shown whatever they are for
LEAST = 60
_CERTAIN, _LIKELY = 100, 75

_POINTS = {
    Reason.SAME_ID: 120,
    Reason.SAME_NAME: 50,
    Reason.VARIANT_NAME: 45,
    Reason.SWAPPED_NAME: 35,
    Reason.NEAR_NAME: 30,
    Reason.SAME_BIRTH: 30,
    Reason.SAME_BIRTH_MONTH: 25,
    Reason.SAME_PHONE: 60,
    Reason.SAME_ID_TAIL: 20,
    Reason.SAME_UNIT: 10,
    Reason.SAME_POST: 10,
    Reason.OTHER_BIRTH: -25,
    Reason.OTHER_ID: -20,
    Reason.OTHER_SEX: -30,
}
_AGAINST = frozenset({Reason.OTHER_BIRTH, Reason.OTHER_ID, Reason.OTHER_SEX})
#: one character of two is half a name: it says less than one of three
_SHORT_NEAR = 20
#: a land line is shared by an office
_LAND_LINE = 15
#: more people than this behind one telephone are an office, not a person written twice
_MOST_AT_ONE_PHONE = 6
#: people up to whom one mobile number is a ground by itself
_MOST_ON_ONE_GROUND = 3
_MOBILE_LENGTH = 11
_OLD_ID_LENGTH = 15

#: traditional and variant forms that stand in names, with the standard character of 《通用规范汉字表》 (2013); also 萧
#: and 阎, which many write 肖 and 闫, and characters such as 喆 that are taken for their common twin
_WRITTEN = (
    "峯羣昇陞甦喆堃燄烱煇暉輝鉄鐵鋼銳鋭鍾鐘錢銘錦於衞衛呂吳張陳劉楊黃趙孫馬羅鄭謝許韓馮鄧蕭肖閻闫葉蘇蔣賈"
    "魯範龍萬賀賴龔嚴華國軍偉麗強剛傑榮潔靜豔艷蘭鳳瑩瓊寶貴慶興義學曉東紅雲濤澤淵綉繡瑋瑤叡勛勳勵棟樑桿櫻"
    "僊兪倫儉億優愛憲懷戩敎啟啓晉皙曄朶洩滙潤澂濱炤爾玨珎產畧畫皐眞祐禮穎頴筍維緒綺縉聖聰肅脩臺藝蓮薌覺訓"
    "詠誌誠賢贊軒達進遠適鄉開間陽雋霽韻順頌顏風飛駿驥鵬鴻鶴黨齊龢"
)
_STANDARD = (
    "峰群升升苏哲坤焰炯辉晖辉铁铁钢锐锐钟钟钱铭锦于卫卫吕吴张陈刘杨黄赵孙马罗郑谢许韩冯邓萧萧阎阎叶苏蒋贾"
    "鲁范龙万贺赖龚严华国军伟丽强刚杰荣洁静艳艳兰凤莹琼宝贵庆兴义学晓东红云涛泽渊绣绣玮瑶睿勋勋励栋梁杆樱"
    "仙俞伦俭亿优爱宪怀戬教启启晋晰晔朵泄汇润澄滨照尔珏珍产略画皋真佑礼颖颖笋维绪绮缙圣聪肃修台艺莲芗觉训"
    "咏志诚贤赞轩达进远适乡开间阳隽霁韵顺颂颜风飞骏骥鹏鸿鹤党齐和"
)
_VARIANTS = str.maketrans(_WRITTEN, _STANDARD)


def plain_name(name: str) -> str:
    """Return a name with traditional and variant characters in their standard form, without middle dots."""
    return name.translate(_VARIANTS).replace("·", "")


def id_core(number: str) -> str:
    """Return what an ID number of 15 and of 18 characters have in common (GB 11643), "" for none."""
    if len(number) == _OLD_ID_LENGTH:
        return number
    return number[:6] + number[8:17] if number[6:8] == "19" else number[:17]


def one_apart(one: str, other: str) -> bool:
    """Return whether one character was changed, added or left out; equal texts are not."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    place = 0
    while place < len(one) and one[place] == other[place]:
        place += 1
    if len(one) == len(other):
        return one[place + 1 :] == other[place + 1 :]
    return one[place:] == other[place + 1 :]


def compare(one: Alike, other: Alike) -> Resemblance | None:
    """Return how two people resemble each other, None when that is not worth a person's look."""
    found = _circumstances(one, other)
    mine, theirs = one.id_number, other.id_number
    if mine and theirs:
        found += _numbers(mine, theirs)
    if one.birth and other.birth:
        found.append(_births(one.birth, other.birth))
    # the name costs most, and can't lift a pair above this
    told = sum([_POINTS[reason] for reason in found]) + _POINTS[Reason.SAME_NAME]
    if told < LEAST and Reason.SAME_PHONE not in found and Reason.SAME_BIRTH not in found:
        return None
    points = [(_POINTS[reason], reason) for reason in found]
    if one.phone == other.phone and not _mobile(one.phone):
        points = [(_LAND_LINE if reason is Reason.SAME_PHONE else n, reason) for n, reason in points]
    points += _names(one.name, other.name)
    score = sum(number for number, _reason in points)
    if score < LEAST and not _own_ground(one, other, [reason for _points, reason in points]):
        return None
    points.sort(key=lambda pair: -pair[0])
    first, second = sorted((one.id, other.id))
    return Resemblance(first, second, score, tuple(reason for _points, reason in points))


def find_pairs(
    people: Sequence[Alike],
    reviewed: Collection[tuple[int, int]] = (),
    done: Callable[[int, int], None] | None = None,
) -> list[Resemblance]:
    """Return who may be one person, the surest first.

    Args:
        people: everybody of the roster, those who left too: a person may have come back under a new record.
        reviewed: pairs (smaller id, larger id) that a person has found to be two.
        done: told how many of how many ways of looking are over; it may raise to stop.
    """
    ways = (_by_name, _by_number, _by_phone, _by_near_name, _by_tail, _by_sound_at_post(people))
    settled = set(reviewed)
    behind = Counter(person.phone for person in people)
    found: list[Resemblance] = []
    for step, way in enumerate(ways):
        if done is not None:
            done(step, len(ways))
        for group in _groups(people, way):
            if way is _by_phone and len(group) > _MOST_AT_ONE_PHONE:
                continue
            for one, other in combinations(group, 2):
                key = (one.id, other.id) if one.id < other.id else (other.id, one.id)
                if key in settled:
                    continue
                likeness = compare(one, other)
                if likeness is not None and (
                    likeness.score >= LEAST
                    or Reason.SAME_PHONE not in likeness.reasons
                    or behind[one.phone] <= _MOST_ON_ONE_GROUND
                ):
                    settled.add(key)
                    found.append(likeness)
    found.sort(key=lambda pair: (-pair.score, pair.first_id, pair.second_id))
    return found


# --- what is compared ---


def _own_ground(one: Alike, other: Alike, reasons: Collection[Reason]) -> bool:
    """Return whether a pair with few points is shown all the same."""
    if Reason.SAME_PHONE in reasons:
        return _mobile(one.phone)
    against = _AGAINST.intersection(reasons)
    if Reason.NEAR_NAME in reasons and Reason.SAME_POST in reasons and Reason.SAME_UNIT in reasons:
        return not against and _sound(one) == _sound(other) != ""
    if Reason.SAME_BIRTH not in reasons:
        return False
    if Reason.SAME_NAME in reasons or Reason.VARIANT_NAME in reasons:
        return against <= {Reason.OTHER_SEX}
    # another surname is another family: 王伟 and 黄伟 of one day are two people nearly always
    return Reason.NEAR_NAME in reasons and not against and one.name[:1] == other.name[:1]


def _names(one: str, other: str) -> list[tuple[int, Reason]]:
    if one == other:
        return [(_POINTS[Reason.SAME_NAME], Reason.SAME_NAME)]
    mine, theirs = plain_name(one), plain_name(other)
    if mine == theirs:
        return [(_POINTS[Reason.VARIANT_NAME], Reason.VARIANT_NAME)]
    if len(mine) == len(theirs) and sorted(mine) == sorted(theirs):
        return [(_POINTS[Reason.SWAPPED_NAME], Reason.SWAPPED_NAME)]
    if one_apart(mine, theirs):
        short = max(len(mine), len(theirs)) < 3
        return [(_SHORT_NEAR if short else _POINTS[Reason.NEAR_NAME], Reason.NEAR_NAME)]
    return []


def _births(one: str, other: str) -> Reason:
    if one == other:
        return Reason.SAME_BIRTH if len(one) > len("1980-05") else Reason.SAME_BIRTH_MONTH
    if one.startswith(other) or other.startswith(one):
        return Reason.SAME_BIRTH_MONTH
    return Reason.OTHER_BIRTH


def _numbers(one: str, other: str) -> list[Reason]:
    # numbers of one length have one core only where they are equal: the check digit follows from it
    if one == other if len(one) == len(other) else id_core(one) == id_core(other):
        return [Reason.SAME_ID]
    return [Reason.OTHER_ID, Reason.SAME_ID_TAIL] if one[-4:] == other[-4:] else [Reason.OTHER_ID]


def _circumstances(one: Alike, other: Alike) -> list[Reason]:
    found = []
    if one.phone and one.phone == other.phone:
        found.append(Reason.SAME_PHONE)
    if one.unit_id == other.unit_id:
        found.append(Reason.SAME_UNIT)
    if one.post and one.post == other.post and (_bare(one) or _bare(other)):
        found.append(Reason.SAME_POST)
    if one.sex and other.sex and one.sex != other.sex:
        found.append(Reason.OTHER_SEX)
    return found


def _bare(person: Alike) -> bool:
    """Return whether neither birth nor ID number is known."""
    return not person.birth and not person.id_number


def _mobile(phone: str) -> bool:
    return len(phone) == _MOBILE_LENGTH and phone.startswith("1")


# --- who is compared with whom ---

_Keys = Callable[[Alike], Iterable[str]]


def _by_name(person: Alike) -> Iterable[str]:
    """The characters in any order: the same name, variants of it, and swapped ones."""
    return ("".join(sorted(plain_name(person.name))),)


def _by_number(person: Alike) -> Iterable[str]:
    return (id_core(person.id_number),) if person.id_number else ()


def _by_phone(person: Alike) -> Iterable[str]:
    return (person.phone,) if person.phone else ()


def _by_near_name(person: Alike) -> Iterable[str]:
    """The name less each of its characters, with the month of birth: names one character apart share one of these."""
    return _one_less(person, person.birth[:7]) if person.birth else ()


def _by_tail(person: Alike) -> Iterable[str]:
    """The same with the end of the ID number."""
    return _one_less(person, person.id_number[-4:]) if person.id_number else ()


def _sound(person: Alike) -> str:
    """Return sex, surname and how the given name is read, "" where the sex is not known."""
    table = reading_table().characters
    read = " ".join(table.get(character, (character,))[0] for character in person.name[1:])
    return f"{person.sex} {person.name[:1]} {read}" if person.sex else ""


def _by_sound_at_post(people: Iterable[Alike]) -> _Keys:
    """Return how to find names that are read alike at one post, where of somebody at it nothing else is known."""
    posts = {(person.unit_id, person.post) for person in people if person.post and _bare(person)}

    def keys(person: Alike) -> Iterable[str]:
        if (person.unit_id, person.post) not in posts or not (sound := _sound(person)):
            return ()
        return (f"{person.unit_id} {person.post} {sound}",)

    return keys


def _one_less(person: Alike, head: str) -> Iterable[str]:
    name = plain_name(person.name)
    return {head + name, *(head + name[:place] + name[place + 1 :] for place in range(len(name)))}


def _groups(people: Iterable[Alike], keys: _Keys) -> Iterable[list[Alike]]:
    """Yield the people who share a key; most keys have one person only, for whom no list is made."""
    alone: dict[str, Alike] = {}
    shared: dict[str, list[Alike]] = {}
    for person in people:
        for key in keys(person):
            group = shared.get(key)
            if group is not None:
                group.append(person)
            elif (first := alone.setdefault(key, person)) is not person:
                shared[key] = [first, person]
    return shared.values()
