"""Words for values that several rooms show."""

from django.utils.translation import gettext_lazy as _

from obrady.stages.ledger.states import Role

ROLES = {
    Role.COORDINATOR: _("coordinator"),
    Role.OFFICE: _("office"),
    Role.FACILITATOR: _("facilitator"),
    Role.OBSERVER: _("observer"),
}
