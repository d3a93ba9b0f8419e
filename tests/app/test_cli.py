"""The command line on the demo district: every word does its work, in both languages, for people and as JSON."""

import argparse
import re
import sqlite3
import unicodedata
import zipfile
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import openpyxl
import pypdfium2
import pytest

from tests.app.line import Run, Said
from tests.desk_fixtures import PASSWORD, USERS, invented_id
from tests.exchange.files import save
from tests.exchange.quirks.books import Page, error, number, write
from tests.exchange.quirks.test_files import form as write_form
from trainingdesk.app import roster_import
from trainingdesk.app.cli import build_parser, main
from trainingdesk.domain.access import Role
from trainingdesk.domain.roster.matching import Bucket, Verdict
from trainingdesk.persistence.checkup import check_file
from trainingdesk.shared.text import set_language, text
from trainingdesk.usecases.queries.papers import list_papers

LANGUAGES = pytest.mark.parametrize("lang", ["zh_CN", "en"])


def one(path: Path, sql: str, *values: object):
    """Return the first column of a statement's first row."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchone()[0]


def done(said: Said) -> Said:
    assert said.err == ""
    assert said.code == 0
    return said


# --- new ---


@LANGUAGES
def test_a_new_desk_is_made_with_a_password_of_the_environment(run: Run, tmp_path: Path, lang: str):
    path = tmp_path / "新建.deskdb"
    words = (
        "new",
        "--db",
        path,
        "--office",
        "城东区委组织部",
        "--prefix",
        "城东组",
        "--user",
        "zhang",
        "--name",
        "张晓",
    )
    said = done(run(*words, lang=lang, password=PASSWORD))
    assert str(path) in said.out
    assert "城东区委组织部" in said.out
    assert check_file(path) == []
    assert one(path, "SELECT name FROM user WHERE login = 'zhang'") == "张晓"
    again = run("roster", "search", "张", "--db", path, "--json", user="zhang", password=PASSWORD)
    assert done(again).json == {"count": 0, "people": []}


def test_the_demo_district_says_how_to_sign_in(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from trainingdesk.usecases.demo import build

    path = tmp_path / "demo.deskdb"

    class Made:
        def close(self) -> None:
            path.touch()

    monkeypatch.setattr(build, "create_demo", lambda _path: (Made(), {"people": 4800}))
    facts = done(run("new", "--db", path, "--demo", "--json")).json
    assert (facts["demo"], facts["people"], facts["db"]) == (True, 4800, str(path))
    said = done(run("new", "--db", path, "--demo", lang="en"))
    assert facts["user"] in said.out
    assert "demo-" in said.out


# --- roster ---


@LANGUAGES
def test_search_as_the_window_does(run: Run, demo_file: Path, lang: str):
    facts = done(run("roster", "search", "王", "--db", demo_file, "--limit", 3, "--json", lang=lang)).json
    people = one(demo_file, "SELECT count(*) FROM person WHERE name LIKE '王%'")
    assert facts["count"] >= people > 3
    assert len(facts["people"]) == 3
    assert all("****" in person["id_number"] for person in facts["people"]), "numbers are masked here too"
    said = done(run("roster", "search", "王", "--db", demo_file, "--limit", 3, lang=lang))
    assert len(said.out.splitlines()) == 4
    assert said.out.splitlines()[-1] == (
        f"{facts['count']} 人" if lang == "zh_CN" else f"{facts['count']} people"
    )


def test_search_finds_units_and_posts_from_one_character(run: Run, demo_file: Path):
    for typed in "校员":
        facts = done(run("roster", "search", typed, "--db", demo_file, "--limit", 9_999, "--json")).json
        fitting = one(
            demo_file,
            "SELECT count(*) FROM person p JOIN unit u ON u.id = p.unit_id"
            f" WHERE instr(p.name || p.post || u.short_name, '{typed}')",
        )
        assert facts["count"] == len(facts["people"]) >= fitting > 0


def test_the_roster_goes_out_and_comes_in_again_unchanged(run: Run, demo_file: Path, tmp_path: Path):
    book = tmp_path / "名册.xlsx"
    facts = done(run("roster", "export", "--db", demo_file, "--out", book, "--json")).json
    assert facts["count"] == one(demo_file, "SELECT count(*) FROM person")
    with zipfile.ZipFile(book) as parts:
        assert parts.testzip() is None
    before = one(demo_file, "SELECT count(*) FROM audit WHERE entity = 'person'")
    preview = done(run("roster", "import", book, "--db", demo_file, "--dry-run", "--json")).json
    counts = preview["buckets"]
    assert counts.get("new", 0) == counts.get("update", 0) == counts.get("error", 0) == 0, counts
    assert sum(counts.values()) == facts["count"]
    assert one(demo_file, "SELECT count(*) FROM audit WHERE entity = 'person'") == before


def test_a_form_for_a_unit_goes_out_and_comes_in_again(run: Run, demo_file: Path, tmp_path: Path):
    unit = one(
        demo_file,
        "SELECT u.name FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.status = 'serving'"
        " GROUP BY u.id HAVING count(*) BETWEEN 3 AND 20 ORDER BY u.id LIMIT 1",
    )
    book = tmp_path / "填报表.xlsx"
    facts = done(run("roster", "template", unit, "--db", demo_file, "--out", book, "--json")).json
    assert (facts["forms"], facts["people"] >= 3) == (1, True)
    preview = done(run("roster", "import", book, "--db", demo_file, "--dry-run", "--json")).json
    assert {name: count for name, count in preview["buckets"].items() if count} == {"same": facts["people"]}
    said = run("roster", "template", "--db", demo_file, "--out", book)
    assert said.code != 0
    assert "文件夹" in said.err


@LANGUAGES
def test_an_import_first_says_what_it_would_do(run: Run, demo_file: Path, tmp_path: Path, lang: str):
    unit = one(demo_file, "SELECT name FROM unit ORDER BY id LIMIT 1")
    book = save(
        tmp_path / "a.xlsx",
        [["新来一", "男", "1990.05", "", unit, "科员"], ["新来二", "女", "1991.06", "", unit]],
    )
    people = one(demo_file, "SELECT count(*) FROM person")
    said = done(run("roster", "import", book, "--db", demo_file, "--dry-run", lang=lang))
    assert ("未作改动" in said.out) or ("Nothing was changed" in said.out)
    assert one(demo_file, "SELECT count(*) FROM person") == people
    said = run("roster", "import", book, "--db", demo_file, "--json", lang=lang)
    assert said.code == 0
    assert (said.json["result"]["created"], said.json["buckets"]["new"]) == (2, 2)
    assert one(demo_file, "SELECT count(*) FROM person") == people + 2
    assert done(run("roster", "search", "新来", "--db", demo_file, "--json")).json["count"] == 2


def test_an_import_names_the_rows_that_wait_and_who_is_not_in_the_file(
    run: Run, demo_file: Path, tmp_path: Path
):
    unit = one(
        demo_file, "SELECT unit_id FROM person WHERE status = 'serving' GROUP BY unit_id HAVING count(*) < 15"
    )
    of_unit = f"FROM person WHERE unit_id = {unit} AND status = 'serving' ORDER BY id"
    name, missing = (one(demo_file, f"SELECT name {of_unit} LIMIT 1 OFFSET {at}") for at in (0, 1))
    book = save(
        tmp_path / "a.xlsx",
        [
            [
                "新来一",
                "男",
                "1990.05",
                "",
                one(demo_file, f"SELECT name FROM unit WHERE id = {unit}"),
                "科员",
            ],
            [name, "", "", "", one(demo_file, f"SELECT name FROM unit WHERE id <> {unit} LIMIT 1"), ""],
            ["新来二", "女", 1990.1, "", one(demo_file, f"SELECT name FROM unit WHERE id = {unit}"), ""],
            ["新来三", "女", 1991.1, "", one(demo_file, f"SELECT name FROM unit WHERE id = {unit}"), ""],
        ],
    )
    lines = done(run("roster", "import", book, "--db", demo_file, "--dry-run")).out.splitlines()
    told = {line.split("\t")[0]: line.split("\t")[1:] for line in lines if "\t" in line}
    assert told["疑似同一人"] == ["1", "第 3 行"]
    assert told["待确认"] == ["2", "第 4 行、第 5 行"]
    assert missing in told["表中未列"][1].rstrip("…").split("、")


def test_of_many_rows_and_people_those_alone_are_looked_up_that_are_named(monkeypatch: pytest.MonkeyPatch):
    """Rows and people of a large import wait on disk."""
    asked: list[int] = []

    class Known(dict[int, Any]):
        def __getitem__(self, number: int) -> Any:
            asked.append(number)
            return SimpleNamespace(name=f"丁{number}")

    most = roster_import._MOST_NOTES
    prepared = SimpleNamespace(
        file=SimpleNamespace(lines=SimpleNamespace(told=str)),
        plan=SimpleNamespace(numbers=range(2, 1002), verdicts=[Verdict(Bucket.MAYBE)] * 1000),
        known=Known(),
        missing=lambda _day: list(range(1, 500)),
    )
    found = roster_import._whom(cast(Any, prepared), date(2026, 6, 12))
    assert len(asked) <= most + 1
    assert found["left"][0].endswith(f"丁{most}…")
    assert found[Bucket.MAYBE][0].endswith("…")


def test_many_notes_of_a_kind_are_counted_and_nothing_is_said_twice(
    run: Run, demo_file: Path, tmp_path: Path
):
    rows = [[f"新来{chr(ord('一') + n)}", "男", "1990.05", "", f"第{n}街道办事处", "科员"] for n in range(30)]
    book = save(tmp_path / "a.xlsx", rows)
    said = done(run("roster", "import", book, "--db", demo_file))
    assert said.out.count("导入时新增") == 20
    assert "另有 10 条同类提示" in said.out
    assert said.err == ""
    wrong = save(tmp_path / "b.xlsx", [["再来", "公", "1990.05", "", "第1街道办事处", "科员"]])
    refused = run("roster", "import", wrong, "--db", demo_file)
    assert (refused.code, refused.out) == (2, "")
    assert "公" in refused.err


def test_a_dry_run_prints_one_object_of_every_sheet(run: Run, demo_file: Path, tmp_path: Path):
    unit = one(demo_file, "SELECT name FROM unit ORDER BY id LIMIT 1")
    header = ["姓名", "性别", "出生年月", "单位", "职务"]
    book = write(
        tmp_path / "a.xlsx",
        Page([header, ["新来一", "男", "1990.05", unit, "科员"]], name="一"),
        Page([header, ["新来二", "公", number("1991.1"), unit, error("#REF!")]], name="二"),
        Page([["说明"]], name="说明"),
    )
    said = done(run("roster", "import", book, "--db", demo_file, "--dry-run", "--json", lang="en")).json
    assert list(said) == ["file", "sheets", "buckets", "people", "problems"]
    assert said["file"] == str(book)
    assert [(sheet["name"], sheet["used"], bool(sheet["reason"])) for sheet in said["sheets"]] == [
        ("一", True, False),
        ("二", True, False),
        ("说明", False, True),
    ]
    assert set(said["buckets"]) == {"new", "update", "same", "maybe", "left", "error", "question"}
    first, second = said["people"]
    assert first == {
        "sheet": "一", "row": 2, "bucket": "new", "name": "新来一", "sex": "male", "birth": "1990-05",
        "id_number": "", "unit": unit, "post": "科员", "rank": "", "phone": "",
    }  # fmt: skip
    assert (second["sheet"], second["row"], second["bucket"]) == ("二", 2, "error")
    own = [problem for problem in said["problems"] if problem["row"]]
    assert [(p["sheet"], p["row"], p["column"], p["value"], p["code"], p["severity"]) for p in own] == [
        ("二", 2, "性别", "公", "roster.sex_unknown", "error"),
        ("二", 2, "出生年月", "1991.1", "roster.date_october", "question"),
        ("二", 2, "职务", "#REF!", "roster.cell_error", "error"),
    ]
    assert all(problem["text"] for problem in said["problems"])
    said = done(run("roster", "import", book, "--db", demo_file, "--dry-run", "--json", "--sheet", "二")).json
    assert [(sheet["name"], sheet["used"]) for sheet in said["sheets"]] == [
        *(("一", False), ("二", True), ("说明", False))
    ]


def test_a_sentence_shows_no_whole_number_and_the_value_is_the_cell_s(
    run: Run, desk_file: Path, tmp_path: Path
):
    """Sentences go into mails; the value is how the cell is found and put right."""
    number = invented_id(101)
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    old = f"{number[:6]}800512{number[14:17]}"
    book = write(
        tmp_path / "名册.xlsx",
        Page(
            [
                ["姓名", "身份证号", "工作单位", "手机"],
                ["甲一", wrong, "城东区委组织部", ""],
                ["甲二", old, "城东区委组织部", ""],
            ]
        ),
    )
    words = ("roster", "import", book, "--db", desk_file, "--dry-run")
    who = {"user": USERS[Role.CLERK][0], "password": PASSWORD}
    said = done(run(*words, "--json", **who)).json
    found = {one["value"]: one for one in said["problems"] if one["column"] == "身份证号"}
    assert found.keys() == {wrong, old}
    for value, one in found.items():
        assert value not in one["text"]
        assert "****" in one["text"]
    lines = done(run(*words, **who)).out
    assert all(value not in lines for value in found)
    assert said["people"][1]["id_number"], "of who comes in the whole number, as the object is defined"


def test_what_is_older_than_the_roster_is_a_note_at_its_cell(run: Run, desk_file: Path, tmp_path: Path):
    header = ["姓名", "身份证号", "工作单位", "职务", "职级"]
    row = ["丁宁", invented_id(1), "城东区委组织部"]
    later = write(tmp_path / "名册2026-04.xlsx", Page([header, [*row, "副部长", "乡科级副职"]]))
    earlier = write(tmp_path / "名册2026-03.xlsx", Page([header, [*row, "科长", "乡科级正职"]]))
    who = {"user": USERS[Role.CLERK][0], "password": PASSWORD}
    done(run("roster", "import", later, "--db", desk_file, "--json", **who))
    words = ("roster", "import", earlier, "--db", desk_file, "--dry-run")
    said = done(run(*words, "--json", **who)).json
    assert list(said) == ["file", "sheets", "buckets", "people", "problems"]
    notes = [p for p in said["problems"] if p["row"]]
    assert [(p["row"], p["column"], p["value"], p["code"], p["severity"]) for p in notes] == [
        (2, "职务", "科长", "roster.value_older", "note"),
        (2, "职级", "乡科级正职", "roster.value_older", "note"),
    ]
    assert notes[0]["text"] == "“科长”早于名册所知（名册中的值自 2026-04-30 起），以名册为准。"
    assert "第 2 行，职务：“科长”早于名册所知" in done(run(*words, **who)).out
    told = done(run(*words, **who)).out
    assert "文件的数据截止日\t2026-03-31" in told
    assert ("早于名册\t1" in told, "相同" in told) == (True, False)
    # a file that doesn't say its day is of today, unless the line does
    plain = write(tmp_path / "名册.xlsx", Page([header, [*row, "科长", "乡科级副职"]]))
    words = ("roster", "import", plain, "--db", desk_file)
    said = done(run(*words, "--dry-run", "--json", **who)).json
    assert [p["code"] for p in said["problems"] if p["row"]] == []
    said = done(run(*words, "--day", "2026-03-31", "--json", **who)).json
    assert [p["code"] for p in said["problems"] if p["row"]] == ["roster.value_older"]
    assert (said["result"]["updated"], said["result"]["older"]) == (0, 1)
    assert (said["buckets"]["update"], said["buckets"]["same"]) == (0, 1)
    assert (said["result"]["same"], said["result"]["older_rows"]) == (0, 1)
    assert said["people"][0]["bucket"] == "same", (
        "what is left changes nothing, and is not counted as if it did"
    )
    assert one(desk_file, "SELECT day FROM import_batch ORDER BY id DESC LIMIT 1") == "2026-03-31"
    refused = run(*words, "--day", "2999-01-01", "--dry-run", **who)
    assert (refused.code, "2999-01-01" in refused.err) == (2, True)
    # the object is there too where the import is refused
    wrong = write(tmp_path / "b.xlsx", Page([header, [*row, "科长", "某某级"]]))
    refused = run("roster", "import", wrong, "--db", desk_file, "--json", **who)
    assert (refused.code, refused.json["buckets"]["question"]) == (2, 1)
    assert refused.err.strip() == text("import.rows_open", count=1)


def test_a_folder_of_forms_comes_in(run: Run, demo_file: Path, tmp_path: Path):
    unit = one(demo_file, "SELECT name FROM unit ORDER BY id LIMIT 1")
    forms = tmp_path / "任免表"
    forms.mkdir()
    for name, id_number in (("新来一", "999901197205161233"), ("新来二", "")):
        write_form(forms / f"{name}.lrmx", name, f"{unit}科长", ShenFenZheng=id_number)
    said = done(run("roster", "import", forms, "--db", demo_file, "--json")).json
    assert [(p["sheet"], p["name"], p["unit"], p["post"]) for p in said["people"]] == [
        ("新来一.lrmx", "新来一", unit, "科长"),
        ("新来二.lrmx", "新来二", unit, "科长"),
    ]
    assert said["result"]["created"] == 2


# --- papers ---


@LANGUAGES
def test_every_paper_is_listed_with_its_parameters(run: Run, lang: str):
    facts = done(run("report", "list", "--json", lang=lang)).json
    assert [paper["id"] for paper in facts["papers"]] == [paper.id for paper in list_papers()]
    assert facts["count"] >= 8
    said = done(run("report", "list", lang=lang))
    assert len(said.out.splitlines()) == facts["count"]
    for paper in facts["papers"]:
        assert f"{paper['id']}\t{paper['title']}\t" in said.out
        assert ("五" in paper["title"]) <= (lang == "zh_CN")
        for param in paper["params"]:
            assert f"{param['key']}=" in said.out


def values_for(path: Path, keys: list[str]) -> list[str]:
    """Return ``--param`` words for what a paper can't do without."""
    known = {
        "class": "SELECT class_id FROM certificate WHERE state = 'valid' ORDER BY id DESC LIMIT 1",
        "fee": "SELECT id FROM fee_request ORDER BY id LIMIT 1",
        "menu": "SELECT id FROM menu ORDER BY id LIMIT 1",
        "batch": "SELECT max(id) FROM import_batch",
        "person": "SELECT person_id FROM certificate ORDER BY id LIMIT 1",
    }
    words = []
    for key in keys:
        words += ["--param", f"{key}={'talent' if key == 'group' else one(path, known[key])}"]
    return words


