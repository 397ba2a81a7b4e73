"""The register of applications; `office` holds what the office keeps beside it."""

from obrady.stages.applications.models.register import (
    ApplicantLink,
    Application,
    DuplicatePair,
    Form,
    FormText,
    ImportBatch,
    OwnRecord,
    channels,
    link_modes,
    link_states,
    pair_states,
    states,
    verdicts,
)

__all__ = [
    "ApplicantLink",
    "Application",
    "DuplicatePair",
    "Form",
    "FormText",
    "ImportBatch",
    "OwnRecord",
    "channels",
    "link_modes",
    "link_states",
    "pair_states",
    "states",
    "verdicts",
]
