from dossiers.models.component import DossierComponent, FiledAs
from dossiers.models.dossier import Dossier, DossierQuerySet, Pause, Source
from dossiers.models.history import CodeCounter, DossierEvent
from dossiers.models.holiday import CalendarDay
from dossiers.models.importbatch import ImportBatch, ImportRow, ImportState, RowKind
from dossiers.models.office import Office
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
from dossiers.models.slip import Slip, SlipCounter, SlipKind, SlipPrint

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
    "Office",
    "Pause",
    "Procedure",
    "ProcedureCaseType",
    "ProcedureComponent",
    "ProcedureFee",
    "RowKind",
    "ServiceLevel",
    "Slip",
    "SlipCounter",
    "SlipKind",
    "SlipPrint",
    "Source",
    "TimeUnit",
]
