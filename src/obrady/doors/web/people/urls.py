from django.urls import path

from obrady.doors.web.people import account, forgotten, joining, signing, views

urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-in/second-step/", signing.second_step, name="second-step"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("first/", views.first, name="first"),
    path("join/<str:token>/", joining.join, name="join"),
    path("forgotten-password/", forgotten.forgotten, name="forgotten-password"),
    path("choose-password/<str:token>/", forgotten.choose, name="choose-password"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="account-password"),
    path("account/confirm/", signing.confirm, name="confirm-password"),
    path("account/second-factor/", account.second_factor, name="second-factor"),
    path("account/second-factor/codes/", account.recovery_codes, name="recovery-codes"),
    path("account/second-factor/remove/", account.second_factor_remove, name="second-factor-remove"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
