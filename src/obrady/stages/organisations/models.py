import uuid

from django.core.validators import RegexValidator
from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField

from obrady.stages.ledger.states import Scope

ACCENT = RegexValidator(r"^#[0-9a-fA-F]{6}$")


def first_languages() -> list[str]:
    return ["pl", "uk", "en"]


class Organisation(models.Model):
    """An organiser: the one that runs meetings here and is the controller of the data it collects."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = I18nCharField(max_length=200)
    description = I18nTextField(blank=True)
    address = I18nTextField(blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    data_protection_contact = I18nTextField(blank=True)
    languages = models.JSONField(default=first_languages)
    accent = models.CharField(max_length=7, default="#8c2f1b", validators=[ACCENT])
    logo = models.ForeignKey("Logo", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def scope(self) -> Scope:
        return Scope(organisation=str(self.id))

    @property
    def about(self) -> str:
        return f"organisation:{self.id}"


class Logo(models.Model):
    """A picture that was checked and re-encoded on upload; kept by its hash."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="logos")
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="logos/")
    alternative_text = I18nCharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="organisations_logo_kept_once"),
        ]

    def __str__(self) -> str:
        return str(self.alternative_text)


class Body(models.Model):
    """An organisation or institution that people name when they apply; all its spellings lead here."""

    organiser = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="bodies")
    key = models.SlugField(max_length=120)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organiser", "key"], name="organisations_body_key_once")]

    def __str__(self) -> str:
        return self.name


class Spelling(models.Model):
    """One way of writing a body's name; `confirmed_at` is a person's nod."""

    organiser = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="spellings")
    text = models.CharField(max_length=200)
    town = models.CharField(max_length=120, blank=True)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, null=True, blank=True, related_name="spellings")
    proposed = models.ForeignKey(Body, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    score = models.FloatField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(fields=["organiser", "text", "town"], name="organisations_spelling_once"),
        ]

    def __str__(self) -> str:
        return self.text
