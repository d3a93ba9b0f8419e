"""Every code has a sentence, every sentence its Chinese, and each is given what it fills in."""

import ast
import re
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import build_locale
import trainingdesk.domain
from tests.architecture.source import calls, modules, nothing
from trainingdesk.domain import access, codes, errors
from trainingdesk.domain.workflow import Workflow
from trainingdesk.shared.text import messages, set_language, text

#: What is called with a code first, in words a person reads.
TAKES_CODE = {
    "DeskError",
    "Refused",
    "NotFound",
    "AccessDenied",
    "Conflict",
    "Invalid",
    "EnvironmentProblem",
    "Problem",
}
TAKES_LABEL = {"Label", "text"}

ENUMS = {
    enum.__name__: enum
    for module in (codes, access, errors)
    for enum in vars(module).values()
    if isinstance(enum, type) and issubclass(enum, StrEnum) and enum.__module__ == module.__name__
}


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def test_the_catalogues_say_all_and_no_more() -> None:
    assert build_locale.languages() == ["zh_CN"]
    nothing(
        build_locale.report("zh_CN").lines(),
        "mend resources/locale/zh_CN (`python3 run.py i18n` lists these)",
    )


def test_english_words_have_straight_apostrophes() -> None:
    """In the faces that have Chinese the curved one is as wide as a character: person’ s."""
    curved = re.compile("[A-Za-z]’[a-z]")
    nothing(
        [
            module.at(node)
            for module in modules()
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and curved.search(node.value)
        ],
        "write ' for ’",
    )


@pytest.mark.parametrize("enum", ENUMS.values(), ids=ENUMS)
def test_every_code_of_a_list_has_a_label(enum: type[StrEnum]) -> None:
    missing = [code for member in enum if (code := f"{snake(enum.__name__)}.{member}") not in messages()]
    nothing(missing, "add it to trainingdesk/shared/messages/codes.py")
    set_language("zh_CN")
    plain = [
        code
        for member in enum
        if not re.search(r"[\u4e00-\u9fff]", text(code := f"{snake(enum.__name__)}.{member}"))
    ]
    nothing(plain, "no Chinese label")


def test_every_state_and_action_of_a_workflow_has_a_label() -> None:
    flows: dict[str, Workflow] = {}
    for module in walk_packages(trainingdesk.domain.__path__, "trainingdesk.domain."):
        flows |= {
            value.name: value
            for value in vars(import_module(module.name)).values()
            if isinstance(value, Workflow)
        }
    missing = set()
    for flow in flows.values():
        for (state, action), target in flow.table.items():
            wanted = {
                f"{flow.name}.state.{state}",
                f"{flow.name}.state.{target}",
                f"{flow.name}.action.{action}",
            }
            missing |= wanted - messages().keys()
    nothing(missing, "add its label to the area's messages")


def test_every_record_has_a_name() -> None:
    """``record.gone`` and ``record.stale`` name the kind of record, and so does the log."""
    for module in walk_packages(
        import_module("trainingdesk.persistence.tables").__path__, "trainingdesk.persistence.tables."
    ):
        import_module(module.name)
    from trainingdesk.persistence.base import Record

    tables = {mapper.local_table.name for mapper in Record.registry.mappers}
    assert {f"entity.{table}" for table in tables} - messages().keys() <= {"entity.audit"}


def first_argument(call: ast.Call) -> ast.expr | None:
    if call.args:
        return call.args[0]
    return next((keyword.value for keyword in call.keywords if keyword.arg == "code"), None)


def test_every_code_raised_or_shown_has_a_sentence() -> None:
    missing = []
    lists = {code.partition(".")[0] for code in messages()}
    for module in modules():
        for name, call in calls(module):
            if name not in TAKES_CODE | TAKES_LABEL or not isinstance(call.func, ast.Name):
                continue
            code = first_argument(call)
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                if code.value not in messages():
                    missing.append(f"{module.at(call)} {code.value}")
            elif isinstance(code, ast.JoinedStr) and isinstance(code.values[0], ast.Constant):
                prefix = str(code.values[0].value)
                if prefix.partition(".")[0] not in lists:
                    missing.append(f"{module.at(call)} {prefix}…")
    nothing(missing, "add it to trainingdesk/shared/messages/<area>.py")


