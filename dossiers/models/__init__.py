from dossiers.models.advance import (
    AdvanceDraft,
    AdvanceEvent,
    AdvancePaper,
    AdvancePhoto,
    AdvanceRequest,
)
from dossiers.models.apology import Apology
from dossiers.models.appointment import Appointment, AppointmentEvent
from dossiers.models.bundle import Bundle, BundleKind
from dossiers.models.choices import ApplicantKind, HelpedBy, Priority, ResultDelivery, Sex, Source
from dossiers.models.combined import CombinedGroup, CombinedMember
from dossiers.models.comment import Comment, CommentKind
from dossiers.models.component import DossierComponent, FiledAs, WhyNotDigitised
from dossiers.models.correction import Correction
from dossiers.models.declaration import FilledForm, WordPurpose, WordTemplate
from dossiers.models.disclosure import DataExport, Purpose
from dossiers.models.document_signing import DocumentSignature, SignatureImage, SignaturePart
from dossiers.models.dossier import Dossier, DossierQuerySet, Pause
from dossiers.models.draft import IntakeDraft
from dossiers.models.edit_lock import EditLock
from dossiers.models.feedback import (
    Feedback,
    FeedbackAnswer,
    FeedbackCounter,
    FeedbackEvent,
    FeedbackPicture,
    FeedbackQuerySet,
    Hotline,
    PublishedAnswer,
)
from dossiers.models.formtext import FormText
from dossiers.models.guide import OnlineGuide
from dossiers.models.handover import Handover, HandoverKind, HandoverList
from dossiers.models.history import CodeCounter, DossierEvent, RegisterCounter
from dossiers.models.holiday import CalendarDay
from dossiers.models.importbatch import ImportBatch, ImportRow, ImportState, RowKind
from dossiers.models.instruction import DocumentLink, Instruction, Task, TaskQuerySet
from dossiers.models.knowledge import DueChange, UnitTransfer
from dossiers.models.message import Message, MessageChannel, MessageState, MessageTemplate
from dossiers.models.money import Charge, EntryKind, Payment, PaymentMethod
from dossiers.models.office import AppointmentScope, Office, PartOfDay
from dossiers.models.office_books import (
    BookOfKind,
    DocumentBook,
    DocumentCounter,
    DocumentKind,
    DocumentNumber,
)
from dossiers.models.official import DocumentEvent, DocumentFile, OfficialDocument, OfficialQuerySet
from dossiers.models.override import Override
from dossiers.models.posting import PostedCode, PostedKind, PosterPrint, ScanDay, SheetKind
from dossiers.models.procedure import (
    Confidence,
    FeeKind,
    Field,
    OfferedProcedure,
    Procedure,
    ProcedureCaseType,
    ProcedureComponent,
    ProcedureFee,
    ServiceLevel,
    TakesAppointments,
    TimeUnit,
)
from dossiers.models.process import Process, ProcessStep, StepKind
from dossiers.models.public import (
    REASONS,
    FormFile,
    FormKind,
    LifeEvent,
    LifeEventProcedure,
    PageCount,
    ProcedureWord,
    Told,
)
from dossiers.models.queue import (
    Desk,
    QueueDay,
    Ticket,
    TicketAction,
    TicketEvent,
    TicketGroup,
    TicketState,
)
from dossiers.models.rating import RatingReason
from dossiers.models.registerprint import RegisterPrint
from dossiers.models.result import (
    IdentityCheck,
    ReceiverRole,
    Result,
    ResultKind,
    ReturnRecord,
    SignatureState,
)
from dossiers.models.revision import CatalogueImport, OfferConfirmation, ProcedureReview, ProcedureRevision
from dossiers.models.scan import (
    CaptureToken,
    Reading,
    Scan,
    ScanPage,
    ScanSource,
    ScanState,
    StackPage,
    StackState,
    StackUpload,
)
from dossiers.models.search import ListColumns, SavedSearch
from dossiers.models.simplification import Simplification
from dossiers.models.slip import Slip, SlipCounter, SlipKind, SlipPrint
from dossiers.models.staff import Absence, Competence, ListedOfficer
from dossiers.models.supplement import SupplementItem, SupplementRequest
from dossiers.models.transfer import Transfer, TransferQuerySet
from dossiers.models.visit import VisitNote
from dossiers.models.work_files import WorkFile, WorkFileEvent, WorkFilePaper, WorkFileState

