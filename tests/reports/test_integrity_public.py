"""`check_integrity` over what citizens load and what their words are searched by."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dossiers.models import ProcedureWord
from reports.integrity import public
from reports.integrity.model import Span
from tests.dossiers.factories import FormFileFactory, ProcedureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    return FormFileFactory()


def codes():
    return [problem.code for problem in public.problems(Span(date(2026, 1, 1), date(2026, 1, 31)))]


def test_what_was_uploaded_holds_together(form):
    form.component.procedure.words.create(text="Sao y")

    assert codes() == []


def test_a_form_that_is_gone_is_found(form):
    default_storage.delete(form.file.name)

    assert codes() == ["form.lost"]


def test_a_form_that_was_changed_is_found(form):
    name = form.file.name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"khac"))

    assert codes() == ["form.changed"]


def test_a_word_that_is_searched_by_another_is_found():
    word = ProcedureFactory().words.create(text="Sao y")
    ProcedureWord.objects.filter(pk=word.pk).update(folded_text="khac")

    assert codes() == ["word.folded"]
