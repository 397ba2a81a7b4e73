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
from obrady.config.settings import DATA, DATABASES, PASSWORD_HASHERS

# Argon2 is slow on purpose; tests.architecture.test_settings holds the house to it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]

# A file, because threads of the live server and of races meet "table is locked" in memory.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
    # Nobody needs the data of a test after a power cut.
    lasting = DATABASES["default"]["OPTIONS"]["init_command"]
    DATABASES["default"]["OPTIONS"]["init_command"] = lasting.replace("synchronous=FULL", "synchronous=OFF")
