from collections.abc import Collection

from django.db.models import QuerySet

from obrady.stages.organisations.models import Logo, Organisation


def all_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.select_related("logo").order_by("slug")


def organisations_with_keys(keys: Collection[str]) -> QuerySet[Organisation]:
    return all_organisations().filter(pk__in=keys)


def organisation_with_slug(slug: str) -> Organisation | None:
    return all_organisations().filter(slug=slug).first()


def logo_with_hash(sha256: str) -> Logo | None:
    return Logo.objects.filter(sha256=sha256).first()


def logos_of(organisation: Organisation) -> QuerySet[Logo]:
    return Logo.objects.filter(organisation=organisation).order_by("id")


def languages_of(organisation: Organisation) -> list[str]:
    """In which languages this organisation writes its texts, in its order: at least one."""
    return list(organisation.languages)
