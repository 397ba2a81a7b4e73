import uuid

from django.db import models

from obrady.stages.ledger.states import Scope
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import StaffAccount, roles
from obrady.stages.team.states import InvitationState, LinkOrigin, MailState


def invitation_states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in InvitationState]


def link_origins() -> list[tuple[str, str]]:
    return [(origin.value, origin.value) for origin in LinkOrigin]


def mail_states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in MailState]


class StaffInvitation(models.Model):
    """A colleague was asked to take a role, in the whole organisation or in one meeting. Of the link only the hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="staff_invitations")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="staff_invitations", null=True, blank=True
    )
    role = models.CharField(max_length=20, choices=roles)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="pl")
    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=invitation_states, default=InvitationState.OPEN)
    invited_by = models.ForeignKey(
        StaffAccount, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations_sent"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(state=InvitationState.OPEN, meeting=None),
                name="team_one_open_invitation_of_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["meeting", "email"],
                condition=models.Q(state=InvitationState.OPEN),
                name="team_one_open_invitation_of_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"

    @property
    def scope(self) -> Scope:
        return Scope(organisation=str(self.organisation_id), meeting=str(self.meeting_id) if self.meeting_id else None)

    @property
    def about(self) -> str:
        return f"staff_invitation:{self.id}"


class RoleTaken(models.Model):
    """A role that somebody had: it can be given back for a while."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles_taken")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="roles_taken", null=True, blank=True)
    account = models.ForeignKey(StaffAccount, on_delete=models.CASCADE, related_name="roles_taken")
    role = models.CharField(max_length=20, choices=roles)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["-taken_at", "id"]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"


class PasswordLink(models.Model):
    """With it somebody chooses a new password, once. Only its hash is kept."""

    account = models.ForeignKey(StaffAccount, on_delete=models.CASCADE, related_name="password_links")
    sha256 = models.CharField(max_length=64, unique=True)
    origin = models.CharField(max_length=10, choices=link_origins)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"{self.account_id} {self.origin}"


class AskedFrom(models.Model):
    """How often a link was asked for from one place in one hour; of the place only a keyed hash is kept."""

    place = models.CharField(max_length=64)
    hour = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "hour"], name="team_asked_from_once_an_hour")]

    def __str__(self) -> str:
        return f"{self.hour} {self.number}"


class AccountMail(models.Model):
    """A message about an account on its way. It holds a link, so it is sealed, and emptied once it has left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="account_mail", null=True, blank=True
    )
    invitation = models.ForeignKey(
        StaffInvitation, on_delete=models.CASCADE, related_name="mail", null=True, blank=True
    )
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=mail_states, default=MailState.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["state", "due_at"], name="team_mail_due")]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"
