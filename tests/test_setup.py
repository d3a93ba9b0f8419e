"""The set-up: run.py, the locks, and the package that ``pip install .`` makes."""

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return run.py as a module whose environment lies in a temporary folder."""
    spec = importlib.util.spec_from_file_location("run_under_test", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "PYTHON", venv / module.PYTHON.relative_to(ROOT / ".venv"))
    monkeypatch.setattr(module, "STAMP", venv / module.STAMP.name)
    monkeypatch.setattr(module, "UNFINISHED", venv / module.UNFINISHED.name)
    return module


def lock_lines(name: str) -> list[str]:
    return [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line[:1].isalnum()]


def versions(name: str) -> dict[str, str]:
    found = (re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line) for line in lock_lines(name))
    return {match[1]: match[2] for match in found if match}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_and_hashes_everything_and_names_no_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"http|file:|--index|--find-links|--extra-index|@ |/", text)
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert len(entries) > 10
    for entry in entries:
        assert "==" in entry.splitlines()[0], entry
        assert "--hash=sha256:" in entry, entry


def test_the_locks_agree_with_each_other() -> None:
    developer = versions("requirements-dev.lock")
    assert versions("requirements.lock").items() <= developer.items()
    for name, version in versions("requirements-build.lock").items():
        assert developer.get(name, version) == version


@pytest.mark.parametrize(("extra", "name"), [("", LOCKS[0]), ("dev", LOCKS[1]), ("build", LOCKS[2])])
def test_a_lock_satisfies_what_the_project_asks_for(extra: str, name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    locked = {key.replace("_", "-").lower(): value for key, value in versions(name).items()}
    for line in wanted:
        requirement = Requirement(line)
        key = requirement.name.replace("_", "-").lower()
        assert key in locked, f"{line} is not in {name}: run `python3 run.py lock`"
        assert requirement.specifier.contains(locked[key]), line


def test_run_py_needs_the_standard_library_only_and_old_pythons_can_read_it() -> None:
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    for module in (tree, ast.parse((ROOT / "build_locale.py").read_text(encoding="utf-8"))):
        for node in module.body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
    assert source.isascii()  # a Chinese console of code page 936 shows every line


def test_run_py_refuses_an_older_python_in_one_sentence() -> None:
    old = f"import sys; sys.version_info = (3, 10, 13); exec(compile(open({str(ROOT / 'run.py')!r}).read(), 'run.py', 'exec'))"
    answer = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False)
    assert answer.returncode == 3
    assert answer.stdout == ""
    assert answer.stderr.startswith("TrainingDesk needs Python 3.11 or newer, and this is Python 3.10 (")
    assert answer.stderr.count("\n") == 1


def test_a_half_made_environment_is_made_anew(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    run.VENV.mkdir()
    (run.VENV / "left over").touch()
    run.UNFINISHED.touch()
    run.STAMP.write_text('{"run": "whatever"}')
    assert not run.is_sound()
    assert run.stamped() == {}
    run.make_environment()
    assert "making it anew" in capsys.readouterr().out
    assert not (run.VENV / "left over").exists()
    assert run.UNFINISHED.exists()  # until the libraries are in
    asked = subprocess.run(
        [run.PYTHON, "-c", "import pip, sys; print(sys.prefix)"], capture_output=True, text=True, check=True
    )
    assert Path(asked.stdout.strip()) == run.VENV
    run.UNFINISHED.unlink()
    assert run.is_sound()


class Steps:
    """What set_up would have done."""

    def __init__(self, run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        monkeypatch.setattr(run, "add_system_packages", lambda: self.done.append("system"))
        monkeypatch.setattr(run, "make_environment", lambda: (self.done.append("venv"), self.pretend(run)))
        monkeypatch.setattr(run, "install", self.done.append)

    @staticmethod
    def pretend(run: ModuleType) -> None:
        run.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        run.PYTHON.touch()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system packages are Linux's")
def test_nothing_is_done_twice(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    steps = Steps(run, monkeypatch)
    run.set_up("run")
    assert steps.done == ["system", "venv", "run"]
    run.set_up("run")
    assert steps.done == ["system", "venv", "run"]
    run.set_up("dev")
    assert steps.done[3:] == ["system", "venv", "dev"]
    run.set_up("run")
    run.set_up("dev")
    assert len(steps.done) == 6
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    run.set_up("run")  # other system libraries are asked for; the Python ones are there
    assert steps.done[6:] == ["system", "venv"]
    monkeypatch.setenv("DISPLAY", ":0")
    run.set_up("run")
    assert len(steps.done) == 8


def test_a_changed_lock_is_installed(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("one==1\n")
    monkeypatch.setitem(run.LOCKS, "run", lock)
    steps = Steps(run, monkeypatch)
    run.set_up("run")
    lock.write_text("one==2\n")
    run.set_up("run")
    assert steps.done.count("run") == 2


def test_missing_libraries_are_named_with_the_exact_command(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "loads", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr(run, "has_chinese_font", lambda: False)
    monkeypatch.setattr(run, "is_root", lambda: False)
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(run.Stop) as stop:
        run.add_system_packages()
    assert "sudo apt-get install -y --no-install-recommends libegl1 fonts-noto-cjk" in str(stop.value)
    monkeypatch.setattr(run.shutil, "which", lambda name: None if name == "apt-get" else f"/usr/bin/{name}")
    with pytest.raises(run.Stop, match="libegl1 fonts-noto-cjk"):
        run.add_system_packages()


def test_root_adds_what_is_missing_and_a_virtual_screen(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(run, "loads", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr(run, "has_chinese_font", lambda: True)
    monkeypatch.setattr(run, "is_root", lambda: True)
    monkeypatch.setattr(run.shutil, "which", lambda name: None if name == "Xvfb" else f"/usr/bin/{name}")
    monkeypatch.setattr(
        run, "apt", lambda *words: (asked.append(words), subprocess.CompletedProcess(words, 0, ""))[1]
    )
    run.add_system_packages()
    assert asked == [("update",), ("install", "-y", "--no-install-recommends", "libegl1", "xvfb")]


def test_without_a_screen_the_tour_is_made(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(run, "LINUX", True)
    monkeypatch.setattr(run, "WINDOWS", False)
    monkeypatch.setattr(run.os, "execv", lambda _python, words: started.append(words[1:]))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    run.program([])
    assert "there is no screen here" in capsys.readouterr().out
    run.program(["roster", "import", "a file.xlsx"])
    monkeypatch.setenv("DISPLAY", ":0")
    run.program([])
    assert started == [
        ["-m", "trainingdesk", "tour", "--out", "tour"],
        ["-m", "trainingdesk", "roster", "import", "a file.xlsx"],
        ["-m", "trainingdesk"],
    ]


def test_every_check_runs_even_after_one_failed(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands: list[str] = []

    def fake(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(" ".join(map(str, command[1:])))
        return subprocess.CompletedProcess(command, 1 if "ruff check" in commands[-1] else 0)

    monkeypatch.setattr(run.subprocess, "run", fake)
    assert run.run_checks([]) == 1
    assert len(commands) == 5
    assert capsys.readouterr().out.splitlines()[-1] == "run.py: 1 of 5 checks FAILED: lint"
    monkeypatch.setattr(run.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 0))
    assert run.run_checks([]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "run.py: all 5 checks passed"


def test_ci_runs_the_one_command() -> None:
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "exec python3 run.py test"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel built from a copy of the checkout, without an index."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("pyproject.toml", "setup.py", "build_locale.py", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    for name in ("trainingdesk", "resources", "data"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    built = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            ".",
            "--no-deps",
            "--no-build-isolation",
            "--no-index",
            "-q",
            "-w",
            "out",
        ],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (found,) = (copy / "out").glob("*.whl")
    return found


def test_the_package_carries_all_that_the_program_opens(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        entry_points = archive.read(
            next(name for name in names if name.endswith("entry_points.txt"))
        ).decode()
    assert "trainingdesk/resources/locale/zh_CN/LC_MESSAGES/trainingdesk.mo" in names
    assert not [name for name in names if name.endswith(".po") or "/scripts/" in name]
    assert "trainingdesk = trainingdesk.app.cli:main" in entry_points
    for folder in ("trainingdesk", "resources", "data"):
        for path in (ROOT / folder).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            left_out = path.suffix in (".po", ".pyc", ".tmp") or name.startswith("data/scripts/")
            if path.is_file() and not left_out:
                assert (name if folder == "trainingdesk" else f"trainingdesk/{name}") in names


def test_the_installed_package_starts_and_speaks_chinese(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import trainingdesk; from trainingdesk.shared import assets, text\n"
        "print(trainingdesk.__file__); print(assets.resource('locale'))\n"
        "sys.stdout.buffer.write(text.text('rank.section_head').encode()); sys.stdout.flush()\n"
        "from trainingdesk.app.cli import main; sys.argv[1:] = ['--help']; sys.exit(main())\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=tmp_path, capture_output=True, check=False
    )
    lines = answer.stdout.decode().splitlines()
    assert answer.returncode == 0, answer.stderr.decode()
    assert Path(lines[0]).is_relative_to(tmp_path)
    assert Path(lines[1]).is_relative_to(tmp_path)
    assert lines[2].startswith("乡科级正职")
