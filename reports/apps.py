from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Báo cáo: periods, indicators, figure sets, documents; imported by no other app."""

    name = "reports"
    verbose_name = "Báo cáo"
