"""The admin site without what libraries put there and nobody uses here: groups, and addresses to verify."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig

UNUSED = ("auth.Group", "account.EmailAddress")


class AdminSite(AdminConfig):
    """Roles are dated memberships and not groups; a person's e-mail address is on the account."""

    def ready(self) -> None:
        """After every app has registered its own."""
        super().ready()
        for label in UNUSED:
            model = apps.get_model(label)
            if admin.site.is_registered(model):
                admin.site.unregister(model)
