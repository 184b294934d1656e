from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The ground: units, users, roles, scope, audit, background jobs, the frame of both faces."""

    name = "portal"
    verbose_name = "Hệ thống"

    def ready(self) -> None:
        import_module("portal.forms.sentences").speak()
        import_module("portal.lockout")  # listens from now on; models are there only now
