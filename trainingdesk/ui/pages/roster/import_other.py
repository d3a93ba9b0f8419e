"""Another file is read, or the same one in another way: asked first where that forgets what was decided."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QDropEvent

from trainingdesk.shared.text import _
from trainingdesk.ui.pages.roster.choices import decided_any
from trainingdesk.ui.shell.dialogs import confirm

if TYPE_CHECKING:
    from trainingdesk.ui.pages.roster.import_dialog import ImportDialog


def read_anew(wizard: ImportDialog, read: Callable[[], None]) -> None:
    """Read the file in another way, and ask first where that forgets what was decided."""
    if not decided_any(wizard.rows.choices):
        read()
        return
    words = _("What you have chosen and put right in the rows is forgotten when the file is read anew.")
    confirm(wizard, _("Read the file anew?"), words, _("Read it anew"), read)


def read_another(wizard: ImportDialog, path: str) -> None:
    """Read another file, and ask first where that forgets what was decided about the one before."""
    if not decided_any(wizard.rows.choices):
        wizard.read(path)
        return
    words = _(
        "What you have chosen and put right in the rows of {file} is forgotten when another file is read."
    )
    said = words.format(file=wizard.path.name if wizard.path is not None else "")
    confirm(wizard, _("Read another file?"), said, _("Read it"), partial(wizard.read, path))


def read_dropped(wizard: ImportDialog, event: QDropEvent) -> None:
    """Read what was dropped, when it is one file or one folder of this computer or its network."""
    dropped = event.mimeData().urls()
    # a link, or an attachment out of a mail, names no file here: its path is "", which would be the current folder
    paths = [url.toLocalFile() for url in dropped if url.isLocalFile()]
    if len(dropped) > 1:
        wizard.banner.say([_("Drop one file; forms (.lrmx) that belong together in one folder.")])
    elif not any(paths):
        wizard.banner.say(
            [_("What was dropped is no file on this computer. Save it first, then drop the file.")]
        )
    else:
        read_another(wizard, paths[0])
