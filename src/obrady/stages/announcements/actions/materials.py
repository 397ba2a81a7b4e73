"""Files and links for those who come, or for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from i18nfield.strings import LazyI18nString

from obrady.stages.announcements import rules
from obrady.stages.announcements.actions.editing import NotTheWholeOrder
from obrady.stages.announcements.models import Material
from obrady.stages.announcements.queries.materials import materials_of
from obrady.stages.announcements.states import MOST_MATERIALS, Audience, Phase
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting
from obrady.workshop.documents import Document


class TooManyMaterials(Exception):
    """A meeting has at most `states.MOST_MATERIALS`."""


@dataclass(frozen=True)
class MaterialDetails:
    """A new material has a document or a link; of one that is there, the document is only replaced when given."""

    title: LazyI18nString
    audience: Audience
    phase: Phase
    link: str = ""
    document: Document | None = None


def keep_material(
    *, actor: Actor, meeting: Meeting, material: Material | None, details: MaterialDetails, now: datetime
) -> Material:
    with act(actor=actor, verb="announcements.keep_material", thing=meeting, rule=rules.can_edit, now=now) as line:
        number = Material.objects.filter(meeting=meeting).count()
        if material is None and number >= MOST_MATERIALS:
            raise TooManyMaterials
        material = material or Material(meeting=meeting, position=number, created_at=now)
        material.title, material.audience, material.phase = details.title, details.audience, details.phase
        if details.document or details.link:
            _fill(material, details)
        material.full_clean()
        material.save()
        line.facts.update(material=material.pk, audience=material.audience, phase=material.phase)
        if material.sha256:
            line.facts.update(sha256=material.sha256, size=material.size)
    return material


def _fill(material: Material, details: MaterialDetails) -> None:
    """The former file stays on the disk: a copy of the meeting may show it as well."""
    document = details.document
    material.link = "" if document else details.link
    material.kind, material.name = (document.kind, document.name) if document else ("", "")
    material.size, material.sha256 = (len(document.content), document.sha256) if document else (0, "")
    material.file = ""
    if document:
        _put_down(material, document)


def _put_down(material: Material, document: Document) -> None:
    """The same bytes lie on the disk once."""
    name = f"materials/{document.sha256}.{document.kind}"
    storage = material.file.storage
    material.file.name = name if storage.exists(name) else storage.save(name, ContentFile(document.content))


def remove_material(*, actor: Actor, meeting: Meeting, material: Material, now: datetime) -> None:
    """Nobody can open it from now on; `put_material_back` undoes it."""
    with act(actor=actor, verb="announcements.remove_material", thing=meeting, rule=rules.can_edit, now=now) as line:
        line.facts["material"] = material.pk
        Material.objects.filter(pk=material.pk, removed_at=None).update(removed_at=now)


def put_material_back(*, actor: Actor, meeting: Meeting, material: Material, now: datetime) -> None:
    with act(actor=actor, verb="announcements.put_material_back", thing=meeting, rule=rules.can_edit, now=now) as line:
        line.facts["material"] = material.pk
        Material.objects.filter(pk=material.pk).update(removed_at=None)


def order_materials(*, actor: Actor, meeting: Meeting, keys: Sequence[int], now: datetime) -> None:
    with act(actor=actor, verb="announcements.order_materials", thing=meeting, rule=rules.can_edit, now=now) as line:
        if sorted(keys) != sorted(materials_of(meeting).values_list("pk", flat=True)):
            raise NotTheWholeOrder
        for position, key in enumerate(keys):
            Material.objects.filter(meeting=meeting, pk=key).update(position=position)
        line.facts["order"] = list(keys)
