#!/usr/bin/env python3
"""Sets TrainingDesk up and starts it. Standard library only, on Windows and Linux.

    python3 run.py                  the window; where there is no screen, the tour (papers and pictures in ./tour)
    python3 run.py WORDS...         the command line: python3 run.py --help, python3 run.py roster import FILE ...
    python3 run.py test [WORDS...]  every check and every test; with words, pytest alone with these words
    python3 run.py bench [NAMES...] the benchmarks
    python3 run.py i18n             messages that are missing from a language, or no longer used
    python3 run.py lock             make the locks anew from pyproject.toml and requirements.in (needs uv)

The environment is made in .venv from the hash-locked requirements.lock; system libraries that are missing are added
through apt by root, and named with the exact command otherwise. When there is nothing to do, nothing is done.
"""

# Older Pythons must be able to read this file to be told that they are too old: it is kept to the syntax of 3.6.
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - it is for those who have an older one
    _version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    sys.stderr.write(
        f"TrainingDesk needs Python 3.11 or newer, and this is Python {_version} ({sys.executable}).\n"
    )
    sys.exit(3)

import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "trainingdesk.json"
#: Stands in .venv while something is being put into it: found at a start, the environment is half-made.
UNFINISHED = VENV / "unfinished"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
DEVELOPER_COMMANDS = ("test", "bench", "i18n", "lock")

#: What Qt asks the loader for, and the Debian package that has it (measured on a bare Debian 12).
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
}
#: What a window on an X screen needs besides.
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
SCREEN_PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth"}
CHINESE_FONT = "fonts-noto-cjk"


class Stop(Exception):
    """The set-up can't go on; the message says what to do (exit code 3)."""


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(f"run.py: {text}", flush=True)


def has_screen() -> bool:
    """Return whether a window can be shown here."""
    return not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_root() -> bool:
    """Return whether packages can be added."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def digest(*facts: object) -> str:
    """Return a short name for facts; other facts mean that there is something to do."""
    return hashlib.sha256("\n".join(str(fact) for fact in facts).encode()).hexdigest()


def wanted_stamps(profile: str) -> dict:
    """Return the stamps that .venv must bear so that nothing is to be done: what, and made from what."""
    system = "window" if has_screen() else "no window"
    profiles = (
        ("run", "dev") if profile == "dev" else ("run",)
    )  # the dev lock holds the same versions, and more
    stamps = {
        name: digest(sys.version_info[:2], LOCKS[name].read_text(encoding="utf-8")) for name in profiles
    }
    stamps[system] = digest(QT_LIBRARIES, SCREEN_LIBRARIES, SCREEN_PROGRAMS, CHINESE_FONT)
    return stamps


def stamped() -> dict:
    """Return the stamps that .venv bears; none when it is half-made or not there."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return {}
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other run.py of this project sets up: it would take a half-made environment for a broken one."""
    with Path(__file__).open("rb") as own:
        if WINDOWS:
            import msvcrt

            own.seek(1 << 30)  # beyond the end: a locked byte can't be read
            while True:
                try:
                    msvcrt.locking(own.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # after ten tries, one a second
                    say("waiting for another run.py that is setting up")
        else:
            import fcntl

            try:
                fcntl.flock(own, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("waiting for another run.py that is setting up")
                fcntl.flock(own, fcntl.LOCK_EX)
        yield


def loads(library: str) -> bool:
    """Return whether the loader finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_chinese_font() -> bool:
    """Return whether fontconfig, which Qt asks too, knows a font for simplified Chinese."""

    class FontSet(ctypes.Structure):
        _fields_ = [("count", ctypes.c_int), ("size", ctypes.c_int), ("fonts", ctypes.c_void_p)]

    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return False
    fontconfig.FcNameParse.restype = ctypes.c_void_p
    fontconfig.FcObjectSetCreate.restype = ctypes.c_void_p
    fontconfig.FcFontList.restype = ctypes.POINTER(FontSet)
    fontconfig.FcFontList.argtypes = [ctypes.c_void_p] * 3
    found = fontconfig.FcFontList(
        None, fontconfig.FcNameParse(b":lang=zh-cn"), fontconfig.FcObjectSetCreate()
    )
    return bool(found) and found.contents.count > 0


