"""The account pages that we offer, under the names that allauth looks for."""

from allauth.account import views
from django.urls import path, re_path

from s117.web import account_views

urlpatterns = [
    path("sign-in/", account_views.SignIn.as_view(), name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("sign-up/", account_views.SignUpClosed.as_view(), name="account_signup"),
    path("confirm/", account_views.Reauthenticate.as_view(), name="account_reauthenticate"),
    path("password/change/", account_views.ChangePassword.as_view(), name="account_change_password"),
    path("password/reset/", account_views.ResetPassword.as_view(), name="account_reset_password"),
    path("password/reset/sent/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_views.ResetPasswordFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
