"""Lines above and below the people that are nobody: signatures, stamps, days, opinions, numbers of pages."""

import re
import unicodedata
from collections.abc import Sequence

from trainingdesk.domain.roster.like_name import reads_as_name

_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|填写|审核|审签|复核|审批|报送|经办|联系人|联系电话|联系方式|单位负责|单位主要|单位领导|主要负责|负责人|主要领导|分管领导|组织人事|"
    r"单位.{0,3}盖章|盖章|备注|注|说明|日期|填表说明)[^::]{0,12}[:(].*"
)
#: what another office writes below: 财政局审核意见：同意上报
_OPINION = re.compile(r"[^:]{0,20}意见[^:]{0,6}:.*")
#: what is to be filled in, and a place for a stamp; nobody's name ends with a colon
_LABEL_ALONE = re.compile(r"[^:]{5,24}:")
_STAMP = r"(?:盖章|公章|签章|印章|签字|签名)处?"
_STAMP_ALONE = re.compile(rf"\(?(?:单位)?{_STAMP}\)?|[^:()]{{0,16}}\((?:单位)?{_STAMP}\)")
_DATE_LINE = re.compile(r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?")
#: 第1页 共1页
_PAGES = re.compile(r"(?:[第共]\d+页[,、/]?)+")
#: 此表一式三份, and whatever else is a whole sentence
_COPIES = re.compile(r".{0,12}一式[一二两三四五六七八九十\d]{1,2}[份联].{0,40}")
_SENTENCE_ENDS = "。;!"


def is_closing(texts: Sequence[str]) -> bool:
    """Return whether a row with these texts is such a line."""
    first = unicodedata.normalize("NFKC", texts[0])
    if all(map(_says_no_more, texts)) or (len(texts) == 1 and _is_sentence(first)):
        return True
    return any(one.fullmatch(first) for one in (_SIGNATURE, _OPINION, _LABEL_ALONE))


def _says_no_more(text: str) -> bool:
    """Return whether a text is a place for a stamp, a day or the number of a page."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    return any(one.fullmatch(plain) for one in (_STAMP_ALONE, _DATE_LINE, _PAGES))


def _is_sentence(text: str) -> bool:
    bare = text.rstrip(_SENTENCE_ENDS)
    return bool(_COPIES.fullmatch(text)) or (bare != text and not reads_as_name(bare))
