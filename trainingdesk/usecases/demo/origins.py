"""Where the people of the demo district come from, where they studied and what their titles are; schools are invented."""

import random

from trainingdesk.domain.codes import Line, Rank

_PLACES = ("江苏南京", "江苏盐城", "安徽滁州", "浙江湖州", "山东临沂", "河南信阳", "江西九江", "湖北黄冈")
_SCHOOLS = ("清岚大学", "云溪师范学院", "东江农业大学", "澄湖理工大学", "南屏医学院", "石门经贸学院")
_MAJORS = ("汉语言文学", "行政管理", "法学", "会计学", "计算机科学与技术", "土木工程", "公共事业管理", "农学")
#: an in-service schooling, and where it was taken
_LATER = (
    ("省委党校研究生", "", "省委党校经济管理专业"),
    ("大学", "", "清岚开放大学行政管理专业"),
    ("研究生", "硕士", "清岚大学公共管理专业"),
)
_TEACHERS = ("正高级教师", "高级教师", "一级教师", "二级教师")
_DOCTORS = ("主任医师", "副主任医师", "主治医师", "医师")
_OTHERS = ("正高级工程师", "高级工程师", "工程师", "助理工程师")
_GRADES = (Rank.TECHNICAL_SENIOR, Rank.TECHNICAL_ASSOCIATE, Rank.TECHNICAL_MIDDLE, Rank.TECHNICAL_JUNIOR)
#: people in a thousand of whom it is known
_KNOWN, _BORN_ELSEWHERE, _STUDIED_LATER = 700, 120, 250


class OriginDice:
    """Throws origins; the same seed throws the same."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed + 2)  # noqa: S311 - invented data must be the same every time

    def throw(self, education: str, degree: str, rank: Rank, line: Line) -> tuple[str, ...]:
        """Return native place, birthplace and school; education, degree and school of both schoolings; the title.

        Everything is blank for whom it is not known. Whoever studied beside work did it after a full-time schooling
        that was lower.
        """
        chance = self._chance
        place = chance.choice(_PLACES)
        born = chance.choice(_PLACES) if chance.randrange(1000) < _BORN_ELSEWHERE else place
        school = f"{chance.choice(_SCHOOLS)}{chance.choice(_MAJORS)}专业"
        later = next((one for one in _LATER if one[:2] == (education, degree)), None)
        titles = {Line.EDUCATION: _TEACHERS, Line.HEALTH: _DOCTORS}.get(line, _OTHERS)
        title = titles[_GRADES.index(rank)] if rank in _GRADES else ""
        if chance.randrange(1000) >= _KNOWN:
            return ("",) * 9 + (title,)
        if later is None or chance.randrange(1000) >= _STUDIED_LATER:
            return (place, born, school, education, degree, school, "", "", "", title)
        return (place, born, later[2], "大学", "学士", school, *later, title)
