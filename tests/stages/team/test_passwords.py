"""A new password by a link: short-lived, once, and silent about who has an account."""

from datetime import timedelta

import pytest

from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.people.models import StaffAccount
from obrady.stages.team.actions import Words, ask_for_link, choose_password, make_link
from obrady.stages.team.models import AccountMail, PasswordLink
from obrady.stages.team.queries import password_link_with_token
from obrady.stages.team.states import LinkNotValid
from tests import cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def ask(email: str, *, now=cast.NOW) -> None:
    def words(token: str) -> Words:
        return Words(to=email, subject="Hasło", body=token, language="pl")

    ask_for_link(email=email, organisation=cast.organisation(), words=words, now=now)


def a_link(account: StaffAccount) -> str:
    return make_link(actor=CONSOLE, organisation=None, account=account, now=cast.NOW)


def test_a_link_changes_the_password_once_and_ends_all_sessions() -> None:
    account = cast.office()
    before, token = account.get_session_auth_hash(), a_link(account)
    changed = choose_password(token=token, password=cast.PASSWORD, now=cast.NOW)
    assert changed.check_password(cast.PASSWORD)
    assert changed.get_session_auth_hash() != before
    with pytest.raises(LinkNotValid):
        choose_password(token=token, password="another long sentence", now=cast.NOW)


def test_using_one_link_ends_the_others() -> None:
    first, second = a_link(cast.office()), a_link(cast.office())
    choose_password(token=first, password=cast.PASSWORD, now=cast.NOW)
    assert password_link_with_token(second, cast.NOW) is None


def test_a_link_holds_for_an_hour() -> None:
    token = a_link(cast.office())
    assert password_link_with_token(token, cast.NOW + HOUR - timedelta(seconds=1))
    assert password_link_with_token(token, cast.NOW + HOUR) is None


def test_of_the_link_only_the_hash_is_kept() -> None:
    token = a_link(cast.office())
    assert token not in str(PasswordLink.objects.values().get())
    assert token not in str(list(Entry.objects.values()))


def test_an_unknown_address_leaves_no_trace() -> None:
    cast.organisation()
    before = Entry.objects.count()
    ask("nobody@example.org")
    assert (PasswordLink.objects.count(), AccountMail.objects.count(), Entry.objects.count()) == (0, 0, before)


def test_at_most_three_links_an_hour_go_by_mail() -> None:
    for _ in range(5):
        ask(cast.office().email)
    assert AccountMail.objects.count() == 3
    ask(cast.office().email, now=cast.NOW + HOUR)
    assert AccountMail.objects.count() == 4


def test_an_account_that_is_switched_off_gets_no_link() -> None:
    StaffAccount.objects.filter(pk=cast.office().pk).update(is_active=False)
    ask(cast.office().email)
    assert not AccountMail.objects.exists()
