"""The routes of accounts. allauth's views are named one by one, under its names, so that no other is reachable."""

from django.urls import path

from dueregard.people.accounts.views import entrance, helping, security

urlpatterns = [
    path("sign-in/", entrance.SIGN_IN, name="sign-in"),
    path("sign-in/", entrance.SIGN_IN, name="account_login"),
    path("sign-in/code/", entrance.ENTER_CODE, name="mfa_authenticate"),
    path("sign-in/passkey/", entrance.SIGN_IN_BY_PASSKEY, name="mfa_login_webauthn"),
    path("sign-in/again/", entrance.begin_again, name="sign-in-again"),
    path("sign-in/organisation/", entrance.OPENID_SIGN_IN, name="openid-sign-in"),
    path("sign-in/organisation/back/", entrance.OPENID_CALLBACK, name="openid-callback"),
    path("sign-out/", entrance.sign_out, name="sign-out"),
    path("sign-out/", entrance.sign_out, name="account_logout"),
    path("forgotten-password/", entrance.FORGOTTEN_PASSWORD, name="account_reset_password"),
    path("forgotten-password/sent/", entrance.LINK_SENT, name="account_reset_password_done"),
    path("forgotten-password/done/", entrance.NEW_PASSWORD_SET, name="account_reset_password_from_key_done"),
    path(
        "forgotten-password/<slug:uidb36>/<slug:key>/",
        entrance.NEW_PASSWORD,
        name="account_reset_password_from_key",
    ),
    path("you/security/", security.SECURITY, name="mfa_index"),
    path("you/security/confirm/", security.CONFIRM_BY_PASSWORD, name="account_reauthenticate"),
    path("you/security/confirm/code/", security.CONFIRM_BY_CODE, name="mfa_reauthenticate"),
    path("you/security/confirm/passkey/", security.CONFIRM_BY_PASSKEY, name="mfa_reauthenticate_webauthn"),
    path("you/security/password/", security.CHANGE_PASSWORD, name="account_change_password"),
    path("you/security/app/add/", security.ADD_APP, name="mfa_activate_totp"),
    path("you/security/app/remove/", security.REMOVE_APP, name="mfa_deactivate_totp"),
    path("you/security/recovery-codes/", security.RECOVERY_CODES, name="mfa_view_recovery_codes"),
    path(
        "you/security/recovery-codes/new/", security.MAKE_RECOVERY_CODES, name="mfa_generate_recovery_codes"
    ),
    path("you/security/passkeys/", security.PASSKEYS, name="mfa_list_webauthn"),
    path("you/security/passkeys/add/", security.ADD_PASSKEY, name="mfa_add_webauthn"),
    path("you/security/passkeys/<int:pk>/rename/", security.RENAME_PASSKEY, name="mfa_edit_webauthn"),
    path("you/security/passkeys/<int:pk>/remove/", security.REMOVE_PASSKEY, name="mfa_remove_webauthn"),
    path("you/security/sessions/", security.sessions, name="usersessions_list"),
    path("you/security/sessions/end/", security.end_session, name="end-session"),
    path("you/security/sessions/end-others/", security.end_other_sessions, name="end-other-sessions"),
    path("people/accounts/<uuid:pk>/", helping.account_of, name="account-of"),
    path("people/accounts/<uuid:pk>/sessions/", helping.end_sessions_of, name="end-sessions-of"),
    path(
        "people/accounts/<uuid:pk>/second-factors/",
        helping.remove_second_factors_of,
        name="remove-second-factors-of",
    ),
]
