"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and organisations."""

    name = "s117.accounts"
    label = "accounts"
