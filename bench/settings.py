"""The product's own settings, and its demo's leave to work without a second factor."""

from obrady.config.settings import *  # noqa: F403

OBRADY_DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
