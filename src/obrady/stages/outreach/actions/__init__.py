from obrady.stages.outreach.actions.exporting import note_export
from obrady.stages.outreach.actions.filling import (
    TakenIn,
    fill_in_offices,
    import_contacts,
    missing_offices,
    take_back_import,
    take_in_participants,
)
from obrady.stages.outreach.actions.inviting import Planned, call_back, choice_of, plan_invitations
from obrady.stages.outreach.actions.keeping import (
    Particulars,
    add_contact,
    archive_contacts,
    change_contact,
    filled,
    merge_contacts,
    particulars_of,
    restore_contacts,
    set_limits,
    tag_contacts,
)
from obrady.stages.outreach.actions.replying import applied, decline, record_reply, take_back
from obrady.stages.outreach.actions.stopping import stop, unsubscribe, way_out_of

__all__ = [
    "Particulars",
    "Planned",
    "TakenIn",
    "add_contact",
    "applied",
    "archive_contacts",
    "call_back",
    "change_contact",
    "choice_of",
    "decline",
    "fill_in_offices",
    "filled",
    "import_contacts",
    "merge_contacts",
    "missing_offices",
    "note_export",
    "particulars_of",
    "plan_invitations",
    "record_reply",
    "restore_contacts",
    "set_limits",
    "stop",
    "tag_contacts",
    "take_back",
    "take_back_import",
    "take_in_participants",
    "unsubscribe",
    "way_out_of",
]