__all__ = [
    "REASONS",
    "Absence",
    "AdvanceDraft",
    "AdvanceEvent",
    "AdvancePaper",
    "AdvancePhoto",
    "AdvanceRequest",
    "Apology",
    "ApplicantKind",
    "Appointment",
    "AppointmentEvent",
    "AppointmentScope",
    "BookOfKind",
    "Bundle",
    "BundleKind",
    "CalendarDay",
    "CaptureToken",
    "CatalogueImport",
    "Charge",
    "CodeCounter",
    "CombinedGroup",
    "CombinedMember",
    "Comment",
    "CommentKind",
    "Competence",
    "Confidence",
    "Correction",
    "DataExport",
    "Desk",
    "DocumentBook",
    "DocumentCounter",
    "DocumentEvent",
    "DocumentFile",
    "DocumentKind",
    "DocumentLink",
    "DocumentNumber",
    "DocumentSignature",
    "Dossier",
    "DossierComponent",
    "DossierEvent",
    "DossierQuerySet",
    "DueChange",
    "EditLock",
    "EntryKind",
    "FeeKind",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackCounter",
    "FeedbackEvent",
    "FeedbackPicture",
    "FeedbackQuerySet",
    "Field",
    "FiledAs",
    "FilledForm",
    "FormFile",
    "FormKind",
    "FormText",
    "Handover",
    "HandoverKind",
    "HandoverList",
    "HelpedBy",
    "Hotline",
    "IdentityCheck",
    "ImportBatch",
    "ImportRow",
    "ImportState",
    "Instruction",
    "IntakeDraft",
    "LifeEvent",
    "LifeEventProcedure",
    "ListColumns",
    "ListedOfficer",
    "Message",
    "MessageChannel",
    "MessageState",
    "MessageTemplate",
    "OfferConfirmation",
    "OfferedProcedure",
    "Office",
    "OfficialDocument",
    "OfficialQuerySet",
    "OnlineGuide",
    "Override",
    "PageCount",
    "PartOfDay",
    "Pause",
    "Payment",
    "PaymentMethod",
    "PostedCode",
    "PostedKind",
    "PosterPrint",
    "Priority",
    "Procedure",
    "ProcedureCaseType",
    "ProcedureComponent",
    "ProcedureFee",
    "ProcedureReview",
    "ProcedureRevision",
    "ProcedureWord",
    "Process",
    "ProcessStep",
    "PublishedAnswer",
    "Purpose",
    "QueueDay",
    "RatingReason",
    "Reading",
    "ReceiverRole",
    "RegisterCounter",
    "RegisterPrint",
    "Result",
    "ResultDelivery",
    "ResultKind",
    "ReturnRecord",
    "RowKind",
    "SavedSearch",
    "Scan",
    "ScanDay",
    "ScanPage",
    "ScanSource",
    "ScanState",
    "ServiceLevel",
    "Sex",
    "SheetKind",
    "SignatureImage",
    "SignaturePart",
    "SignatureState",
    "Simplification",
    "Slip",
    "SlipCounter",
    "SlipKind",
    "SlipPrint",
    "Source",
    "StackPage",
    "StackState",
    "StackUpload",
    "StepKind",
    "SupplementItem",
    "SupplementRequest",
    "TakesAppointments",
    "Task",
    "TaskQuerySet",
    "Ticket",
    "TicketAction",
    "TicketEvent",
    "TicketGroup",
    "TicketState",
    "TimeUnit",
    "Told",
    "Transfer",
    "TransferQuerySet",
    "UnitTransfer",
    "VisitNote",
    "WhyNotDigitised",
    "WordPurpose",
    "WordTemplate",
    "WorkFile",
    "WorkFileEvent",
    "WorkFilePaper",
    "WorkFileState",
]
