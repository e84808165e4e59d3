"""Pages of the floor that anybody may read: help, the accessibility statement, the privacy notice."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View


class PublicPage(View):
    """A page without anybody's data, open to all."""

    http_method_names: ClassVar[list[str]] = ["get"]
    template: ClassVar[str]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return render(request, self.template)


class HelpView(PublicPage):
    """What to do when something does not work."""

    template = "pages/help.html"


class AccessibilityView(PublicPage):
    """The accessibility statement."""

    template = "pages/accessibility.html"


class PrivacyView(PublicPage):
    """The privacy notice."""

    template = "pages/privacy.html"