def given(name: str, call: ast.Call) -> set[str] | None:
    """Return the names of the parameters a call gives its sentence, None when that can't be seen."""
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    if name == "Problem":
        params = call.args[1] if len(call.args) > 1 else None
        params = next((keyword.value for keyword in call.keywords if keyword.arg == "params"), params)
        if params is None:
            return set()
        if not isinstance(params, ast.Dict) or not all(isinstance(key, ast.Constant) for key in params.keys):
            return None
        return {str(key.value) for key in params.keys if isinstance(key, ast.Constant)}
    names = {keyword.arg for keyword in call.keywords if keyword.arg}
    return names | {"count"} if name == "Invalid" else names


def test_every_sentence_is_given_what_it_fills_in() -> None:
    wrong = []
    for module in modules():
        for name, call in calls(module):
            if name not in TAKES_CODE | {"text"} or not isinstance(call.func, ast.Name):
                continue
            code = first_argument(call)
            params = given(name, call)
            if not isinstance(code, ast.Constant) or params is None or code.value not in messages():
                continue
            wanted = build_locale.placeholders(messages()[code.value])
            if not wanted <= params:
                wrong.append(
                    f"{module.at(call)} {code.value} needs {sorted(wanted)}, is given {sorted(params)}"
                )
    nothing(wrong, "str.format would raise KeyError")


def write(folder: Path, name: str, *entries: tuple[str, str]) -> None:
    lines = ['msgid ""', 'msgstr "Content-Type: text/plain; charset=UTF-8\\n"', ""]
    for one, two in entries:
        lines += [f'msgid "{one}"', f'msgstr "{two}"', ""]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    """Return a folder of catalogues with one language, and a source beside it."""
    (tmp_path / "locale" / "zh_CN").mkdir(parents=True)
    (tmp_path / "source").mkdir()
    return tmp_path / "locale"


def test_two_files_may_not_translate_one_message_differently(locale: Path) -> None:
    write(locale / "zh_CN", "a.po", ("Class", "班次"))
    write(locale / "zh_CN", "b.po", ("Class", "班次"))
    assert build_locale.merged("zh_CN", locale).get("Class").string == "班次"
    write(locale / "zh_CN", "b.po", ("Class", "班级"))
    with pytest.raises(build_locale.LocaleError, match=r"a\.po and b\.po translate 'Class' differently"):
        build_locale.merged("zh_CN", locale)


def test_the_report_finds_what_is_missing_obsolete_or_filled_in_differently(locale: Path) -> None:
    (locale.parent / "source" / "page.py").write_text(
        'one = _("Save {name}")\ntwo = _("Left out")\nthree = ngettext("One person", "{count} people", n)\n'
    )
    write(locale / "zh_CN", "a.po", ("Save {name}", "保存{nam}"), ("Gone", "没了"), ("One person", "一人"))
    findings = build_locale.report("zh_CN", locale, locale.parent / "source").lines()
    assert [line.partition(":")[0] for line in findings] == ["missing", "missing", "obsolete", "placeholders"]
    assert "'Left out' (page.py:2)" in findings[0]
    assert "'One person'" in findings[1]
    assert "'Gone'" in findings[2]


def test_a_catalogue_is_compiled_when_a_source_changed(locale: Path) -> None:
    import os

    folder = locale / "zh_CN"
    write(folder, "a.po", ("Class", "班次"))
    assert build_locale.compile_stale(locale) == ["zh_CN"]
    assert build_locale.compile_stale(locale) == []
    later = build_locale.compiled_file("zh_CN", locale).stat().st_mtime_ns + 10**9
    os.utime(folder / "a.po", ns=(later, later))
    assert build_locale.is_stale("zh_CN", locale)
    os.utime(folder / "a.po", ns=(0, 0))
    assert not build_locale.is_stale("zh_CN", locale)
    os.utime(folder, ns=(later, later))  # a file was added or taken away
    assert build_locale.is_stale("zh_CN", locale)
