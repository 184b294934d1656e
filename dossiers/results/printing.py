"""Bản in của kết quả điện tử: a copy with a code at the top right, or a sheet to lie beside it.

Who holds the paper scans the code and reads what was issued. The signed file stays as it is: what is stamped
is a copy, on which the signature is only seen, no longer checked.
"""

import io

from django.conf import settings
from django.template.loader import render_to_string

from dossiers.models import Result
from portal import pdf
from portal.barcodes import qr

_BOX_MM = (28, 32)
_MARGIN_MM = 6
_MM = 72 / 25.4
_BOX_CSS = "@page { size: 28mm 32mm; margin: 0; @top-center { content: none; } }"


def check_url(result: Result) -> str:
    return f"{settings.BASE_URL}{result.check_path}"


def stamped_copy(result: Result) -> bytes:
    """The file with the code on its first page; scripts and form fields are left out of the copy."""
    import pikepdf

    stamp = pdf.html_to_pdf(_drawn("print/result_stamp.html", result), css=[_BOX_CSS])
    with result.file.open("rb") as stored:
        signed = io.BytesIO(stored.read())
    with pikepdf.open(signed) as copy, pikepdf.open(io.BytesIO(stamp)) as box:
        copy.flatten_annotations(mode="print")
        for name in ("/AcroForm", "/OpenAction", "/AA", "/Perms", "/DSS"):
            if name in copy.Root:
                del copy.Root[name]
        for page in copy.pages:
            kept = [one for one in page.get("/Annots", []) if one.get("/Subtype") != "/Widget"]
            page["/Annots"] = pikepdf.Array(kept)
        page, mark = copy.pages[0], box.pages[0]
        turned = int(page.get("/Rotate", 0)) % 360
        mark.rotate(-turned, relative=False)
        page.add_overlay(mark, pikepdf.Rectangle(*_top_right([float(edge) for edge in page.cropbox], turned)))
        made = io.BytesIO()
        copy.save(made)
    return made.getvalue()


def _top_right(edges: list[float], turned: int) -> tuple[float, float, float, float]:
    """Where the box lies on a page (left, bottom, right, top) that is shown turned clockwise by so much."""
    left, bottom, right, top = edges
    width, height = (side * _MM for side in (_BOX_MM if turned % 180 == 0 else _BOX_MM[::-1]))
    margin = _MARGIN_MM * _MM
    x = left + margin if turned in {90, 180} else right - margin - width
    y = bottom + margin if turned in {180, 270} else top - margin - height
    return x, y, x + width, y + height


def check_sheet(result: Result) -> bytes:
    """Phiếu kiểm tra kết quả điện tử, to lie beside the print."""
    return pdf.html_to_pdf(_drawn("print/result_sheet.html", result))


def _drawn(template: str, result: Result) -> str:
    url = check_url(result)
    context = {
        "result": result,
        "unit": result.dossier.resolving_unit,
        "url": url,
        "code": qr(url, label="Mã kiểm tra"),
    }
    return render_to_string(template, context)
