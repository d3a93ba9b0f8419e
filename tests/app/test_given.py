"""On the command line, too, a password that another person gave does nothing; the sentence says the way out."""

import io
from pathlib import Path

import pytest

from tests.app.line import Run
from tests.desk_fixtures import PASSWORD, USERS
from tests.usecases.training_facts import rows
from trainingdesk.domain.access import Role
from trainingdesk.usecases.commands.office import AddUser, ResetPassword
from trainingdesk.usecases.desk import open_desk

GIVEN, OWN = "given by another", "known to one alone"


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_a_given_password_is_refused_until_it_was_replaced(run: Run, desk_file: Path, lang: str):
    desk = open_desk(desk_file)
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    desk.execute(AddUser(login="linwan", name="林晚", roles=tuple(Role), password=GIVEN))
    desk.close()
    before = rows(desk_file, "SELECT count(*) FROM audit WHERE kind <> 'signed_in'")
    given = {"user": "linwan", "password": GIVEN, "lang": lang}
    for words in (
        ("roster", "search", "丁", "--db", desk_file),
        ("backup", "create", "--db", desk_file),
        ("certificate", "list", "--db", desk_file),
    ):
        said = run(*words, **given)
        assert (said.code, said.out) == (2, "")
        assert {"zh_CN": "在窗口中", "en": "in the window"}[lang] in said.err
        assert "user password" in said.err
        assert len(said.err.splitlines()) == 1
    assert rows(desk_file, "SELECT count(*) FROM audit WHERE kind <> 'signed_in'") == before
    desk = open_desk(desk_file)
    desk.sign_in("linwan", GIVEN)
    desk.change_password(GIVEN, OWN)
    desk.close()
    assert run("roster", "search", "丁", "--db", desk_file, user="linwan", password=OWN).code == 0


def test_a_lost_desk_is_put_back_even_with_a_given_password(run: Run, desk_file: Path):
    """Where no desk opens no password can be changed either: what brings it back is not kept from the administrator."""
    desk = open_desk(desk_file)
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    reset = ResetPassword(
        user_id=rows(desk_file, "SELECT id FROM user WHERE login = 'admin'")[0][0], password=GIVEN
    )
    desk.execute(reset)
    desk.close()
    made = run("backup", "create", "--db", desk_file, "--json", user="clerk", password=PASSWORD).json["file"]
    who = {"user": "admin", "password": GIVEN}
    assert run("backup", "restore", made, "--db", desk_file, **who).code == 2
    desk_file.unlink()
    assert run("backup", "restore", made, "--db", desk_file, **who).code == 0


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_a_password_is_changed_on_the_line_and_never_stands_on_it(
    run: Run, desk_file: Path, monkeypatch: pytest.MonkeyPatch, lang: str
):
    words = ("user", "password", "--db", desk_file, "--user", "clerk")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{OWN}\r\n"))
    said = run(*words, "--json", password=PASSWORD, lang=lang)
    assert (said.code, said.json) == (0, {"user": "clerk"})
    assert OWN not in said.out + said.err
    search = ("roster", "search", "丁", "--db", desk_file, "--user", "clerk")
    assert run(*search, password=PASSWORD).code == 2
    assert run(*search, password=OWN).code == 0
    for line in ("", "short\n", f"{OWN}\n"):  # nothing, too short, the present one
        monkeypatch.setattr("sys.stdin", io.StringIO(line))
        refused = run(*words, password=OWN, lang=lang)
        assert (refused.code, refused.out) == (2, "")
        assert len(refused.err.splitlines()) == 1


def test_a_new_password_is_typed_twice_at_a_terminal(
    run: Run, desk_file: Path, monkeypatch: pytest.MonkeyPatch
):
    desk = open_desk(desk_file)
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    desk.execute(AddUser(login="linwan", name="林晚", roles=tuple(Role), password=GIVEN))
    desk.close()
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    asked: list[str] = []
    typed = [GIVEN, OWN, "something else", GIVEN, OWN, OWN]
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or typed.pop(0))
    words = ("user", "password", "--db", desk_file, "--user", "linwan")
    refused = run(*words)
    assert (refused.code, refused.err.strip()) == (2, "两次输入的密码不一致，请重输。")
    said = run(*words)
    assert (said.code, said.out.strip()) == (0, "linwan 的密码已修改。")
    assert asked[1:3] == ["linwan 的新密码：", "再输一遍："]
    assert run("roster", "search", "丁", "--db", desk_file, user="linwan", password=OWN).code == 0
