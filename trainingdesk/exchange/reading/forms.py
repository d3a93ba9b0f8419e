"""干部任免审批表, the forms of the personnel program: .lrmx files, one person each (fields: research of the forms' XML)."""

import base64
import binascii
import re

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
    "XianRenZhiWu": "工作单位及职务",
    "ShenFenZheng": "身份证号",
}
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
    found = {str(element.tag).rpartition("}")[2]: (element.text or "").strip() for element in root}
    if not found.get("XingMing"):
        raise Unreadable("workbook.no_form", file=name)
    sheet = RawSheet(name, photo=_photo(found.get(_PHOTO, "")))
    sheet.filled_in = _day(found.get(_FILLED_IN, ""))
    present = [field for field in FIELDS if field in found]
    sheet.rows = [[FIELDS[field] for field in present], [found[field] for field in present]]
    return sheet


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
