"""check_integrity and official documents: what was changed behind the verbs is found."""

import pytest
from django.utils import timezone

from dossiers.documents import assigning, books, outgoing
from dossiers.models import DocumentCounter, DocumentNumber, OfficialDocument, Task
from reports.integrity import official
from reports.integrity.model import Span
from tests.dossiers.documents.making import MONDAY, Home, paper

pytestmark = pytest.mark.django_db


def found():
    return {problem.code for problem in official.problems(Span.of_years(1, timezone.localdate()))}


@pytest.fixture
def home():
    """Documents and tasks in many situations, with nothing wrong."""
    home = Home()
    assigning.accept(home.reported(), by=home.leader, at=MONDAY)
    home.registered(papers=[paper()])
    book = home.issued().book
    reserved, _ = books.reserve(book, count=2, reason="Giữ", by=home.keeper, on=MONDAY.date())
    outgoing.renumber(home.numbered(), reserved=reserved, reason="Nhầm", by=home.keeper, at=MONDAY)
    outgoing.make_void(home.numbered(), reason="Hủy", by=home.keeper)
    outgoing.send_back(home.approved(), reason="Sửa", by=home.leader)
    assert found() == set()
    return home


def lose_a_number():
    DocumentNumber.objects.filter(state="reserved").delete()


def turn_a_counter_back():
    DocumentCounter.objects.update(last=1)


def give_another_number():
    OfficialDocument.objects.filter(state="issued").update(number=99)


def change_a_symbol():
    OfficialDocument.objects.filter(state="issued").update(symbol="99/BC-UBND")


def change_a_state():
    OfficialDocument.objects.filter(state="draft").update(state="submitted")


def finish_late():
    Task.objects.update(done_on="2026-05-01")


def claim_signatures():
    OfficialDocument.objects.filter(state="issued").update(signature_state="full")


def change_a_file():
    home_file = OfficialDocument.objects.filter(state="issued").get().files.get()
    home_file.file.storage.delete(str(home_file.file))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lose_a_number, "document.number"),
        (turn_a_counter_back, "document.number"),
        (give_another_number, "document.line"),
        (change_a_symbol, "document.state"),
        (change_a_state, "document.state"),
        (finish_late, "document.task"),
        (claim_signatures, "document.signature"),
        (change_a_file, "document.file_missing"),
    ],
)
def test_what_was_changed_behind_the_verbs_is_found(home, change, code):
    change()

    assert code in found()
