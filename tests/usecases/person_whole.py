"""A person of whom everything is known, written straight into a desk's file: what a card or a paper leaves out is seen."""

from pathlib import Path

from tests.usecases.training_facts import write

#: field → what stands in the file and, behind it, what a Chinese paper says of it
WHOLE: dict[str, tuple[str, str]] = {
    "birth": ("1980-05-12", "1980"),
    "ethnicity": ("汉族", "汉族"),
    "native_place": ("江苏南京", "江苏南京"),
    "birthplace": ("安徽滁州", "安徽滁州"),
    "political": ("中共党员", "中共党员"),
    "education": ("研究生", "研究生"),
    "degree": ("硕士", "硕士"),
    "school": ("省委党校经济管理专业", "省委党校经济管理专业"),
    "education_full": ("大学", "大学"),
    "degree_full": ("文学学士", "文学学士"),
    "school_full": ("江城大学中文系", "江城大学中文系"),
    "education_service": ("中央党校研究生", "中央党校研究生"),
    "degree_service": ("公共管理硕士", "公共管理硕士"),
    "school_service": ("东江大学公共管理专业", "东江大学公共管理专业"),
    "technical_title": ("高级经济师", "高级经济师"),
    "work_start": ("2002-07", "2002-07"),
    "party_entry": ("2001-05", "2001-05"),
    "post": ("副科长", "副科长"),
    "post_from": ("2019-03", "2019-03"),
    "rank_from": ("2019-04", "2019-04"),
    "side_rank": ("principal_3", "三级主任科员"),
    "side_rank_from": ("2021-06", "2021-06"),
    "unit_from": ("2018-02", "2018-02"),
    "team_from": ("2017-01", "2017-01"),
    "authority": ("district", "区管"),
    "status_from": ("2016-09-01", "2016-09-01"),
    "joined_on": ("2016-08-15", "2016-08-15"),
    "note": ("挂职联络人", "挂职联络人"),
}


def write_whole(path: Path, person_id: int) -> None:
    """Let everything be known of one person."""
    named = ", ".join(f"{name} = ?" for name in WHOLE)
    write(
        path, (f"UPDATE person SET {named} WHERE id = ?", (*(said for said, _ in WHOLE.values()), person_id))
    )
