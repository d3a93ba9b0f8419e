"""Lines above and below the people that are nobody: signatures, stamps, days, opinions, numbers of pages."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from trainingdesk.domain.roster.cells import Cell, key_of, text_of
from trainingdesk.domain.roster.like_name import reads_as_name
from trainingdesk.domain.roster.no_names import LINES_PASSED, no_names
from trainingdesk.domain.roster.unit_forms import ORGANISATION
from trainingdesk.domain.values import mask_numbers

#: with brackets behind it only what is to be stamped or signed: 审批服务局（政务办） is a unit
_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|填写|审核|审签|复核|审批|报送|经办|联系人|联系电话|联系方式|单位负责|单位主要|单位领导|主要负责|负责人|主要领导|分管领导|组织人事|"
    r"单位.{0,3}盖章|盖章|备注|注|说明|日期|填表说明)[^::]{0,12}(?::|\((?:盖章|公章|签章|印章|签字|签名)).*"
)
#: who is to sign, by the post: 校长签字：, 分管副局长签名:
_SIGNED_BY = re.compile(r"[^:]{0,16}(?:签字|签名|签章|盖章|审签)(?:\([^()]*\))?:.*")
#: what another office writes below: 财政局审核意见：同意上报
_OPINION = re.compile(r"[^:]{0,20}意见[^:]{0,6}:.*")
#: what is to be filled in, and a place for a stamp; nobody's name ends with a colon
_LABEL_ALONE = re.compile(r"[^:]{5,24}:")
_STAMP = r"(?:盖章|公章|签章|印章|签字|签名)处?"
_STAMP_ALONE = re.compile(rf"\(?(?:单位)?{_STAMP}\)?|[^:()]{{0,16}}\((?:单位)?{_STAMP}\)")
#: （盖章） 2026年3月1日 in one cell, with or without whose stamp it is
_STAMP_DATED = re.compile(rf"[^:()]{{0,24}}:?\((?:单位)?{_STAMP}\):?(?P<day>[^:()]+)")
#: a day, or a part of one in a cell of its own; what is to be filled in by hand is left blank: 2026年  月  日
_DATE_LINE = re.compile(
    r"(?:(?:19|20)\d\d)?年(?:\d{0,2}月(?:\d{0,2}日)?)?|\d{0,2}月(?:\d{0,2}日)?|\d{0,2}日"
    r"|二[〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
)
#: 2026.3.1; beside something else it may be since when somebody holds a post
_DAY_ALONE = re.compile(r"20\d\d([./-])\d{1,2}\1\d{1,2}")
#: 第1页 共1页
_PAGES = re.compile(r"(?:[第共]\d+页[,、/]?)+")
#: 此表一式三份, and whatever else is a whole sentence
_COPIES = re.compile(r".{0,12}一式[一二两三四五六七八九十\d]{1,2}[份联].{0,40}")
_SENTENCE_ENDS = "。;!"
_SIGNED = ("签字", "签名", "签章", "盖章")
#: 以上人员情况属实; a name of so many characters is written with a dot, 买买提·吐尔逊, or has more beside it
_LINE = re.compile("[\u4e00-\u9fff]{5,}")
#: characters that are shown of a line that is nobody, and how many such lines are
_SHOWN, _MOST_SHOWN = 40, 8


def is_closing(texts: Sequence[str]) -> bool:
    """Return whether a row with these texts is such a line."""
    first = unicodedata.normalize("NFKC", texts[0])
    if all(map(_says_no_more, texts)):
        return True
    if len(texts) == 1 and (_is_sentence(first) or _DAY_ALONE.fullmatch(first)):
        return True
    if any(one.fullmatch(first) for one in (_SIGNATURE, _SIGNED_BY, _OPINION)):
        return True
    # 城东区教育局： is a unit with its people beside it
    return bool(_LABEL_ALONE.fullmatch(first)) and not ORGANISATION.fullmatch(first.rstrip(":"))


def is_label(text: str) -> bool:
    """Return whether a text is what a line of signatures or remarks begins with, without a colon: 填表人, 分管领导签字."""
    key = key_of(text)
    return no_names().get(key) == LINES_PASSED or key.endswith(_SIGNED)


def is_line(text: str) -> bool:
    """Return whether a text that stands alone in its row is longer than a name: 以上人员情况属实."""
    return bool(_LINE.fullmatch(text))


def told_words(lines: Iterable[Iterable[Cell]]) -> tuple[str, ...]:
    """Return the beginnings of what stands in rows: 备注：某某已辞职 is something to be done, 填表人 is nothing."""
    words = [mask_numbers(" ".join(dict.fromkeys(filter(None, map(text_of, line))))) for line in lines]
    told = [f"“{one}”" if len(one) <= _SHOWN else f"“{one[:_SHOWN]}…”" for one in words[:_MOST_SHOWN]]
    return (*told, "…") if len(words) > _MOST_SHOWN else tuple(told)


def _says_no_more(text: str) -> bool:
    """Return whether a text is a place for a stamp, a day or the number of a page."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    stamped = _STAMP_DATED.fullmatch(plain)
    if stamped:
        plain = stamped["day"]
        if _DAY_ALONE.fullmatch(plain):
            return True
    return any(one.fullmatch(plain) for one in (_STAMP_ALONE, _DATE_LINE, _PAGES))


def _is_sentence(text: str) -> bool:
    bare = text.rstrip(_SENTENCE_ENDS)
    return bool(_COPIES.fullmatch(text)) or (bare != text and not reads_as_name(bare))
