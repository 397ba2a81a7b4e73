from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from obrady.stages.ledger.states import Actor, ActorKind, Role
from obrady.stages.meetings.models import Meeting, TeamMember
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import RoleGrant, StaffAccount
from obrady.stages.team.models import RoleTaken, StaffInvitation
from obrady.stages.team.queries.keys import hash_of_token
from obrady.stages.team.states import KEPT_AFTER, InvitationState


@dataclass(frozen=True)
class HeldRole:
    """A role in the whole organisation, or in one meeting of it."""

    role: Role
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Colleague:
    account: StaffAccount
    roles: tuple[HeldRole, ...]
    has_second_factor: bool

    @property
    def coordinates(self) -> bool:
        return any(held.role is Role.COORDINATOR for held in self.roles)


def _accounts(organisation: Organisation) -> QuerySet[StaffAccount]:
    whole = RoleGrant.objects.filter(organisation=organisation)
    single = TeamMember.objects.filter(meeting__organisation=organisation).select_related("meeting")
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return (
        StaffAccount.objects.filter(Q(pk__in=whole.values("account")) | Q(pk__in=single.values("account")))
        .annotate(factor=Exists(factor))
        .prefetch_related(
            Prefetch("role_grants", queryset=whole, to_attr="whole_roles"),
            Prefetch("memberships", queryset=single, to_attr="single_roles"),
        )
        .order_by("name", "pk")
    )


def colleagues_of(
    organisation: Organisation, *, search: str = "", role: str = "", is_active: bool | None = None
) -> QuerySet[StaffAccount]:
    """Everybody with a role here, by name; `as_colleague` makes a row of each."""
    rows = _accounts(organisation)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(email__icontains=search))
    if role:
        whole = RoleGrant.objects.filter(organisation=organisation, role=role)
        single = TeamMember.objects.filter(meeting__organisation=organisation, role=role)
        rows = rows.filter(Q(pk__in=whole.values("account")) | Q(pk__in=single.values("account")))
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    return rows


def as_colleague(account) -> Colleague:
    whole = [HeldRole(Role(row.role)) for row in account.whole_roles]
    single = [HeldRole(Role(row.role), row.meeting) for row in account.single_roles]
    return Colleague(account=account, roles=(*whole, *single), has_second_factor=account.factor)


def colleague_with_key(organisation: Organisation, key: UUID) -> Colleague | None:
    account = _accounts(organisation).filter(pk=key).first()
    return as_colleague(account) if account else None


def roles_held(account: StaffAccount, *, organisation: Organisation, meeting: Meeting | None) -> list[Role]:
    if meeting is None:
        rows = RoleGrant.objects.filter(account=account, organisation=organisation).values_list("role", flat=True)
    else:
        rows = TeamMember.objects.filter(account=account, meeting=meeting).values_list("role", flat=True)
    return [Role(role) for role in rows]


def coordinators_left(organisation: Organisation) -> int:
    """How many can sign in and coordinate the whole organisation."""
    rows = RoleGrant.objects.filter(organisation=organisation, role=Role.COORDINATOR, account__is_active=True)
    return rows.values("account").distinct().count()


def organisations_of(account: StaffAccount) -> list[Organisation]:
    """Wherever this account has a role, be it in one meeting only."""
    whole = RoleGrant.objects.filter(account=account).values("organisation")
    single = TeamMember.objects.filter(account=account).values("meeting__organisation")
    return list(Organisation.objects.filter(Q(pk__in=whole) | Q(pk__in=single)).order_by("slug"))


def no_other_houses(actor: Actor, account: StaffAccount) -> bool:
    """Does the actor coordinate every organisation in which the account has a role? Only then is the account itself
    (its password, its second factor, whether it is switched on) theirs to touch: other houses rely on it too."""
    if actor.kind is ActorKind.CONSOLE:
        return True
    mine = {grant.organisation for grant in actor.grants if grant.role is Role.COORDINATOR and grant.meeting is None}
    return all(str(organisation.pk) in mine for organisation in organisations_of(account))


def lies_within(organisation: Organisation, meeting: Meeting | None) -> bool:
    return meeting is None or meeting.organisation_id == organisation.pk


def meetings_to_join(organisation: Organisation) -> QuerySet[Meeting]:
    return Meeting.objects.filter(organisation=organisation).order_by("-starts_at", "slug")


def invitations_of(organisation: Organisation) -> QuerySet[StaffInvitation]:
    """Those that wait for an answer, be their time over or not, and those withdrawn of late; the latest first."""
    return (
        StaffInvitation.objects.filter(organisation=organisation)
        .exclude(state=InvitationState.ACCEPTED)
        .select_related("meeting", "invited_by")
        .prefetch_related("mail")
        .order_by("-created_at", "pk")
    )


def invitation_with_key(organisation: Organisation, key: UUID) -> StaffInvitation | None:
    return invitations_of(organisation).filter(pk=key).first()


def invitation_with_token(token: str, now: datetime) -> StaffInvitation | None:
    rows = StaffInvitation.objects.select_related("organisation", "meeting")
    return rows.filter(sha256=hash_of_token(token), state=InvitationState.OPEN, expires_at__gt=now).first()


def taken_roles_of(organisation: Organisation, now: datetime) -> Iterable[RoleTaken]:
    """What can still be given back, the latest first."""
    rows = RoleTaken.objects.filter(organisation=organisation, taken_at__gt=now - KEPT_AFTER)
    return rows.select_related("account", "meeting").order_by("-taken_at", "pk")


def taken_role_with_key(organisation: Organisation, key: int) -> RoleTaken | None:
    return RoleTaken.objects.filter(organisation=organisation, pk=key).select_related("account", "meeting").first()