def missing_packages() -> tuple:
    """Return the Debian packages that this machine lacks: those that are needed, and those that are good to have."""
    needed = [package for library, package in QT_LIBRARIES.items() if not loads(library)]
    if not has_chinese_font():
        needed.append(CHINESE_FONT)
    if find_spec("ensurepip") is None or find_spec("venv") is None:
        needed.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    screen = [package for library, package in SCREEN_LIBRARIES.items() if not loads(library)]
    programs = [package for program, package in SCREEN_PROGRAMS.items() if not shutil.which(program)]
    if has_screen():
        return needed + screen, programs
    return needed, screen + programs


def apt(*words: str) -> subprocess.CompletedProcess:
    """Run apt-get quietly, without questions."""
    return subprocess.run(
        ["apt-get", "-qq", *words],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


def add_system_packages() -> None:
    """See to Qt's libraries, a virtual screen and a Chinese font; raises Stop when that is not possible."""
    needed, useful = missing_packages()
    if not needed and not (useful and is_root()):
        return
    if shutil.which("apt-get") is None:
        if needed:
            raise Stop(
                f"these Debian packages, or what your system calls them, are missing: {' '.join(needed)}\n"
                "Install them and start again."
            )
        return
    packages = needed + useful
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not is_root():
        raise Stop(f"system packages are missing. Run this, then start again:\n  sudo {command}")
    say(f"adding {len(packages)} system packages: {' '.join(packages)}")
    started = time.monotonic()
    apt("update")
    answer = apt("install", "-y", "--no-install-recommends", *packages)
    if answer.returncode == 0:
        say(f"added {len(packages)} system packages in {time.monotonic() - started:.0f} s")
        return
    sys.stderr.write(answer.stdout)
    # In this process the loader may remember that a library was missing: ask a new one.
    asked = subprocess.run(
        [sys.executable, "-c", "import run; print(*run.missing_packages()[0])"],
        cwd=str(ROOT),
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode != 0 or asked.stdout.strip():
        raise Stop(f"apt-get failed. Run this, then start again:\n  {command}")
    say(f"going on without {' '.join(useful)}")


def site_packages() -> Path:
    """Return the folder of the environment's libraries."""
    if WINDOWS:
        return VENV / "Lib" / "site-packages"
    return VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def is_sound() -> bool:
    """Return whether .venv is whole and of this Python, so that libraries can be added to it."""
    return PYTHON.exists() and not UNFINISHED.exists() and (site_packages() / "pip" / "__main__.py").exists()


def make_environment() -> None:
    """Make .venv, or make it anew when it is half-made or of another Python."""
    if is_sound():
        return
    if VENV.exists():
        say(".venv is half-made or of another Python: making it anew")
        try:
            shutil.rmtree(str(VENV))
        except OSError as error:
            raise Stop(
                f".venv can't be removed ({error}). Close TrainingDesk, delete .venv and start again."
            ) from error
    say("making the environment (.venv)")
    VENV.mkdir()
    UNFINISHED.touch()
    base = getattr(sys, "_base_executable", None) or sys.executable
    answer = subprocess.run(
        [base, "-m", "venv", str(VENV)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if answer.returncode != 0:
        sys.stderr.write(answer.stdout)
        raise Stop("the environment could not be made; the lines above say why.")


def install(profile: str) -> None:
    """Install the locked libraries of a profile; pip's own words are shown only when it fails."""
    lock = LOCKS[profile]
    total = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if line[:1].isalnum())
    say(f"installing up to {total} libraries from {lock.name}")
    started = time.monotonic()
    UNFINISHED.touch()
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    lines = []
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", cwd=str(ROOT)
    )
    assert process.stdout is not None
    fetched = 0
    for line in process.stdout:
        lines.append(line)
        if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied")):
            fetched += 1
            if sys.stdout.isatty():
                print(f"\r  {fetched} of {total}", end="", flush=True)
        elif line.startswith("Installing collected"):
            if sys.stdout.isatty():
                print("\r", end="")
            say(f"{fetched} libraries are here, unpacking the new ones")
    if process.wait() != 0:
        # pip fetches everything before it touches the environment and rolls back: what was there is whole.
        UNFINISHED.unlink()
        sys.stderr.write("".join(lines))
        raise Stop("the libraries could not be installed; pip's words above say why.")
    # A relative line is plain ASCII wherever the project lies: old Pythons read .pth files in the local encoding.
    climb = os.path.relpath(str(ROOT), str(site_packages()))
    (site_packages() / "trainingdesk.pth").write_text(climb + "\n", encoding="ascii")
    UNFINISHED.unlink()
    say(f"libraries ready in {time.monotonic() - started:.0f} s")


def set_up(profile: str) -> None:
    """Bring system libraries, environment and catalogues up to date; does nothing when they are."""
    wanted = wanted_stamps(profile)
    if not wanted.items() <= stamped().items():
        with one_at_a_time():
            stamps = stamped()
            if not wanted.items() <= stamps.items():
                if LINUX:
                    add_system_packages()
                make_environment()
                if stamps.get(profile) != wanted[profile]:
                    install(profile)
                STAMP.write_text(json.dumps({**stamps, **wanted}), encoding="utf-8")
    import build_locale

    if any(build_locale.is_stale(language) for language in build_locale.languages()):
        say("compiling the message catalogues")
        if subprocess.run([str(PYTHON), str(ROOT / "build_locale.py")], check=False).returncode != 0:
            raise Stop("the message catalogues could not be compiled; the line above says why.")


def program(words: list) -> int:
    """Start TrainingDesk with these words, in this process's place where the system can do that."""
    if not has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        if not words:
            say("there is no screen here (no DISPLAY): making the tour instead, into ./tour")
            words = ["tour", "--out", "tour"]
    command = [str(PYTHON), "-m", "trainingdesk", *words]
    if WINDOWS:
        return subprocess.run(command, check=False).returncode
    sys.stdout.flush()
    os.execv(str(PYTHON), command)  # noqa: S606 - no shell is wanted
    return 0


def run_checks(words: list) -> int:
    """Run every check, also after one that failed, and say at the end which failed."""
    workers = min(os.cpu_count() or 1, 4)
    pytest = ["-m", "pytest", *(words or ["-n", str(workers), "--dist", "loadfile"])]
    checks = [
        ("lint", ["-m", "ruff", "check", "--quiet", "."]),
        ("format", ["-m", "ruff", "format", "--check", "--quiet", "."]),
        ("types", ["-m", "mypy", "--no-error-summary"]),
        ("imports", ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]),
        ("tests", pytest),
    ]
    if words:
        say("words were given: pytest alone, without the other checks")
        checks = checks[-1:]
    # Every worker must find the same tests in the same order, and a failure must come back when it is looked at.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    failed = []
    times = []
    for name, command in checks:
        say(f"{name} ...")
        started = time.monotonic()
        code = subprocess.run([str(PYTHON), *command], cwd=str(ROOT), env=environment, check=False).returncode
        took = f"{name} {time.monotonic() - started:.0f} s"
        times.append(took)
        if code != 0:
            failed.append(name)
            say(f"{name} FAILED (exit code {code})")
    say(", ".join(times))
    if failed:
        say(f"{len(failed)} of {len(checks)} checks FAILED: {', '.join(failed)}")
        return 1
    say(f"all {len(checks)} checks passed")
    return 0


def make_locks() -> int:
    """Make the locks anew, without the address of any index in them."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(PYTHON.parent))
    if uv is None:
        raise Stop(
            "the locks are made by uv, and there is none here. Install it and start again:\n  pip install uv"
        )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
    common = [uv, "pip", "compile", "--no-config", "--quiet", "--universal", "--python-version", "3.11"]
    common += ["--generate-hashes", "--no-annotate", "--no-header", "pyproject.toml", "requirements.in"]
    for words in (
        ["--extra", "dev", "-o", "requirements-dev.lock"],
        ["-c", "requirements-dev.lock", "-o", "requirements.lock"],
        ["-c", "requirements-dev.lock", "--extra", "build", "-o", "requirements-build.lock"],
    ):
        code = subprocess.run([*common, *words], cwd=str(ROOT), env=clean, check=False).returncode
        if code != 0:
            return code
        say(f"{words[-1]} is up to date")
    return 0


def main(words: list) -> int:
    """Set up what the words ask for, and do it; returns the exit code."""
    command = words[0] if words else ""
    set_up("dev" if command in DEVELOPER_COMMANDS else "run")
    if command == "test":
        return run_checks(words[1:])
    if command == "bench":
        return subprocess.run(
            [str(PYTHON), "-m", "tests.benchmarks", *words[1:]], cwd=str(ROOT), check=False
        ).returncode
    if command == "i18n":
        return subprocess.run(
            [str(PYTHON), str(ROOT / "build_locale.py"), "--report"], check=False
        ).returncode
    if command == "lock":
        return make_locks()
    return program(words)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        sys.stderr.write(f"run.py: {stop}\n")
        sys.exit(3)
    except KeyboardInterrupt:
        sys.exit(130)
