"""Where the program keeps what it owns on this machine."""

import os
from pathlib import Path

#: Set to a folder, it takes the place of the user's own data folder (tests, portable use).
HOME_VARIABLE = "TRAININGDESK_HOME"


def data_folder() -> Path:
    """Return the user's data folder, made if it was not there."""
    override = os.environ.get(HOME_VARIABLE)
    if override:
        folder = Path(override)
    else:
        from platformdirs import user_data_path

        folder = user_data_path("TrainingDesk", appauthor=False, roaming=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def cache_folder() -> Path:
    """Return the folder for what can be made again (unpacked fonts), made if it was not there."""
    override = os.environ.get(HOME_VARIABLE)
    if override:
        folder = Path(override) / "cache"
    else:
        from platformdirs import user_cache_path

        folder = user_cache_path("TrainingDesk", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def default_desk_file() -> Path:
    """Return where a new desk's file is put when the person names no other place."""
    return data_folder() / "desk.deskdb"


def settings_file() -> Path:
    """Return the per-user settings file of this machine (window, columns, language)."""
    return data_folder() / "settings.ini"