@pytest.mark.parametrize("paper", [paper.id for paper in list_papers()])
@LANGUAGES
def test_every_paper_is_rendered_in_every_form(
    run: Run, demo_file: Path, tmp_path: Path, paper: str, lang: str
):
    found = next(known for known in list_papers() if known.id == paper)
    if any(param.key == "batch" for param in found.params):  # nothing was imported into the demo district
        book = tmp_path / "新进人员.xlsx"
        save(book, [["新来人", "男", "1999-05", None, "区委办公室", "干部"]])
        done(run("roster", "import", book, "--db", demo_file, "--json", lang=lang))
    words = values_for(demo_file, [param.key for param in found.params if param.required])
    for form in found.formats:
        out = tmp_path / f"{paper}.{form}"
        render = ("report", "render", paper, "--db", demo_file, "--format", form, "--out", out, "--json")
        facts = done(run(*render, *words, lang=lang)).json
        content = out.read_bytes()
        assert facts["bytes"] == len(content)
        if form == "pdf":
            with closing(pypdfium2.PdfDocument(content)) as document:
                pages = [page.get_textpage().get_text_range() for page in document]
                assert len("".join(pages)) > 20, "a paper has words on it"
        else:
            book = openpyxl.load_workbook(BytesIO(content))
            assert sum(sheet.max_row for sheet in book.worksheets) > 3
            book.close()
    if "xlsx" not in found.formats:
        render = (
            "report",
            "render",
            paper,
            "--db",
            demo_file,
            "--format",
            "xlsx",
            "--out",
            tmp_path / "no.xlsx",
        )
        said = run(*render, *words, lang=lang)
        assert said.code == 2
        assert not (tmp_path / "no.xlsx").exists()


