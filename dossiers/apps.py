from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Hồ sơ một cửa: catalogue, working calendar, dossiers, import."""

    name = "dossiers"
    verbose_name = "Hồ sơ một cửa"
