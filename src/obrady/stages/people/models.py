import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from obrady.stages.ledger.states import Role, Scope
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.states import TextKind


def roles() -> list[tuple[str, str]]:
    return [(role.value, role.value) for role in Role]


def text_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in TextKind]


class StaffAccounts(BaseUserManager["StaffAccount"]):
    def create_user(self, email: str, password: str | None, **fields) -> "StaffAccount":
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str) -> "StaffAccount":
        return self.get(email=username.strip().lower())


class StaffAccount(AbstractBaseUser):
    """Somebody of the team who signs in. What they may do stands in their roles, never on the account.

    A new `session_round` signs the account out everywhere, as a new password does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="pl")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    session_round = models.PositiveIntegerField(default=0)

    objects = StaffAccounts()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        return f"account:{self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        salt = "obrady.stages.people.models.StaffAccount.session"
        return salted_hmac(salt, f"{self.password}:{self.session_round}", secret=secret, algorithm="sha256").hexdigest()


class RoleGrant(models.Model):
    """A role in a whole organisation. A role narrowed to a meeting is a row of that meeting's team."""

    account = models.ForeignKey(StaffAccount, on_delete=models.CASCADE, related_name="role_grants")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=roles)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "organisation", "role"], name="people_role_granted_once")
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.role}"


class FirstCode(models.Model):
    """The one-time code that `./obrady run` prints; only its hash is kept."""

    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.sha256[:8]


class Person(models.Model):
    """One person as one organisation (the controller) knows them, with how to reach them.

    `sealed_key` wraps the person's own key; without it their sensitive answers cannot be opened by anyone.
    `sensitive_gone_at` is when these were destroyed because their time was over; an answer kept since clears it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    answer_channel = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=12, default="pl")
    sealed_key = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    sensitive_gone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"person:{self.id}"

    @property
    def scope(self) -> Scope:
        return Scope(organisation=str(self.organisation_id))

    @property
    def about(self) -> str:
        return f"person:{self.id}"


class SensitiveAnswer(models.Model):
    """One sealed answer; opened only by `people.queries.sensitive_answers`."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sensitive_answers")
    question = models.CharField(max_length=60)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "question"], name="people_sensitive_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.question}"


class LegalText(models.Model):
    """A consent or notice text as it once stood; never changed, only followed by a new version."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="legal_texts")
    kind = models.CharField(max_length=10, choices=text_kinds)
    key = models.CharField(max_length=80)
    version = models.CharField(max_length=32)
    texts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "key", "version", "sha256"], name="people_legal_text_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Consent(models.Model):
    """What a person said to one text: when, over which channel, and who took it down."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(LegalText, on_delete=models.PROTECT, related_name="consents", null=True, blank=True)
    key = models.CharField(max_length=80)
    given = models.BooleanField()
    notice_version = models.CharField(max_length=32, blank=True)
    channel = models.CharField(max_length=20)
    taken_by = models.CharField(max_length=120, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key} {'yes' if self.given else 'no'}"
