"""What the start imports, what it puts off, and that nothing that was put off is missing when it is asked for."""

import subprocess
import sys
from pathlib import Path

from trainingdesk.usecases.desk import NewDesk, create_desk

#: opens a desk as the window does, in an interpreter of its own
OPEN = """
import sys
from pathlib import Path
from trainingdesk.ui.preload import Preload, put_off
put_off()
preload = Preload()
preload.wait()
from trainingdesk.ui.door import DeskDoor
desk = DeskDoor().open(Path(sys.argv[1]))
"""


def run(script: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", OPEN + script, *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_desk_is_opened_and_signed_in_to_without_what_was_put_off(home: Path) -> None:
    path = home / "a.deskdb"
    create_desk(path, NewDesk("汤泉区委组织部", "clerk", "张晓", "long enough")).close()
    seen = run(
        """
print(desk.sign_in("clerk", "long enough").name)
print([name for name in ("office", "roster", "classes") if f"trainingdesk.persistence.tables.{name}" in sys.modules])
print([name for name in ("asyncio.events", "ssl", "email.message") if name in sys.modules])
""",
        str(path),
    )
    assert seen.splitlines() == ["张晓", "[]", "[]"]


def test_what_was_put_off_is_there_for_whoever_asks(home: Path) -> None:
    path = home / "a.deskdb"
    create_desk(path, NewDesk("汤泉区委组织部", "clerk", "张晓", "long enough")).close()
    seen = run(
        """
import threading
from sqlalchemy.exc import OperationalError
codes = []
def fail():
    try:  # a failing statement makes SQLAlchemy ask asyncio for its errors
        with desk.engines.writer.connect() as connection:
            connection.exec_driver_sql("SELECT * FROM nowhere")
    except OperationalError as error:
        codes.append(type(error).__name__)
threads = [threading.Thread(target=fail) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(codes)
import asyncio, importlib.metadata
async def answer(): return 42
print(asyncio.run(answer()), importlib.metadata.version("SQLAlchemy")[:2])
print(type(sys.modules["asyncio"]).__name__, type(sys.modules["importlib.metadata"]).__name__)
""",
        str(path),
    )
    assert seen.splitlines() == [str(["OperationalError"] * 4), "42 2.", "module module"]


def test_what_papers_need_comes_by_itself_and_nobody_waits_for_it(home: Path) -> None:
    path = home / "a.deskdb"
    create_desk(path, NewDesk("汤泉区委组织部", "clerk", "张晓", "long enough")).close()
    seen = run(
        """
import threading
print("reportlab" in sys.modules)
preload.go_on()
next(one for one in threading.enumerate() if one.name == "papers-preload").join()
print("reportlab" in sys.modules, "pypdfium2" in sys.modules)
from trainingdesk.documents.fonts import Face, _unpacked
print(_unpacked.cache_info().currsize == len(Face))
""",
        str(path),
    )
    assert seen.splitlines() == ["False", "True True", "True"]
