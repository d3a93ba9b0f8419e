"""Rosters of any size for the benchmarks: invented people, 20 columns, the same ones every run."""

import random
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook

from trainingdesk.domain.values import id_check_digit

HEADER = [
    "序号", "姓名", "性别", "出生年月", "身份证号", "民族", "政治面貌", "学历", "学位", "工作单位",
    "职务", "职级", "队伍", "管理权限", "参加工作时间", "入党时间", "状态", "手机", "备注", "办公电话",
]  # fmt: skip
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉萍红鹏飞玲宁建国华文斌志新海波晓燕春梅佳慧雪松云龙"
RANKS = [
    ("乡科级正职", "党政干部"), ("乡科级副职", "党政干部"), ("一级主任科员", "党政干部"),
    ("四级主任科员", "党政干部"), ("一级科员", "党政干部"), ("二级科员", "党政干部"),
    ("副高级", "专业技术人员"), ("中级", "专业技术人员"), ("初级", "专业技术人员"), ("企业中层", "经营管理人员"),
]  # fmt: skip
POSTS = [
    "局长",
    "副局长",
    "主任",
    "副主任",
    "科长",
    "副科长",
    "科员",
    "教师",
    "医师",
    "项目经理",
    "办公室主任",
]


def lines(count: int) -> list[list[str]]:
    """Return the rows of a roster."""
    chance = random.Random(count)
    found = []
    for number in range(count):
        male = number % 2 == 0
        birth = f"19{60 + number % 40:02d}{1 + number // 40 % 12:02d}{1 + number // 480 % 28:02d}"
        head = f"999901{birth}{number // 13440 * 2 + (1 if male else 0):03d}"
        rank, team = chance.choice(RANKS)
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2))))
        found.append(
            [
                str(number + 1), name, "男" if male else "女", f"{birth[:4]}.{birth[4:6]}",
                head + id_check_digit(head), chance.choice(("汉族", "汉族", "汉族", "回族", "满族")),
                chance.choice(("中共党员", "群众", "共青团员")), chance.choice(("大学", "大专", "研究生")),
                chance.choice(("学士", "硕士", "")), f"城东区第{chance.randrange(300) + 1}单位",
                chance.choice(POSTS), rank, team, chance.choice(("区管", "单位管")),
                f"{int(birth[:4]) + 22}.{chance.randrange(12) + 1:02d}", f"{int(birth[:4]) + 25}.07",
                "在职", f"139{number:08d}", chance.choice(("", "", "", "借调期满返回")), f"8{number % 10**7:07d}",
            ]
        )  # fmt: skip
    return found


def write_workbook(path: Path, count: int) -> Path:
    """Write a roster of 20 columns and return the path."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(HEADER)
    for line in lines(count):
        sheet.append(line)
    book.save(path)
    return path


_TEXT = re.compile(r't="inlineStr"><is><t[^>]*>(.*?)</t></is>', re.DOTALL)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def with_table_of_texts(path: Path) -> Path:
    """Write a workbook of this module beside itself as Excel saves it: each text once, in a table of its own."""
    places: dict[str, int] = {}

    def shared(cell: re.Match[str]) -> str:
        return f't="s"><v>{places.setdefault(cell[1], len(places))}</v>'

    target = path.with_name(f"{path.stem}-table.xlsx")
    part = '<Override PartName="/xl/sharedStrings.xml" ContentType="' + _TYPE + '"/></Types>'
    relation = f'<Relationship Id="rId99" Type="{_RELATION}" Target="sharedStrings.xml"/></Relationships>'
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in book.namelist():
            xml = book.read(name).decode()
            if name.startswith("xl/worksheets/"):
                xml = _TEXT.sub(shared, xml)
            xml = xml.replace("</Types>", part) if name == "[Content_Types].xml" else xml
            xml = xml.replace("</Relationships>", relation) if name == "xl/_rels/workbook.xml.rels" else xml
            made.writestr(name, xml)
        texts = "".join(f"<si><t>{text}</t></si>" for text in places)
        made.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{texts}</sst>')
    return target
