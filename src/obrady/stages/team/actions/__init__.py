from obrady.stages.team.actions.asking import count_asking
from obrady.stages.team.actions.inviting import Invited, accept, invite, invite_again, join_as_new, withdraw
from obrady.stages.team.actions.own import change_password, describe_self
from obrady.stages.team.actions.passwords import ask_for_link, choose_password, make_link
from obrady.stages.team.actions.posting import Words, claim_mail, mail_left, put_off_mail
from obrady.stages.team.actions.roles import change_role, give_back, give_role, switch_off, switch_on, take_role
from obrady.stages.team.actions.second_factor import (
    is_right_code,
    new_recovery_codes,
    remove_second_factor,
    reset_second_factor,
    set_up_second_factor,
)

__all__ = [
    "Invited",
    "Words",
    "accept",
    "ask_for_link",
    "change_password",
    "change_role",
    "choose_password",
    "claim_mail",
    "count_asking",
    "describe_self",
    "give_back",
    "give_role",
    "invite",
    "invite_again",
    "is_right_code",
    "join_as_new",
    "mail_left",
    "make_link",
    "new_recovery_codes",
    "put_off_mail",
    "remove_second_factor",
    "reset_second_factor",
    "set_up_second_factor",
    "switch_off",
    "switch_on",
    "take_role",
    "withdraw",
]
