"""A printed paper as the answer to a request."""

from django.http import Http404, HttpResponse

from reports.document import Document
from reports.models import CONTENT_TYPES, FileFormat
from reports.renderers import pdf


def answer(document: Document, name: str, extension: str) -> HttpResponse:
    """The paper as PDF, which the browser shows, or as Word, which it saves; no other kind is there."""
    if extension not in (FileFormat.PDF, FileFormat.DOCX):
        raise Http404
    if extension == FileFormat.PDF:
        content, shown = pdf.render(document), "inline"
    else:
        from reports.renderers import docx  # a slow library, for the few who print

        content, shown = docx.render(document), "attachment"
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[FileFormat(extension)],
        headers={
            "Content-Disposition": f'{shown}; filename="{name}.{extension}"',
            "Cache-Control": "private, no-store",
        },
    )
