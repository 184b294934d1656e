"""Word templates of declarations, made by the same library that opens them."""

import hashlib
import io

import factory
from django.core.files.base import ContentFile
from docx import Document
from factory.django import DjangoModelFactory

from dossiers.models import WordTemplate
from tests.dossiers.factories import ProcedureFactory, UnitFactory, UserFactory


def word(*paragraphs, header=""):
    """A Word file of these paragraphs."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def said(docx):
    """The text of a Word file, headers first."""
    document = Document(io.BytesIO(docx))
    heads = [paragraph.text for paragraph in document.sections[0].header.paragraphs]
    return "\n".join([*heads, *(paragraph.text for paragraph in document.paragraphs)])


class WordTemplateFactory(DjangoModelFactory):
    class Meta:
        model = WordTemplate

    unit = factory.SubFactory(UnitFactory)
    procedure = factory.SubFactory(ProcedureFactory)
    name = "Tờ khai đăng ký khai sinh"
    file_name = "to-khai.docx"
    uploaded_by = factory.SubFactory(UserFactory)
    data = factory.LazyFunction(lambda: word("Tôi là {{ ho_ten }}, sinh {{ ngay_sinh }}. Lý do: {{ ly_do }}"))
    sha256 = factory.LazyAttribute(lambda made: hashlib.sha256(made.data).hexdigest())
    fields = factory.LazyFunction(
        lambda: [
            {"key": "ho_ten", "label": "Họ và tên người nộp"},
            {"key": "ngay_sinh", "label": "Ngày sinh"},
            {"key": "ly_do", "label": "Lý do"},
        ]
    )

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        data = kwargs.pop("data")
        template = model_class(**kwargs)
        template.file.save("", ContentFile(data), save=False)
        template.save()
        return template
