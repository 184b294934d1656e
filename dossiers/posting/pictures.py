"""Hình của một mã: SVG for print, PNG for a text processor."""

from io import BytesIO

import qrcode
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M

from dossiers.models import PostedCode
from portal import barcodes

PNG_DOT = 20
"""Pixels a module: 4 cm wide, it prints at more than 400 dots an inch."""


def svg(code: PostedCode) -> SafeString:
    return barcodes.qr(code.url, label=f"Mã QR: {code.subject}, {code.address}")


def png(code: PostedCode) -> bytes:
    drawn = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=barcodes.QUIET, box_size=PNG_DOT)
    drawn.add_data(code.url)
    drawn.make(fit=True)
    file = BytesIO()
    drawn.make_image().save(file, "PNG")
    return file.getvalue()
