"""Records for tests: a unit, people with roles, a procedure, dossiers in the usual situations."""

from datetime import datetime, timedelta
from hashlib import sha256

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from dossiers.models import (
    Dossier,
    DossierComponent,
    Field,
    FiledAs,
    FormFile,
    Procedure,
    ProcedureCaseType,
    ProcedureComponent,
    ServiceLevel,
    TimeUnit,
)
from dossiers.models.choices import Source
from dossiers.models.dossier import day_of
from dossiers.status import Channel, DossierStatus, Outcome
from portal.models import Role, RoleAssignment, Unit, UnitKind, User


def at(text: str) -> datetime:
    """A moment in Viet Nam: `at("2024-03-15 09:30")`, `at("2024-03-15")`."""
    return timezone.make_aware(datetime.fromisoformat(text))


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: str(30000 + n))
    name = factory.Sequence(lambda n: f"Xã Số {n}")
    kind = UnitKind.COMMUNE
    subkind = "xã"


class UserFactory(DjangoModelFactory):
    """`UserFactory(roles=[Role.REFORM])` holds the roles in the user's own unit."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"canbo{n}")
    full_name = factory.Sequence(lambda n: f"Cán bộ {n}")
    position = "Công chức"
    unit = factory.SubFactory(UnitFactory)

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or ():
            RoleAssignment.objects.create(user=self, role=role, unit=self.unit)


class OfficerFactory(UserFactory):
    """Cán bộ tiếp nhận."""

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or (Role.INTAKE, Role.PROCESSING):
            RoleAssignment.objects.create(user=self, role=role, unit=self.unit)


class FieldFactory(DjangoModelFactory):
    class Meta:
        model = Field

    code = factory.Sequence(lambda n: f"linh-vuc-{n}")
    name = factory.Sequence(lambda n: f"Lĩnh vực {n}")


class ProcedureFactory(DjangoModelFactory):
    class Meta:
        model = Procedure

    code = factory.Sequence(lambda n: f"9.{n:06d}")
    name = factory.Sequence(lambda n: f"Thủ tục số {n}")
    field = factory.SubFactory(FieldFactory)
    service_level = ServiceLevel.PARTIAL
    time_value = 3
    time_unit = TimeUnit.WORKING_DAY


class ProcedureComponentFactory(DjangoModelFactory):
    class Meta:
        model = ProcedureComponent

    procedure = factory.SubFactory(ProcedureFactory)
    position = factory.Sequence(lambda n: n)
    name = factory.Sequence(lambda n: f"Giấy tờ {n}")
    originals = 1


class FormFileFactory(DjangoModelFactory):
    """Mẫu để tải; `content` is what the file holds."""

    class Meta:
        model = FormFile
        skip_postgeneration_save = True

    class Params:
        content = b"%PDF-1.4 mau"

    component = factory.SubFactory(ProcedureComponentFactory)
    kind = "blank"
    extension = "pdf"
    file_name = "to-khai.pdf"
    file = factory.LazyAttribute(lambda form: ContentFile(form.content, "x.pdf"))
    size = factory.LazyAttribute(lambda form: len(form.content))
    sha256 = factory.LazyAttribute(lambda form: sha256(form.content).hexdigest())
    uploaded_by = factory.SubFactory(UserFactory)


class CaseTypeFactory(DjangoModelFactory):
    class Meta:
        model = ProcedureCaseType

    procedure = factory.SubFactory(ProcedureFactory)
    name = factory.Sequence(lambda n: f"Loại việc {n}")


class DossierFactory(DjangoModelFactory):
    """Received on 15/03/2024 at 09:30 and due three working days later, unless told otherwise.

    The traits give the situations; `unit=` sets receiving and resolving unit at once.
    """

    class Meta:
        model = Dossier

    class Params:
        unit = factory.SubFactory(UnitFactory)
        processing = factory.Trait(status=DossierStatus.PROCESSING)
        concluded = factory.Trait(
            status=DossierStatus.CONCLUDED,
            outcome=Outcome.APPROVED,
            finished_at=factory.LazyAttribute(lambda dossier: dossier.received_at + timedelta(days=3)),
        )
        returned = factory.Trait(
            status=DossierStatus.RETURNED,
            outcome=Outcome.APPROVED,
            finished_at=factory.LazyAttribute(lambda dossier: dossier.received_at + timedelta(days=3)),
            returned_at=factory.LazyAttribute(lambda dossier: dossier.received_at + timedelta(days=4)),
        )

    procedure = factory.SubFactory(ProcedureFactory)
    receiving_unit = factory.SelfAttribute("unit")
    resolving_unit = factory.SelfAttribute("receiving_unit")
    code = factory.LazyAttributeSequence(
        lambda dossier, n: f"{dossier.receiving_unit.code_prefix}-{dossier.received_at:%y%m%d}-{n:04d}"
    )
    status = DossierStatus.RECEIVED
    applicant_name = factory.Sequence(lambda n: f"Nguyễn Thị Số {n}")
    owner_name = factory.SelfAttribute("applicant_name")
    personal_number = factory.Sequence(lambda n: f"045190{n:06d}")
    phone = "0912345678"
    address = "Thôn Quảng Xá"
    received_at = at("2024-03-15 09:30")
    submitted_at = factory.SelfAttribute("received_at")
    channel = Channel.DIRECT
    source = Source.DESK
    due_at = factory.LazyAttribute(lambda dossier: dossier.received_at + timedelta(days=5))
    original_due_at = factory.SelfAttribute("due_at")
    returned_at = None

    @factory.lazy_attribute
    def visits(self):
        """Who came to hand it in and to take the result; of what a sheet brought nobody knows."""
        if self.source != Source.DESK or self.received_at is None:
            return None
        came = {day_of(self.received_at)} if self.channel == Channel.DIRECT else set()
        return len(came | ({day_of(self.returned_at)} if self.returned_at else set()))


class DossierComponentFactory(DjangoModelFactory):
    class Meta:
        model = DossierComponent

    dossier = factory.SubFactory(DossierFactory)
    name = "Tờ khai"
    filed_as = FiledAs.ORIGINAL
    must_digitise = True
