"""The command line as a test runs it: words in, exit code and both streams out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from trainingdesk.app.cli import LANGUAGE_VARIABLE, main
from trainingdesk.app.session import PASSWORD_VARIABLE, USER_VARIABLE


@dataclass(frozen=True)
class Said:
    """What a run of the command line came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object that was printed."""
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home) -> Run:
    """Return the command line as a function; nobody is named in its environment, nobody sits at a prompt."""
    for name in (LANGUAGE_VARIABLE, USER_VARIABLE, PASSWORD_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    def call(*words: object, lang: str = "zh_CN", user: str = "", password: str = "") -> Said:
        with monkeypatch.context() as environment:
            environment.setenv(LANGUAGE_VARIABLE, lang)
            if user:
                environment.setenv(USER_VARIABLE, user)
            if password:
                environment.setenv(PASSWORD_VARIABLE, password)
            code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call
