"""Điều phải giấu: every free word of every row about a person made a rare one, to look for it in answers."""

import io
import zlib
from itertools import count

import pypdf
from django.apps import apps
from django.db import models
from PIL import Image

TELLING = {"phone", "email", "contact_name", "applicant_name", "receiver_name", "recipient", "holder_name"}
"""Whatever model has one of these tells of citizens."""
OPEN = {"Office", "User", "Hotline"}
"""What offices say of themselves."""
NOT_WORDS = {"code", "key", "sha256", "follow_digest", "check_code", "digital_code"}
OF_THE_OFFICE = {
    "dossiers.DossierComponent.name",
    "dossiers.AdvanceRequest.question",
    "initiatives.TeamMember.name",
}
"""What a sort of paper is called, what the office asks; who is in a team, for who holds its address."""


def models_about_people():
    for model in apps.get_models():
        names = {field.name for field in model._meta.fields}
        if names & TELLING and model.__name__ not in OPEN:
            yield model


def hide():
    """Rewrites what is stored; gives every rare word."""
    numbers, words = count(731_000_001), set()
    for model in models_about_people():
        free = [field for field in model._meta.fields if _is_free(field)]
        for row in model.objects.all():
            rare = {field.attname: _rare(field, next(numbers)) for field in free}
            model.objects.filter(pk=row.pk).update(**rare)
            words.update(rare.values())
    return words


def _is_free(field):
    is_text = isinstance(field, models.CharField | models.TextField)
    is_told = field.name in NOT_WORDS or str(field) in OF_THE_OFFICE
    return is_text and not field.choices and not field.unique and not is_told


def _rare(field, number):
    if "phone" in field.name or field.name.endswith("number") or (field.max_length or 99) < 20:
        return f"0{number}"
    return f"kin{number}@mat.example" if "email" in field.name else f"Kín{number}"


def said(response):
    """All that a visitor can read of an answer: body, headers, cookies; files opened."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    parts = [body.decode("utf-8", "replace"), str(dict(response.headers)), response.cookies.output()]
    kind = response.headers.get("Content-Type", "")
    if kind == "application/pdf" and body.startswith(b"%PDF-1") and len(body) > 100:
        pdf = pypdf.PdfReader(io.BytesIO(body))
        parts += [page.extract_text() for page in pdf.pages] + [str(pdf.metadata)]
    if kind == "image/png" and body:
        parts.append(str(Image.open(io.BytesIO(body)).info))
    if response.headers.get("Content-Encoding") == "gzip":
        parts.append(zlib.decompress(body, 31).decode("utf-8", "replace"))
    return "\n".join(parts)
