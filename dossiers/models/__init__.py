from dossiers.models.component import DossierComponent, FiledAs
from dossiers.models.dossier import CodeCounter, Dossier, DossierEvent, DossierQuerySet, Pause, Source
from dossiers.models.holiday import CalendarDay
from dossiers.models.importbatch import ImportBatch, ImportRow, ImportState, RowKind
from dossiers.models.procedure import (
    Confidence,
    Field,
    Procedure,
    ProcedureCaseType,
    ProcedureComponent,
    ProcedureFee,
    ServiceLevel,
    TimeUnit,
)

__all__ = [
    "CalendarDay",
    "CodeCounter",
    "Confidence",
    "Dossier",
    "DossierComponent",
    "DossierEvent",
    "DossierQuerySet",
    "Field",
    "FiledAs",
    "ImportBatch",
    "ImportRow",
    "ImportState",
    "Pause",
    "Procedure",
    "ProcedureCaseType",
    "ProcedureComponent",
    "ProcedureFee",
    "RowKind",
    "ServiceLevel",
    "Source",
    "TimeUnit",
]
