"""What reads as somebody's name."""

import re

#: a name as most are: 2 to 4 characters, or parts with a dot between them
_LIKE_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,10}(?:[·•][\u4e00-\u9fff]{1,10})+")
#: what stands for a name in a line of hints, made of nothing but such words; 王规范 is somebody
_NO_NAME = re.compile(
    r"(?:非?必填|必须|选填|可?不填|可选|格式|示例|样例|例如|填写|填报|填|全称|规范|下拉|保?持?一致|姓名|全名|名字?|真实|本人|干部|人员|中文|汉字|文字|"
    r"文本|字符|请|输入|选择|身份证|户口簿?|以下|以上|此行|删除|空白|空行?|无|略|同|见|续|接|转|完|上|下|本|表|页|附件?|正文|说明|备注|[的为与和按])+"
)


def reads_as_name(text: str) -> bool:
    """Return whether a text may be somebody's name, and no word that stands for one in a form."""
    return bool(_LIKE_NAME.fullmatch(text)) and not _NO_NAME.fullmatch(text)
