"""What is written down about a mistake of the program: where it happened, and nothing of anybody's data."""

import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path

from trainingdesk import __version__


def crash_report(error: BaseException, versions: str = "") -> str:
    """Return what a maintainer needs to know: versions, and where it happened.

    The text of the exception is left out: it may hold a name or a number of a person. ``versions`` are those of
    libraries that matter here.
    """
    parts = (
        f"TrainingDesk {__version__}",
        f"Python {platform.python_version()}",
        versions,
        platform.platform(),
    )
    head = [" · ".join(filter(None, parts)), f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"]
    return "\n".join([*head, *_places(error, set())])


def _places(error: BaseException, told: set[int]) -> list[str]:
    told.add(id(error))
    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    frames = traceback.extract_tb(error.__traceback__)
    lines += [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and id(cause) not in told:
        lines += ["after:", *_places(cause, told)]
    return lines
