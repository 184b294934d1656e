from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """Sáng kiến cải cách hành chính."""

    name = "initiatives"
    verbose_name = "Sáng kiến"