# --- certificates ---


@LANGUAGES
def test_the_register_a_frozen_certificate_and_voiding(run: Run, demo_file: Path, tmp_path: Path, lang: str):
    code = one(
        demo_file, "SELECT t.code FROM certificate c JOIN training_class t ON t.id = c.class_id LIMIT 1"
    )
    facts = done(run("certificate", "list", "--db", demo_file, "--class", code, "--json", lang=lang)).json
    assert facts["count"] == len(facts["certificates"]) > 1
    number = facts["certificates"][0]["number"]
    said = done(run("certificate", "list", "--db", demo_file, "--class", code, lang=lang))
    assert number in said.out
    assert ("有效" in said.out) == (lang == "zh_CN")

    out = tmp_path / "证书.pdf"
    done(run("certificate", "render", number, "--db", demo_file, "--out", out, lang=lang))
    first = out.read_bytes()
    with closing(pypdfium2.PdfDocument(first)) as document:
        assert len(document) == 1
        page = document[0].get_textpage().get_text_range()
    assert number in page.replace(" ", "")
    done(run("certificate", "render", number, "--db", demo_file, "--out", out, lang="en"))
    with closing(pypdfium2.PdfDocument(out.read_bytes())) as document:
        assert document[0].get_textpage().get_text_range() == page, "it is frozen, whatever the language"

    void = ("certificate", "void", number, "--db", demo_file, "--reason", "姓名有误", "--json")
    facts = done(run(*void, lang=lang)).json
    assert facts["state"] == "void"
    said = done(run("certificate", "render", number, "--db", demo_file, "--out", out, lang=lang))
    assert "姓名有误" in said.out, "that it is void is said, and stands on the page"
    with closing(pypdfium2.PdfDocument(out.read_bytes())) as document:
        assert "作废" in document[0].get_textpage().get_text_range()
    assert one(demo_file, "SELECT state FROM certificate WHERE number = ?", number) == "void"
    said = run(*void, lang=lang)
    assert (said.code, said.out) == (2, "")
    assert number in said.err


