"""Units of the demo district and the words of the posts in them."""

from dataclasses import dataclass

from trainingdesk.domain.codes import Line, Rank

_GOVERNMENT_POSTS = {
    Rank.SECTION_HEAD: "局长",
    Rank.SECTION_DEPUTY: "副局长",
    Rank.PRINCIPAL_1: "一级主任科员",
    Rank.PRINCIPAL_2: "科室负责人",
    Rank.PRINCIPAL_3: "科长",
    Rank.PRINCIPAL_4: "副科长",
    Rank.CLERK_1: "科员",
    Rank.CLERK_2: "科员",
}
_PARTY_POSTS = _GOVERNMENT_POSTS | {Rank.SECTION_HEAD: "主任", Rank.SECTION_DEPUTY: "副主任"}
_SUBDISTRICT_POSTS = _GOVERNMENT_POSTS | {Rank.SECTION_HEAD: "主任", Rank.SECTION_DEPUTY: "副主任"}
_SCHOOL_POSTS = {
    Rank.TECHNICAL_SENIOR: "正高级教师",
    Rank.TECHNICAL_ASSOCIATE: "高级教师",
    Rank.TECHNICAL_MIDDLE: "一级教师",
    Rank.TECHNICAL_JUNIOR: "二级教师",
}
_HOSPITAL_POSTS = {
    Rank.TECHNICAL_SENIOR: "主任医师",
    Rank.TECHNICAL_ASSOCIATE: "副主任医师",
    Rank.TECHNICAL_MIDDLE: "主治医师",
    Rank.TECHNICAL_JUNIOR: "医师",
}
_BUSINESS_POSTS = {
    Rank.BUSINESS_HEAD: "董事长",
    Rank.BUSINESS_DEPUTY: "副总经理",
    Rank.BUSINESS_MIDDLE: "部门经理",
    Rank.BUSINESS_STAFF: "主管",
}


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit that was made: its id, line, and whether it manages others."""

    id: int
    name: str
    line: Line
    size: int
    managed: bool


def post_of(unit: DemoUnit, rank: Rank) -> str:
    """Return the words of the post that goes with a rank in a unit."""
    if unit.line is Line.ENTERPRISE:
        return _BUSINESS_POSTS[rank]
    if unit.managed and rank in _SCHOOL_POSTS:
        return (_SCHOOL_POSTS if unit.line is Line.EDUCATION else _HOSPITAL_POSTS)[rank]
    if unit.managed:
        school = unit.line is Line.EDUCATION
        head, deputy = ("校长", "副校长") if school else ("院长", "副院长")
        return head if rank is Rank.SECTION_HEAD else deputy
    posts = {Line.PARTY: _PARTY_POSTS, Line.CONGRESS: _PARTY_POSTS, Line.SUBDISTRICT: _SUBDISTRICT_POSTS}
    named = posts.get(unit.line, _GOVERNMENT_POSTS)
    return named.get(rank) or {Rank.COUNTY_HEAD: "院长", Rank.RESEARCHER_4: "四级调研员"}[rank]
