"""What units are called within their district."""

import pytest

from trainingdesk.domain.roster.known_units import said_within

BUREAUS = ("教育局", "财政局", "市场监督管理局")


@pytest.mark.parametrize(
    ("district", "called"),
    [
        ("城东区", {"", "区"}),
        ("某市城东区", {"", "区", "城东区"}),
        ("市中区", {"", "区"}),
        ("临河县", {"", "县"}),
        ("科右中旗", {"", "旗"}),
    ],
)
def test_a_bureau_is_called_by_the_end_of_its_district(district: str, called: set[str]):
    found = said_within(f"{district}{bureau}" for bureau in BUREAUS)
    assert found == {f"{said}{bureau}": f"{district}{bureau}" for bureau in BUREAUS for said in called}


def test_the_district_is_the_one_most_names_begin_with():
    names = [
        *(f"某市城东区{bureau}" for bureau in BUREAUS),
        "某市气象局",
        "中共某市城东区委组织部",
        "城市管理局",
    ]
    found = said_within(names)
    assert found["区委组织部"] == "中共某市城东区委组织部"
    assert found["城东区财政局"] == "某市城东区财政局"
    assert "市气象局" not in found
    assert "组织部" not in found


def test_a_bureau_alone_is_the_only_one_whose_name_ends_so():
    found = said_within([*(f"城东区{bureau}" for bureau in BUREAUS), "某市财政局", "城东区人民法院"])
    assert (found["教育局"], found["人民法院"]) == ("城东区教育局", "城东区人民法院")
    assert "财政局" not in found
    assert found["区财政局"] == "城东区财政局"


def test_too_few_names_and_two_of_one_kind_tell_nothing():
    assert said_within(["城东区教育局", "城东区财政局"]) == {}
    names = [*(f"城东区{bureau}" for bureau in BUREAUS), "城东区委组织部", "中共城东区委组织部"]
    assert "区委组织部" not in said_within(names)
