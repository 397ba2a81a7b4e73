"""What every page that sends letters has to add while the organiser has no mail server."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from obrady.stages.letters.queries import server_of
from obrady.stages.meetings.models import Meeting


def say_if_mail_waits(request: HttpRequest, meeting: Meeting) -> None:
    if server_of(meeting.organisation) is None:
        messages.warning(
            request,
            _("No mail server is set yet: e-mails wait, and leave once there is one. Set-up, Mail leads there."),
        )
