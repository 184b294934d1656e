"""Official documents as rows, for tests of what is built on them."""

import factory
from factory.django import DjangoModelFactory

from dossiers.documents.status import Direction, DocumentState
from dossiers.models import DocumentBook, DocumentKind, DocumentNumber, OfficialDocument
from portal.models import Role
from tests.dossiers.factories import UserFactory, at


class KindFactory(DjangoModelFactory):
    class Meta:
        model = DocumentKind
        django_get_or_create = ("unit", "name")

    unit = None
    name = "Báo cáo"
    abbreviation = "BC"


class BookFactory(DjangoModelFactory):
    class Meta:
        model = DocumentBook
        django_get_or_create = ("unit", "direction", "name")

    direction = Direction.OUT
    name = "Báo cáo"


class DocumentFactory(DjangoModelFactory):
    """A draft; `issued=True` and `numbered=True` stand in the register, `incoming=True` came from outside."""

    class Meta:
        model = OfficialDocument
        skip_postgeneration_save = True

    class Params:
        numbered = factory.Trait(
            state=DocumentState.NUMBERED,
            book=factory.SubFactory(BookFactory, unit=factory.SelfAttribute("..unit")),
            year=2026,
            number=factory.Sequence(lambda n: n + 1),
            issued_on=at("2026-03-02").date(),
        )
        issued = factory.Trait(numbered=True, state=DocumentState.ISSUED, sent_at=at("2026-03-02 10:00"))
        incoming = factory.Trait(
            direction=Direction.IN,
            state=DocumentState.REGISTERED,
            book=factory.SubFactory(
                BookFactory,
                unit=factory.SelfAttribute("..unit"),
                direction=Direction.IN,
                name="Sổ văn bản đến",
            ),
            mark="",
            year=2026,
            number=factory.Sequence(lambda n: n + 1),
            sender="UBND tỉnh Quảng Trị",
            sender_number=factory.Sequence(lambda n: f"{n + 100}/UBND-NC"),
            issued_on=at("2026-02-27").date(),
            received_on=at("2026-03-02").date(),
        )

    direction = Direction.OUT
    author = factory.SubFactory(UserFactory, roles=[Role.PROCESSING])
    unit = factory.SelfAttribute("author.unit")
    kind = factory.SubFactory(KindFactory)
    mark = "BC-UBND"
    subject = "Kết quả công tác cải cách hành chính quý I năm 2026"
    state = DocumentState.DRAFT
    signer_name = "Trần Văn Bình"
    signer_post = "Chủ tịch"

    @factory.post_generation
    def line(self, create, extracted, **kwargs):
        if self.number:
            DocumentNumber.objects.create(
                book=self.book, year=self.year, number=self.number, state="used",
                document=self, given_on=self.received_on or self.issued_on, given_by=self.author,
            )  # fmt: skip
