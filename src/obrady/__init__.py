"""Obrady: from an announcement to a fair, provable list of participants, and on to what became of every proposal."""

__version__ = "0.1.0"
