"""What every page keeps: known variables, rendered tags, one heading, labelled controls."""

import gzip
import sys
from pathlib import Path

from django.http.response import HttpResponseBase
from django.template import engines
from lxml import html

_ROOT = Path(__file__).resolve().parent.parent
_NEEDS_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}


class _Undefined(str):
    """Stands for a variable that a template names and its view does not give: in our own templates it fails.

    Django asks `"%s" in string_if_invalid`, then formats it with the name.
    """

    def __contains__(self, part: str) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        frame = sys._getframe(1)
        context = frame.f_locals.get("context")
        template = context.render_context.template if context is not None else None
        where = template.origin.name if template is not None else "?"
        if where.startswith(str(_ROOT / "templates")):
            short = Path(where).relative_to(_ROOT)
            raise AssertionError(f"{short}: biến {{{{ {name} }}}} không có trong ngữ cảnh")
        return ""


def hold_templates_to_their_variables() -> None:
    engines["django"].engine.string_if_invalid = _Undefined("biến không có")


def words_of(response: HttpResponseBase) -> str:
    """What stands on the page, however it was sent."""
    is_squeezed = response.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(response.content) if is_squeezed else response.content).decode()


def check(response: HttpResponseBase) -> None:
    """Raise an AssertionError that says what is wrong with the page."""
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    text = words_of(response)
    if not text.strip():
        return
    for mark in ("{{", "{%", "biến không có", "---------"):
        assert mark not in text, f"“{mark}” còn lại: …{text[max(0, text.find(mark) - 60) :][:160]}…"
    is_page = text.lstrip()[:15].lower().startswith("<!doctype html")
    tree = html.document_fromstring(text) if is_page else html.fromstring(f"<div>{text}</div>")
    if is_page:
        headings = tree.findall(".//h1")
        assert len(headings) == 1, f"trang có {len(headings)} thẻ <h1>, phải có đúng một"
        assert tree.get("lang") == "vi", "trang không nói tiếng của mình: <html lang=vi>"
    for control in tree.iter("input", "select", "textarea"):
        if control.tag == "input" and control.get("type", "text") in _NEEDS_NO_LABEL:
            continue
        assert _is_labelled(control, tree), f"ô nhập không có nhãn: {html.tostring(control).decode()[:200]}"


def _is_labelled(control: html.HtmlElement, tree: html.HtmlElement) -> bool:
    if control.get("aria-label") or any(True for _ in control.iterancestors("label")):
        return True
    named = (control.get("aria-labelledby") or "").split()
    if named:
        return all(tree.xpath("//*[@id=$id]", id=name) for name in named)
    return bool(control.get("id") and tree.xpath("//label[@for=$id]", id=control.get("id")))
