from django.apps import AppConfig, apps

from dossiers.citizens import remembered


class DossiersConfig(AppConfig):
    """Hồ sơ một cửa: catalogue, working calendar, dossiers, import."""

    name = "dossiers"
    verbose_name = "Hồ sơ một cửa"

    def ready(self) -> None:
        from dossiers import models  # the models are there only now

        remembered.watch(
            apps.get_model("portal", "RoleAssignment"),
            apps.get_model("portal", "Unit"),
            models.Field,
            models.Procedure,
            models.ProcedureComponent,
            models.ProcedureFee,
            models.OfferedProcedure,
            models.Office,
            models.Competence,
            models.ListedOfficer,
            models.FormFile,
            models.ProcedureWord,
            models.LifeEvent,
            models.LifeEventProcedure,
        )
