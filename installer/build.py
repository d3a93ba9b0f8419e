"""Makes the bundle, starts it with ``--self-test``, and compiles the installer where makensis is present.

    python3 installer/build.py                   all of it, into installer/out
    python3 installer/build.py --bundle FOLDER   only the installer, from a Windows bundle made elsewhere

The libraries come hash-locked from requirements-build.lock into an environment of their own, so that the bundle holds
what was locked and nothing else. Where PyInstaller is already importable, this Python is used as it is.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

INSTALLER = Path(__file__).resolve().parent
ROOT = INSTALLER.parent
OUT = INSTALLER / "out"
NAME = "TrainingDesk"
WINDOWS = sys.platform == "win32"
ICON_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def say(text: str) -> None:
    print(f"build.py: {text}", flush=True)


def version() -> str:
    """Return the program's version without importing the program."""
    lines = (ROOT / "trainingdesk" / "__init__.py").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith("__version__"))
    return line.split('"')[1]


def in_own_environment(arguments: list[str]) -> int:
    """Make the locked environment and run this file again in it."""
    place = OUT / "venv"
    python = place / ("Scripts/python.exe" if WINDOWS else "bin/python")
    say("installing requirements-build.lock into installer/out/venv")
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "--only-binary", ":all:", "-r", str(ROOT / "requirements-build.lock")], check=True)
    return subprocess.run([str(python), str(Path(__file__).resolve()), *arguments], check=False).returncode


def make_icon(target: Path) -> None:
    """Draw resources/icons/app.svg in every size that Windows asks for."""
    import io

    from PIL import Image
    from PySide6.QtCore import QBuffer, QIODevice, QRectF
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(ROOT / "resources" / "icons" / "app.svg"))
    pictures = []
    for size in ICON_SIZES:
        picture = QImage(size, size, QImage.Format.Format_ARGB32)
        picture.fill(0)
        painter = QPainter(picture)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")
        pictures.append(Image.open(io.BytesIO(bytes(buffer.data().data()))))
    del application
    # NSIS reads icons of bitmaps only.
    pictures[-1].save(
        target,
        format="ICO",
        sizes=[(size, size) for size in ICON_SIZES],
        append_images=pictures[:-1],
        bitmap_format="bmp",
    )


def make_bundle() -> Path:
    """Run PyInstaller and return the folder it made."""
    sys.path.insert(0, str(ROOT))
    import build_locale

    OUT.mkdir(exist_ok=True)
    build_locale.compile_stale()
    make_icon(OUT / "app.ico")
    started = time.monotonic()
    log = OUT / "pyinstaller.log"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    command += ["--distpath", str(OUT), "--workpath", str(OUT / "work"), str(INSTALLER / "trainingdesk.spec")]
    say("making the bundle")
    with log.open("w", encoding="utf-8") as stream:
        code = subprocess.run(
            command, stdout=stream, stderr=subprocess.STDOUT, cwd=ROOT, check=False
        ).returncode
    if code != 0:
        sys.exit(f"PyInstaller failed:\n{log.read_text(encoding='utf-8', errors='replace')}")
    bundle = OUT / NAME
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file() and not path.is_symlink())
    say(f"bundle in {bundle.relative_to(ROOT)}: {size / 1e6:.0f} MB, {time.monotonic() - started:.0f} s")
    return bundle


def self_test(bundle: Path) -> None:
    """Start both programs of the bundle, far from the checkout, in a home of their own, and expect exit code 0."""
    suffix = ".exe" if WINDOWS else ""
    for name in (f"trainingdesk-cli{suffix}", f"{NAME}{suffix}"):
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="trainingdesk-self-test-") as home:
            environment = {**os.environ, "TRAININGDESK_HOME": home}
            if not WINDOWS:
                environment.setdefault("QT_QPA_PLATFORM", "offscreen")
            answer = subprocess.run(
                [str(bundle / name), "--self-test"],
                cwd=home,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=300,
                check=False,
            )
        if answer.returncode != 0:
            words = answer.stdout.decode(errors="replace")
            sys.exit(f"{name} --self-test ended with {answer.returncode}:\n{words}")
        say(f"{name} --self-test passed in {time.monotonic() - started:.1f} s")


def find_makensis() -> str | None:
    """Return makensis, on Windows also where its installer puts it."""
    folders = [os.environ.get(name, "") for name in ("ProgramFiles(x86)", "ProgramFiles")]
    places = os.pathsep.join(str(Path(folder, "NSIS")) for folder in folders if folder)
    return shutil.which("makensis") or (shutil.which("makensis", path=places) if places else None)


def makensis(tool: str, source: Path, target: Path) -> None:
    """Compile the installer; options must stand before the script."""
    values = {"VER": version(), "SRC": source, "OUT": target, "ICON": OUT / "app.ico"}
    options = [f"-D{name}={value}" for name, value in values.items()]
    script = str(INSTALLER / "trainingdesk.nsi")
    answer = subprocess.run(
        [tool, "-INPUTCHARSET", "UTF8", "-V2", "-WX", *options, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if answer.returncode != 0:
        sys.exit(f"makensis failed:\n{answer.stdout.decode(errors='replace')}")


def make_installer(bundle: Path) -> None:
    """Compile the installer from a Windows bundle; from another one, only see whether the script compiles."""
    tool = find_makensis()
    if tool is None:
        say("skipped the installer: makensis is not here (Debian: apt-get install nsis)")
        return
    if (bundle / f"{NAME}.exe").exists():
        target = OUT / f"{NAME}-{version()}-setup.exe"
        started = time.monotonic()
        makensis(tool, bundle, target)
        say(
            f"installer {target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.1f} MB, {time.monotonic() - started:.0f} s"
        )
        return
    with tempfile.TemporaryDirectory() as folder:
        payload = Path(folder, "payload")
        payload.mkdir()
        (payload / f"{NAME}.exe").write_bytes(b"")
        makensis(tool, payload, Path(folder, "compiles.exe"))
    say("the installer's script compiles; skipped the installer itself: this bundle is not for Windows")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Make the bundle, test it, and make the installer.")
    parser.add_argument("--bundle", type=Path, help="make only the installer, from this Windows bundle")
    options = parser.parse_args(arguments)
    if find_spec("PyInstaller") is None:
        return in_own_environment(arguments)
    if options.bundle:
        OUT.mkdir(exist_ok=True)
        make_icon(OUT / "app.ico")
        make_installer(options.bundle.resolve())
        return 0
    bundle = make_bundle()
    self_test(bundle)
    make_installer(bundle)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
