from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Khảo sát sự hài lòng."""

    name = "surveys"
    verbose_name = "Khảo sát"