# --- backups and the check-up ---


@LANGUAGES
def test_backups_are_made_listed_verified_and_put_back(run: Run, desk_file: Path, lang: str):
    who = {"lang": lang, "user": "admin", "password": PASSWORD}
    assert done(run("backup", "list", "--db", desk_file, lang=lang)).out.strip()
    made = done(run("backup", "create", "--db", desk_file, "--json", **who)).json
    backup = Path(made["file"])
    assert backup.stat().st_size == made["bytes"]
    listed = done(run("backup", "list", "--db", desk_file, "--json", lang=lang)).json
    assert [entry["file"] for entry in listed["backups"]] == [made["file"]]
    assert listed["backups"][0]["reason"] == "manual"
    said = done(run("backup", "list", "--db", desk_file, lang=lang))
    assert ("手动" in said.out or "demand" in said.out) or said.out.count("\t") == 3
    facts = done(run("backup", "verify", backup.name, "--db", desk_file, "--json", lang=lang)).json
    assert facts["sound"] is True
    assert facts["counts"]["person"] == 14

    with closing(sqlite3.connect(desk_file)) as connection, connection:
        connection.execute("UPDATE office SET name = '写坏了'")
    facts = done(run("backup", "restore", backup.name, "--db", desk_file, "--json", **who)).json
    assert one(desk_file, "SELECT name FROM office") == "城东区委组织部"
    assert one(Path(facts["set_aside"]), "SELECT name FROM office") == "写坏了"
    assert one(desk_file, "SELECT kind FROM audit ORDER BY id DESC LIMIT 1") == "restored"
    assert check_file(desk_file) == []


