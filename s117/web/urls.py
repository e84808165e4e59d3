"""Pages of the floor: statements, one's own account, the session, the styleguide."""

from django.urls import path

from s117.web import account_views, demo, pages, styleguide

app_name = "web"
urlpatterns = [
    path("help/", pages.HelpView.as_view(), name="help"),
    path("accessibility/", pages.AccessibilityView.as_view(), name="accessibility"),
    path("privacy/", pages.PrivacyView.as_view(), name="privacy"),
    path("account/", account_views.AccountView.as_view(), name="account_view"),
    path("account/demo/", demo.DemoSignIn.as_view(), name="demo_sign_in"),
    path("session/left/", account_views.SessionLeft.as_view(), name="session_left"),
    path("session/extend/", account_views.SessionExtend.as_view(), name="session_extend"),
    path("styleguide/", styleguide.Styleguide.as_view(), name="styleguide"),
]
