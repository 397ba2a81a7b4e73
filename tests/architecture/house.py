"""Where the house stands, and the order of its stages as the import contracts give it."""

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "obrady"
CONTRACTS = ROOT / ".importlinter"


def stages_from_first_to_last() -> list[str]:
    contracts = ConfigParser()
    contracts.read(CONTRACTS)
    return contracts["importlinter:contract:stages"]["layers"].split()[::-1]
