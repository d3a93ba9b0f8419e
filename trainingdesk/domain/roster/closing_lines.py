"""Lines above and below the people that are nobody: signatures, stamps, days, opinions."""

import re

_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|填写|审核|审签|复核|审批|报送|经办|联系人|联系电话|联系方式|单位负责|单位主要|单位领导|主要负责|负责人|主要领导|分管领导|组织人事|"
    r"单位.{0,3}盖章|盖章|备注|注|说明|日期|填表说明)[^::]{0,12}[:(].*"
)
#: what another office writes below: 财政局审核意见：同意上报
_OPINION = re.compile(r"[^:]{0,20}意见[^:]{0,6}:.*")
#: what is to be filled in, and a place for a stamp; nobody's name ends with a colon
_LABEL_ALONE = re.compile(r"[^:]{5,24}:")
_STAMP_ALONE = re.compile(r"\(?(?:单位)?(?:盖章|公章|签章|印章|签字|签名)(?:处)?\)?")
_DATE_LINE = re.compile(r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?")


def is_closing(first: str, *, alone: bool) -> bool:
    """Return whether a row is such a line, by its first text in one width; ``alone``: nothing else stands in the row."""
    if alone and (_DATE_LINE.fullmatch(first) or _STAMP_ALONE.fullmatch(first)):
        return True
    return any(one.fullmatch(first) for one in (_SIGNATURE, _OPINION, _LABEL_ALONE))
