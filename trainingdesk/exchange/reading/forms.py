"""干部任免审批表, the forms of the personnel program: .lrmx files, one person each (fields: research of the forms' XML)."""

import base64
import binascii
import re
from xml.etree.ElementTree import Element

from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.texts import parsed_xml
from trainingdesk.exchange.reading.values import RawSheet, Unreadable

#: The forms' elements and what the printed form calls them; the importer knows these words as headers.
FIELDS = {
    "XingMing": "姓名",
    "XingBie": "性别",
    "ChuShengNianYue": "出生年月",
    "MinZu": "民族",
    "RuDangShiJian": "入党时间",
    "CanJiaGongZuoShiJian": "参加工作时间",
    "QuanRiZhiJiaoYu_XueLi": "全日制教育学历",
    "QuanRiZhiJiaoYu_XueWei": "全日制教育学位",
    "ZaiZhiJiaoYu_XueLi": "在职教育学历",
    "ZaiZhiJiaoYu_XueWei": "在职教育学位",
    "JiGuan": "籍贯",
    "ChuShengDi": "出生地",
    "ZhuanYeJiShuZhiWu": "专业技术职务",
    "XianRenZhiWu": "工作单位及职务",
    "ShenFenZheng": "身份证号",
}
#: Where somebody studied: one box a schooling on paper, a field each behind 学历 and 学位 in the file.
_SCHOOLS = {
    "QuanRiZhiJiaoYu_{}_BiYeYuanXiaoXi": "全日制教育毕业院校系及专业",
    "ZaiZhiJiaoYu_{}_BiYeYuanXiaoXi": "在职教育毕业院校系及专业",
}
_OF_SCHOOLS = frozenset(tag.format(of) for tag in _SCHOOLS for of in ("XueLi", "XueWei"))
#: Fields of the form that the roster has no place for; where one is filled, that is said (docs/decisions/lrmx.md).
UNKEPT = {
    "JianKangZhuangKuang": "健康状况",
    "ShuXiZhuanYeYouHeZhuanChang": "熟悉专业有何专长",
    "NiRenZhiWu": "拟任职务",
    "NiMianZhiWu": "拟免职务",
    "JianLi": "简历",
    "JiangChengQingKuang": "奖惩情况",
    "NianDuKaoHeJieGuo": "年度考核结果",
    "RenMianLiYou": "任免理由",
    "JiaTingChengYuan": "家庭主要成员及重要社会关系",
    "ChengBaoDanWei": "呈报单位",
    "JiSuanNianLingShiJian": "计算年龄时间",
    "TianBiaoRen": "填表人",
}
#: what is about the file and not about the person
_OF_THE_FILE = frozenset({"Version", "TianBiaoShiJian"})
_PARTY = "RuDangShiJian"
_POLITICAL = "政治面貌"
#: 入党时间 of a member of another party: (民盟)2003.05, 2003.05（民盟）, behind the Party's own month or alone
_OTHER_PARTY = re.compile(
    r"[;；,，、]?[(（]?(民革|民盟|民建|民进|农工党?|致公党?|九三(?:学社)?|台盟)[)）]?([\d.．年月/-]*)"
    r"|[;；,，、]?([\d.．年月/-]+)[(（](民革|民盟|民建|民进|农工党?|致公党?|九三(?:学社)?|台盟)[)）]"
)
#: characters of 入党时间 that are looked at for another party; what is longer is no month, and stays to be shown
_LONGEST_PARTY = 100
_MARKS = ";；,，、()（）"
_PARTIES = {"农工": "农工党", "致公": "致公党"}
_PHOTO = "ZhaoPian"
#: 填表时间: written as 20230512 or 2023.05, with any mark between
_FILLED_IN = "TianBiaoShiJian"
_DAY = re.compile(r"(\d{4})\D?(\d{1,2})(?:\D?(\d{1,2}))?\D?")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM")
_LARGEST_PHOTO = 8 * 2**20


def read_form(data: bytes, name: str) -> RawSheet:
    """Return a form as a sheet of two rows, the words of the form above what stands there.

    Raises Unreadable ``workbook.damaged``, ``workbook.no_form`` or ``workbook.too_big``.
    """
    if len(data) > limits.MOST_FORM:
        raise Unreadable("workbook.too_big", file=name, megabytes=len(data) // 2**20)
    root = parsed_xml(data, name)
    found = {_tag(element): (element.text or "").strip() for element in root}
    if not found.get("XingMing"):
        raise Unreadable("workbook.no_form", file=name)
    sheet = RawSheet(name, photo=_photo(found.get(_PHOTO, "")))
    sheet.filled_in = _day(found.get(_FILLED_IN, ""))
    present = {FIELDS[field]: found[field] for field in FIELDS if field in found}
    for tag, header in _SCHOOLS.items():
        if said := _schools(*(found.get(tag.format(of), "") for of in ("XueLi", "XueWei"))):
            present[header] = said
    unkept = [name for element in root if (name := _unkept(element))]
    if other := _other_party(found.get(_PARTY, "")):
        present[FIELDS[_PARTY]], political, dated = other
        present |= {_POLITICAL: political} if political else {}
        unkept += ["加入其他党派时间"] if dated else []
    if found.get(_PHOTO) and not sheet.photo:
        unkept.append("照片")
    sheet.unkept = list(dict.fromkeys(unkept))
    sheet.rows = [list(present), list(present.values())]
    return sheet


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _unkept(element: Element) -> str:
    """Return what a form calls a filled field that the roster has no place for, "" for any other."""
    tag = _tag(element)
    if tag in FIELDS or tag in _OF_SCHOOLS or tag in _OF_THE_FILE or tag == _PHOTO:
        return ""
    return UNKEPT.get(tag, tag) if any(text.strip() for text in element.itertext()) else ""


def _schools(education: str, degree: str) -> str:
    """Return where an education and a degree were taken: once where the one says no more than the other."""
    one, other = ("".join(said.split()) for said in (education, degree))
    if other in one:
        return education
    return degree if one in other else f"{education}；{degree}"


def _other_party(text: str) -> tuple[str, str, bool] | None:
    """Return 入党时间 without the other party, that party and whether its month is told; None where none is named.

    Who is in the Party too has the other party not as their political status.
    """
    text = "".join(text.split())
    told = _OTHER_PARTY.search(text) if len(text) <= _LONGEST_PARTY else None
    if told is None:
        return None
    party, dated = told[1] or told[4], any(map(str.isdecimal, told[0]))
    own = (text[: told.start()] + text[told.end() :]).strip(_MARKS)
    return (own, "", dated) if own else ("", _PARTIES.get(party, party), dated)


def _day(text: str) -> str:
    """Return the day or month written in a form, "" for none or something else."""
    told = _DAY.fullmatch("".join(text.split()))
    if told is None:
        return ""
    year, month, day = told.groups()
    if not (1 <= int(month) <= 12 and (day is None or 1 <= int(day) <= 31)):
        return ""
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def _photo(text: str) -> bytes:
    """Return the picture written in a form, b"" for none or something else."""
    try:
        picture = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return picture if picture.startswith(_PICTURES) and len(picture) <= _LARGEST_PHOTO else b""
