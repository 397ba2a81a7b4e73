"""The register of applications; `office` holds what the office keeps beside it, `forms` what becomes a form."""

from obrady.stages.applications.models.forms import FormDraft, FormDraftBefore, FormTemplate
from obrady.stages.applications.models.imports import ImportJob, ImportMapping, ImportPiece
from obrady.stages.applications.models.office import BulkAct, EarlierRecord, Note, SavedFilter, bulk_kinds
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
    "BulkAct",
    "DuplicatePair",
    "EarlierRecord",
    "Form",
    "FormDraft",
    "FormDraftBefore",
    "FormTemplate",
    "FormText",
    "ImportBatch",
    "ImportJob",
    "ImportMapping",
    "ImportPiece",
    "Note",
    "OwnRecord",
    "SavedFilter",
    "bulk_kinds",
    "channels",
    "link_modes",
    "link_states",
    "pair_states",
    "states",
    "verdicts",
]
