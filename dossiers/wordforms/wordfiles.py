"""Tệp Word của mẫu tờ khai: which are taken, which fields they hold, and how they are filled.

A template may hold nothing but `{{ fields }}`: no loops, no conditions, no calls. So it can neither read nor
do anything, and the sandbox it is filled in has nothing to guard but itself.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from portal.errors import DomainError
from portal.text import nfc

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
FIELD = re.compile(r"[a-z][a-z0-9_]{0,59}")
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def fields_of(data: bytes) -> list[str]:
    """The fields of a template in the order in which they stand; refused with a sentence if it is none."""
    check_package(data)
    template, environment = _open(data)
    found: dict[str, None] = {}
    for part in _parts(template):
        found |= dict.fromkeys(_fields(part, environment))
    if not found:
        raise DomainError(
            "Tệp chưa có ô nào để điền. Đặt ô dạng {{ ho_ten }} vào chỗ trống của mẫu rồi tải lại."
        )
    return list(found)


def fill(data: bytes, values: Mapping[str, str]) -> bytes:
    """The template with every field filled; what a value holds stays text, line breaks stay line breaks."""
    template, environment = _open(data)
    told = {key: _UNPRINTABLE.sub("", nfc(value)) for key, value in values.items()}
    template.render(told, environment, autoescape=True)
    file = io.BytesIO()
    template.save(file)
    return file.getvalue()


def check_package(data: bytes) -> None:
    """A whole Word document without macros, foreign links or XML that reaches outside."""
    if len(data) > MOST_BYTES:
        raise DomainError("Tệp lớn hơn 5 MB. Bỏ bớt hình ảnh trong mẫu rồi tải lại.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(item.file_size for item in package.infolist()) > MOST_UNPACKED:
                raise DomainError("Tệp bung ra quá lớn nên không nhận.")
            names = package.namelist()
            kinds = package.read("[Content_Types].xml").decode("utf-8", "replace")
            parts = [package.read(name) for name in names if name.endswith((".xml", ".rels"))]
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError):
        raise DomainError("Tệp này không phải tài liệu Word (.docx), hoặc đã hỏng.") from None
    if _MAIN not in kinds or "vbaProject" in " ".join(names):
        raise DomainError("Chỉ nhận tài liệu Word .docx không có macro. Lưu lại thành .docx rồi tải lên.")
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in parts):
        raise DomainError("Tệp chứa khai báo XML lạ nên không nhận.")
    if any(b'TargetMode="External"' in part and b"hyperlink" not in part for part in parts):
        raise DomainError("Tệp gọi đến tệp ở nơi khác nên không nhận. Nhúng hình vào mẫu rồi tải lại.")


def _open(data: bytes) -> "tuple[DocxTemplate, SandboxedEnvironment]":
    from docxtpl import DocxTemplate  # a slow library

    template = DocxTemplate(io.BytesIO(data))
    try:
        template.init_docx()
    except (KeyError, ValueError):
        raise DomainError("Tệp này không phải tài liệu Word (.docx), hoặc đã hỏng.") from None
    return template, SandboxedEnvironment(autoescape=True)


def _parts(template: "DocxTemplate") -> Iterator[str]:
    """The text of the document, its headers and its footers, as the template engine will read them."""
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))


def _fields(text: str, environment: SandboxedEnvironment) -> Iterator[str]:
    try:
        tree: Any = environment.parse(text)
    except TemplateSyntaxError:
        raise DomainError(
            "Có ô viết chưa đúng. Mỗi ô viết liền một lượt, dạng {{ ho_ten }}: "
            "chữ thường không dấu, số, gạch dưới."
        ) from None
    plain = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name)
    for node in (tree, *tree.find_all(nodes.Node)):
        if not isinstance(node, plain):
            raise DomainError(
                "Mẫu chỉ được dùng ô dạng {{ ho_ten }}; không dùng lệnh, phép tính hay vòng lặp."
            )
        if isinstance(node, nodes.Name):
            if not FIELD.fullmatch(node.name):
                raise DomainError(
                    f"Ô “{node.name}” chưa đúng: dùng chữ thường không dấu, số và gạch dưới, ví dụ ho_ten."
                )
            yield node.name
