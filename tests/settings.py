"""The product's own settings over a throw-away folder, so that no test run leaves data or a key in the tree."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "OBRADY_DATA" not in os.environ:
    folder = Path(tempfile.mkdtemp(prefix="obrady-test-"))
    os.environ["OBRADY_DATA"] = str(folder / "data")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

from obrady.config.settings import *  # noqa: F403
from obrady.config.settings import DATA, DATABASES

# A file, because threads of the live server and of races meet "table is locked" in memory.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
