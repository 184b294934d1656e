"""Numbers of documents: one after the other, each given once, each said for."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as properties
from hypothesis import strategies as st

from dossiers.documents import books, incoming, outgoing
from dossiers.documents.status import Direction, NumberState
from dossiers.models import DocumentCounter, DocumentNumber
from portal.errors import DomainError
from tests.dossiers.documents.making import MONDAY, Home
from tests.dossiers.documents.rows import KindFactory
from tests.dossiers.factories import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return Home()


def lines(book):
    found = DocumentNumber.objects.filter(book=book).order_by("number")
    return [(line.number, line.state, line.reason) for line in found]


def test_outgoing_numbers_run_from_01_in_each_kind_and_year(home):
    symbols = [
        home.numbered().symbol,
        home.numbered().symbol,
        home.numbered(kind=KindFactory(name="Quyết định", abbreviation="QĐ"), mark="QĐ-UBND").symbol,
        home.numbered(when=at("2027-01-04 09:00")).symbol,
    ]

    assert symbols == ["01/BC-UBND", "02/BC-UBND", "01/QĐ-UBND", "01/BC-UBND"]


def test_letters_are_marked_by_the_office_and_the_drafting_division(home):
    assert outgoing.usual_mark(home.unit, home.report) == "BC-UBND"
    assert outgoing.usual_mark(home.unit, home.letter, "VP") == "UBND-VP"


def test_kinds_that_the_office_keeps_in_one_book_share_its_numbers(home):
    decision = KindFactory(name="Quyết định", abbreviation="QĐ")
    books.gather(
        home.unit, direction=Direction.OUT, name="Sổ chung", kinds=[home.report, decision], by=home.keeper
    )

    first, second = home.numbered(), home.numbered(kind=decision, mark="QĐ-UBND")

    assert (first.symbol, second.symbol) == ("01/BC-UBND", "02/QĐ-UBND")
    assert first.book == second.book


def test_an_office_adds_kinds_of_its_own_once(home):
    kind = books.add_kind(home.unit, name="Thông tri", abbreviation="TTri", by=home.keeper)

    assert home.numbered(kind=kind, mark="TTri-UBND").symbol == "01/TTri-UBND"
    with pytest.raises(DomainError, match="Đã có loại văn bản “thông tri”"):
        books.add_kind(home.unit, name="thông tri", abbreviation="X", by=home.keeper)


def test_reserved_and_void_numbers_stay_in_the_book_with_their_reason(home):
    home.numbered()
    book = home.numbered().book
    kept, dropped = books.reserve(book, count=2, reason="Chờ họp", by=home.keeper, on=MONDAY.date())
    fifth = home.numbered()

    used = outgoing.number(home.approved(), reserved=kept, by=home.keeper, at=MONDAY)
    books.drop_reserved(dropped, reason="Không họp", by=home.keeper)
    outgoing.make_void(fifth, reason="Trùng nội dung", by=home.keeper)

    assert used.symbol == "03/BC-UBND"
    assert lines(book) == [
        (1, NumberState.USED, ""),
        (2, NumberState.USED, ""),
        (3, NumberState.USED, "Chờ họp"),
        (4, NumberState.VOID, "Không họp"),
        (5, NumberState.VOID, "Trùng nội dung"),
    ]
    assert DocumentCounter.objects.get(book=book).last == 5


def test_a_reserved_number_is_used_once_and_only_in_its_own_book(home):
    book = home.numbered().book
    (line,) = books.reserve(book, count=1, reason="Chờ họp", by=home.keeper, on=MONDAY.date())
    outgoing.number(home.approved(), reserved=line, by=home.keeper, at=MONDAY)

    with pytest.raises(DomainError, match="không còn giữ"):
        outgoing.number(home.approved(), reserved=line, by=home.keeper, at=MONDAY)
    other = home.approved(kind=KindFactory(name="Quyết định", abbreviation="QĐ"))
    (line,) = books.reserve(book, count=1, reason="Chờ họp", by=home.keeper, on=MONDAY.date())
    with pytest.raises(DomainError, match="không còn giữ"):
        outgoing.number(other, reserved=line, by=home.keeper, at=MONDAY)


def test_a_reserved_number_gets_no_later_day_than_the_number_after_it(home):
    book = home.numbered(when=at("2026-03-02 09:00")).book
    (line,) = books.reserve(book, count=1, reason="Chờ họp", by=home.keeper, on=at("2026-03-02").date())
    home.numbered(when=at("2026-03-03 09:00"))

    used = outgoing.number(home.approved(), reserved=line, by=home.keeper, at=at("2026-03-05 09:00"))

    assert used.issued_on == at("2026-03-03").date()


def test_the_day_moves_only_between_those_of_the_numbers_around(home):
    home.numbered(when=at("2026-03-02 09:00"))
    middle = home.numbered(when=at("2026-03-03 09:00"))
    home.numbered(when=at("2026-03-04 09:00"))

    moved = outgoing.restamp(
        middle, mark="BC-UBND", issued_on=at("2026-03-04").date(), reason="Ký ngày 4",
        by=home.keeper, at=at("2026-03-05 09:00"),
    )  # fmt: skip

    assert moved.issued_on == at("2026-03-04").date()
    with pytest.raises(DomainError, match="từ 02/03/2026 đến 04/03/2026"):
        outgoing.restamp(
            middle, mark="BC-UBND", issued_on=at("2026-03-05").date(), reason="Nhầm",
            by=home.keeper, at=at("2026-03-05 09:00"),
        )  # fmt: skip


def test_a_document_that_changes_its_number_leaves_the_old_one_void(home):
    document = home.numbered()
    (line,) = books.reserve(document.book, count=1, reason="Giữ", by=home.keeper, on=MONDAY.date())

    changed = outgoing.renumber(document, reserved=line, reason="Ghi nhầm sổ", by=home.keeper, at=MONDAY)

    assert changed.symbol == "02/BC-UBND"
    assert lines(document.book) == [(1, NumberState.VOID, "Ghi nhầm sổ"), (2, NumberState.USED, "Giữ")]


def test_number_and_day_of_an_issued_document_stand(home):
    document = home.issued()

    for change in (
        lambda: outgoing.restamp(
            document, mark="X", issued_on=MONDAY.date(), reason="Sửa", by=home.keeper, at=MONDAY
        ),
        lambda: outgoing.make_void(document, reason="Hủy", by=home.keeper),
    ):
        with pytest.raises(DomainError, match="đang “Đã phát hành”"):
            change()


def test_only_the_registers_keeper_gives_and_reserves_numbers(home):
    document = home.approved()
    with pytest.raises(DomainError, match="văn thư"):
        outgoing.number(document, by=home.leader)
    book = books.book_for(home.unit, Direction.OUT, home.report)
    with pytest.raises(DomainError, match="văn thư"):
        books.reserve(book, count=1, reason="Giữ", by=home.officer)


def test_the_database_takes_no_number_twice(home):
    first, second = home.numbered(), home.numbered()

    second.number = first.number
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


@properties(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["in", "out", "reserve", "use", "drop", "void"]), max_size=9))
def test_whatever_is_done_the_book_has_every_number_from_1_once(home, acts):
    """Hypothesis goes on in one database, so the books only grow."""
    for act in acts:
        reserved = DocumentNumber.objects.filter(state=NumberState.RESERVED).first()
        if act == "in":
            home.registered(sender_number=f"{DocumentNumber.objects.count()}/UBND")
        elif act == "out":
            home.numbered()
        elif act == "reserve":
            book = books.book_for(home.unit, Direction.OUT, home.report)
            books.reserve(book, count=2, reason="Giữ", by=home.keeper, on=MONDAY.date())
        elif act == "use" and reserved:
            outgoing.number(home.approved(), reserved=reserved, by=home.keeper, at=MONDAY)
        elif act == "drop" and reserved:
            books.drop_reserved(reserved, reason="Bỏ", by=home.keeper)
        elif act == "void":
            incoming.make_void(home.registered(), reason="Vào nhầm", by=home.keeper)

    for counter in DocumentCounter.objects.all():
        numbers = [number for number, *_ in lines(counter.book)]
        assert numbers == list(range(1, counter.last + 1))