@pytest.mark.parametrize("damage", ["gone", "empty", "header", "pages"])
def test_a_lost_desk_is_put_back_by_whoever_may_restore(run: Run, desk_file: Path, damage: str):
    who = {"user": "admin", "password": PASSWORD}
    backup = done(run("backup", "create", "--db", desk_file, "--json", **who)).json["file"]
    if damage == "gone":
        desk_file.unlink()
    elif damage == "empty":
        desk_file.write_bytes(b"")
    else:
        content = bytearray(desk_file.read_bytes())
        content[: 16 if damage == "header" else len(content)] = bytes(16 if damage == "header" else 0)
        desk_file.write_bytes(content[: len(content) // 2])
    restore = ("backup", "restore", backup, "--db", desk_file)
    assert run(*restore, user="clerk", password="wrong one").code == 2
    assert run(*restore, user="keeper", password=PASSWORD).code == 2
    said = done(run(*restore, **who))
    assert check_file(desk_file) == []
    assert ("before-restore" in said.out) == (damage != "gone"), "what stood there is kept"


@LANGUAGES
def test_the_check_up_says_what_is_wrong_and_answers_with_its_exit_code(run: Run, desk_file: Path, lang: str):
    facts = done(run("check", "--db", desk_file, "--json", lang=lang)).json
    assert (facts["sound"], facts["count"], facts["problems"]) == (True, 0, [])
    assert done(run("check", "--db", desk_file, lang=lang)).out.strip()
    with closing(sqlite3.connect(desk_file)) as connection, connection:
        connection.execute("UPDATE audit SET detail = '{}' WHERE id = 3")
    said = run("check", "--db", desk_file, "--json", lang=lang)
    assert said.code == 3
    assert said.json["sound"] is False
    assert [problem["code"] for problem in said.json["problems"]] == ["check.log_changed"]
    said = run("check", "--db", desk_file, lang=lang)
    assert said.code == 3
    assert "3" in said.out


# --- who acts ---


def test_on_the_demo_district_its_clerk_acts_when_nobody_is_named(run: Run, demo_file: Path):
    done(run("roster", "search", "王", "--db", demo_file))
    login = one(
        demo_file, "SELECT u.login FROM audit a JOIN user u ON u.id = a.entity_id ORDER BY a.id DESC LIMIT 1"
    )
    assert login == "zhangxiao"


def test_words_on_the_line_come_before_the_environment(run: Run, desk_file: Path):
    search = ("roster", "search", "王", "--db", desk_file)
    done(run(*search, "--user", "reader", user="nobody", password=PASSWORD))
    assert one(desk_file, "SELECT max(entity_id) FROM audit WHERE kind = 'signed_in'") == 7
    assert run(*search, user="nobody", password=PASSWORD).code == 2


def test_a_password_is_asked_for_at_a_terminal(run: Run, desk_file: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or PASSWORD)
    done(run("roster", "search", "王", "--db", desk_file, "--user", "clerk"))
    assert len(asked) == 1
    assert "clerk" in asked[0]


def test_a_password_is_never_a_word_of_the_line():
    """It would be in the shell's history and in the list of processes."""
    set_language("en")
    options = str(build_parser().format_help()) + Path("trainingdesk/app/cli.py").read_text(encoding="utf-8")
    assert "--password" not in options


# --- the line itself ---


@LANGUAGES
def test_help_speaks_the_language_that_was_chosen(capsys: pytest.CaptureFixture[str], lang: str, monkeypatch):
    monkeypatch.setenv("TRAININGDESK_LANG", lang)
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    assert ("新建" in out) == (lang == "zh_CN")
    assert ("make a new desk" in out) == (lang == "en")


def test_the_language_can_be_a_word_of_the_line(run: Run, desk_file: Path):
    said = run("--lang", "en", "check", "--db", desk_file)
    assert (said.code, said.out.strip()) == (0, "The desk is sound.")


#: words that are not understood → what the sentence must name
WRONG_LINES = [
    (["nope"], ["nope", "roster", "tour"], "trainingdesk"),
    (["roster"], [], "trainingdesk roster"),
    (["certificate", "void", "--db", "a"], ["--reason"], "trainingdesk certificate void"),
    (
        ["report", "render", "x", "--format", "doc", "--db", "a"],
        ["doc", "pdf", "xlsx"],
        "trainingdesk report render",
    ),
    (["check", "--db"], ["--db"], "trainingdesk check"),
    (["check", "--json=3", "--db", "a"], ["--json"], "trainingdesk check"),
    (
        ["roster", "search", "王", "--db", "a", "--limit", "三"],
        ["--limit", "三"],
        "trainingdesk roster search",
    ),
    (
        ["roster", "import", "a.xlsx", "--db", "a", "--day", "2026-13-01"],
        ["--day", "2026-13-01", "2026-03-31"],
        "trainingdesk roster import",
    ),
    (["check", "--db", "a", "--nope"], ["--nope"], "trainingdesk"),
    (["check", "--db", "a", "--js"], ["--js"], "trainingdesk"),
]


@pytest.mark.parametrize(("words", "named", "command"), WRONG_LINES)
@LANGUAGES
def test_a_line_that_is_not_understood_is_told_in_one_sentence(
    words: list[str],
    named: list[str],
    command: str,
    lang: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("TRAININGDESK_LANG", lang)
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    for word in [*named, f"{command} --help"]:
        assert word in said.err
    assert "argument" not in said.err
    assert "usage" not in said.err
    chinese = any("一" <= letter <= "鿿" for letter in said.err.replace("三", ""))
    assert chinese == (lang == "zh_CN")


@pytest.mark.parametrize("words", [["--lang", "en", "nope"], ["--lang=en", "nope"]])
def test_a_wrong_line_is_told_in_the_language_it_asks_for(
    words: list[str], capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit):
        main(words)
    assert "“nope” is not one of the values" in capsys.readouterr().err


def every_parser(parser: argparse.ArgumentParser):
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from every_parser(below)


@LANGUAGES
def test_every_page_of_help_speaks_one_language_in_line(lang: str):
    set_language(lang)
    pages = [parser.format_help() for parser in every_parser(build_parser())]
    assert len(pages) > 15
    for page in pages:
        assert page.startswith("用法：trainingdesk" if lang == "zh_CN" else "usage: trainingdesk")
        assert ("\n选项:\n" in page) == (lang == "zh_CN")
        for words in ("positional arguments", "show this help message", "FILE"):
            assert words not in page or (words == "FILE" and lang == "en")
        begins = set()
        for line in page.partition("\n\n")[2].splitlines():
            row = re.fullmatch(r"( {2,}\S.*?) {2,}(\S.*)", line)
            if row:
                gap = line[: row.start(2)]
                begins.add(len(gap) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in gap))
        assert len(begins) == 1, page


def test_a_mistake_of_the_program_is_told_in_one_sentence_and_logged(
    run: Run, desk_file: Path, home: Path, monkeypatch: pytest.MonkeyPatch
):
    from trainingdesk.usecases import safekeeping

    def breaks(_path: Path) -> None:
        try:
            raise LookupError("999901198005120017")
        except LookupError as error:
            raise ZeroDivisionError("13900000001") from error

    monkeypatch.setattr(safekeeping, "check_desk_file", breaks)
    said = run("check", "--db", desk_file)
    assert (said.code, said.out) == (1, "")
    assert len(said.err.splitlines()) == 1
    assert "Traceback" not in said.err
    log = (home / "crash.log").read_text(encoding="utf-8")
    assert "builtins.ZeroDivisionError" in log
    assert "test_cli.py" in log
    assert "breaks" in log
    assert "after:\nbuiltins.LookupError" in log
    assert "999901198005120017" not in log + said.err
    assert "13900000001" not in log + said.err
    assert str(home / "crash.log") in said.err
