"""The faces: unpacked once, whole, safe with two processes; coverage and widths."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trainingdesk.documents import fonts
from trainingdesk.documents.fonts import Face, advances, chain, font_file, runs, text_width
from trainingdesk.documents.preflight import uncovered
from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.shared.paths import HOME_VARIABLE


@pytest.fixture
def fresh(home: Path) -> Path:
    """Return an empty folder of fonts that is asked for anew."""
    fonts._unpacked.cache_clear()
    yield home / "cache" / "fonts"
    fonts._unpacked.cache_clear()


def test_a_face_is_unpacked_once_and_by_its_name_too(fresh: Path) -> None:
    path = font_file("hei")
    assert path == font_file(Face.HEI)
    assert path.parent == fresh
    assert path.read_bytes()[:4] == b"\x00\x01\x00\x00"  # TrueType outlines, which reportlab needs
    written = path.stat().st_mtime_ns
    fonts._unpacked.cache_clear()
    assert font_file("hei").stat().st_mtime_ns == written
    assert [file.name for file in fresh.iterdir()] == ["NotoSansSC-Regular.ttf"]


def test_a_half_written_file_is_unpacked_again(fresh: Path) -> None:
    path = font_file(Face.HEI)
    whole = path.stat().st_size
    with path.open("r+b") as stream:
        stream.truncate(whole // 2)
    fonts._unpacked.cache_clear()
    assert font_file(Face.HEI).stat().st_size == whole


def test_a_file_of_the_right_size_but_wrong_content_is_unpacked_again(fresh: Path) -> None:
    path = font_file(Face.HEI)
    good = path.read_bytes()
    path.write_bytes(good[:-100] + b"\0" * 100)
    fonts._unpacked.cache_clear()
    assert font_file(Face.HEI).read_bytes() == good


def test_two_processes_at_once_leave_one_whole_file(fresh: Path) -> None:
    code = "from trainingdesk.documents.fonts import font_file; print(font_file('hei'))"
    environment = os.environ | {HOME_VARIABLE: str(fresh.parent.parent)}
    both = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        for _number in range(2)
    ]
    paths = {process.communicate(timeout=60)[0].strip() for process in both}
    assert paths == {str(fresh / "NotoSansSC-Regular.ttf")}
    assert [process.returncode for process in both] == [0, 0]
    assert [file.name for file in fresh.iterdir()] == ["NotoSansSC-Regular.ttf"]


def test_a_folder_that_cannot_be_written_is_said(fresh: Path) -> None:
    fresh.parent.mkdir(parents=True)
    fresh.write_text("a file stands where the folder should be")
    with pytest.raises(EnvironmentProblem) as caught:
        font_file(Face.HEI)
    assert caught.value.code == "documents.font_unpack"


def test_a_damaged_installation_is_said(fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.xz"
    broken.write_bytes(b"\xfd7zXZ\0 not a font")
    monkeypatch.setattr(fonts, "resource", lambda _name: broken)
    with pytest.raises(EnvironmentProblem) as caught:
        font_file(Face.HEI)
    assert caught.value.code == "documents.font_missing"


def test_the_window_does_not_load_reportlab_for_a_font() -> None:
    code = (
        "import sys, trainingdesk.documents.fonts as f; f.font_file('hei'); print('reportlab' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("face", Face)
def test_common_and_rare_characters_are_covered(face: Face) -> None:
    text = "一丁䶮㐂龘𠮷𬱟囍〇㎡①▲—“”（）〔〕·　"
    assert uncovered(text, face) == ()


def test_gb2312_is_covered_by_each_face_alone() -> None:
    characters = [
        bytes((high, low)).decode("gb2312")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
        if not (high == 0xD7 and low > 0xF9)
    ]
    assert len(characters) == 6763
    for face in Face:
        assert all(ord(character) in advances(face) for character in characters)


def test_what_no_face_has_is_named_once_in_order() -> None:
    assert uncovered("王\U0003134a\x07王\x07", Face.SONG) == ("\U0003134a", "\x07")
    assert uncovered("第一行\n第二行", Face.SONG) == ()


def test_runs_change_face_only_where_the_first_lacks_a_character() -> None:
    assert ord("𠮷") not in advances(Face.SONG)
    assert runs("孙𠮷同志", Face.SONG) == [(Face.SONG, "孙"), (Face.KAI, "𠮷"), (Face.SONG, "同志")]
    assert runs("孙同志", Face.SONG) == [(Face.SONG, "孙同志")]
    assert runs("", Face.SONG) == []
    assert chain(Face.KAI)[0] is Face.KAI
    assert set(chain(Face.KAI)) == set(Face)


def test_a_chinese_character_is_a_square() -> None:
    assert text_width("国家", 10, Face.SONG) == 20
    assert text_width("孙𠮷", 10, Face.SONG) == 20
    assert 0 < text_width("2026", 10, Face.SONG) < 40
