"""Trang cho người dân: every form to download is there as it was uploaded, every word as it is searched."""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import default_storage

from dossiers.models import FormFile, ProcedureWord
from portal.text import fold
from reports.integrity.model import Problem, Span


def problems(_: Span) -> Iterator[Problem]:
    yield from _forms()
    yield from _words()


def _forms() -> Iterator[Problem]:
    for form in FormFile.objects.select_related("component__procedure"):
        record = f"mẫu “{form.file_name}” của thủ tục {form.component.procedure.code}"
        if not default_storage.exists(str(form.file)):
            yield Problem("form.lost", record, "tệp không còn trong kho.")
            continue
        with form.file.open("rb") as stored:
            content = stored.read()
        if hashlib.sha256(content).hexdigest() != form.sha256 or len(content) != form.size:
            yield Problem("form.changed", record, "tệp không còn như lúc tải lên.")


def _words() -> Iterator[Problem]:
    for code, text, folded in ProcedureWord.objects.values_list("procedure__code", "text", "folded_text"):
        if fold(text) != folded:
            yield Problem("word.folded", f"lời “{text}” của thủ tục {code}", f"được tìm theo “{folded}”.")
