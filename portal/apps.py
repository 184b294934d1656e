from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The ground: units, users, roles, scope, audit, background jobs, the frame of both faces."""

    name = "portal"
    verbose_name = "Hệ thống"
