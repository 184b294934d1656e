"""Document → HTML: the sheets as they are printed (`static/css/print.css`), for the screen and the PDF."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from html import escape
from typing import assert_never

from reports.document import (
    COUNTRY,
    MOTTO,
    RECIPIENTS_TITLE,
    Align,
    Annex,
    Basis,
    Block,
    Cell,
    Document,
    DocumentMeta,
    FormHead,
    HeadCell,
    Heading,
    ListItem,
    Paragraph,
    Row,
    Run,
    Signature,
    Table,
)
from reports.document_parts import Cover, Picture

_PIXELS_PER_MM = 96 / 25.4

FigureUrl = Callable[[str], str]


def render(document: Document, *, figure_url: FigureUrl | None = None, top_level: int = 2) -> str:
    """A fragment for a page that has its own h1: the title of the report is a heading of `top_level`.

    With `figure_url` each computed number is a link to the records behind it.
    """
    return _Sheets(document, figure_url, top_level).write()


class _Sheets:
    def __init__(self, document: Document, figure_url: FigureUrl | None, top_level: int) -> None:
        self.document = document
        self.figure_url = figure_url
        self.top_level = top_level

    def write(self) -> str:
        meta = self.document.meta
        body = self.blocks(self.document.closed_body)
        annexes = "".join(self.annex(annex) for annex in self.document.annexes)
        cover = _cover(self.document.cover) if self.document.cover else ""
        covered = " paper__part--covered" if cover else ""
        return (
            f'<article class="paper" lang="{escape(meta.language)}">\n{cover}'
            f'<section class="paper__part{covered}">\n{_head(meta)}{self.title()}{body}{_end(meta)}'
            f"</section>\n{annexes}</article>\n"
        )

    def title(self) -> str:
        meta = self.document.meta
        level = self.top_level
        subject = f'<br><span class="paper__subject paper__ruled">{escape(meta.title)}</span>'
        return (
            f'<div class="paper__title">\n<h{level}>'
            f'<span class="paper__kind">{escape(meta.kind_name)}</span>'
            f"{subject if meta.title else ''}</h{level}>\n</div>\n"
            f"{_addressees(meta)}"
        )

    def annex(self, annex: Annex) -> str:
        wide = " paper__annex--wide" if annex.landscape else ""
        level = self.top_level + 1
        note = f'<p class="paper__annex-note">{escape(annex.note)}</p>\n' if annex.note else ""
        return (
            f'<section class="paper__part paper__annex{wide}">\n<div class="paper__annex-head">\n'
            f'<h{level}><span class="paper__annex-number">{escape(annex.label)}</span><br>'
            f'<span class="paper__annex-title">{escape(annex.title.upper())}</span></h{level}>\n'
            f"{note}</div>\n"
            f"{self.blocks(annex.blocks)}</section>\n"
        )

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        match block:
            case Basis():
                return "".join(
                    f'<p class="paper__text paper__basis">{escape(line)}</p>\n' for line in block.lines
                )
            case Heading():
                tag = f"h{min(self.top_level + block.level, 6)}"
                classes = f"paper__heading paper__heading--{block.level}"
                return f'<{tag} class="{classes}">{escape(block.label)}</{tag}>\n'
            case Paragraph():
                classes = "paper__text" + ("" if block.indent else " paper__text--flush")
                if block.align is not Align.JUSTIFY:
                    classes += f" paper__text--{block.align}"
                return f'<p class="{classes}">{self.runs(block.runs)}</p>\n'
            case ListItem():
                return f'<p class="paper__text">{self.runs(block.marked_runs)}</p>\n'
            case FormHead() | Picture():
                return _form_head(block) if isinstance(block, FormHead) else _picture(block)
            case Table():
                return self.table(block)
        assert_never(block)

    def runs(self, runs: Iterable[Run]) -> str:
        return "".join(self.run(run) for run in runs)

    def run(self, run: Run) -> str:
        words = self.figure(escape(run.text), run.figure)
        if run.italic:
            words = f"<i>{words}</i>"
        return f"<b>{words}</b>" if run.bold else words

    def figure(self, words: str, code: str) -> str:
        if not code or self.figure_url is None:
            return words
        return f'<a href="{escape(self.figure_url(code))}">{words}</a>'

    def table(self, table: Table) -> str:
        caption = (
            f'<caption class="paper__caption">{escape(table.caption)}</caption>\n' if table.caption else ""
        )
        columns = "".join(f'<col width="{100 * each.width / table.width:.3f}%">' for each in table.columns)
        head = "".join(f"<tr>{''.join(map(_head_cell, row))}</tr>\n" for row in table.head)
        rows = "".join(self.row(table, row) for row in table.rows)
        return (
            f'<table class="paper__table paper__table--{table.font_size}">\n{caption}'
            f"<colgroup>{columns}</colgroup>\n<thead>\n{head}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
        )

    def row(self, table: Table, row: Row) -> str:
        cells = "".join(
            self.cell(cell, table.columns[column].align, row.is_bold(cell))
            for column, cell in table.cells_with_columns(row)
        )
        return f"<tr>{cells}</tr>\n"

    def cell(self, cell: Cell, align: Align, bold: bool) -> str:
        strong = " paper__strong" if bold else ""
        words = self.figure(escape(cell.shown), cell.figure)
        return f'<td class="paper__cell--{align}{strong}"{_span("col", cell.colspan)}>{words}</td>'


def _cover(cover: Cover) -> str:
    names = "".join(f'<p class="paper__name">{escape(line)}</p>\n' for line in cover.agency_lines)
    lines = "".join(f"<p>{escape(line)}</p>\n" for line in cover.lines)
    return (
        f'<section class="paper__part paper__cover">\n<div class="paper__head">\n'
        f'<div class="paper__issuer">\n{names}</div>\n{_state()}</div>\n'
        f'<p class="paper__cover-kind">{escape(cover.kind_name)}</p>\n'
        f'<p class="paper__cover-title">{escape(cover.title)}</p>\n'
        f'<div class="paper__cover-lines">\n{lines}</div>\n'
        f'<p class="paper__cover-foot">{escape(cover.foot)}</p>\n</section>\n'
    )


def _picture(picture: Picture) -> str:
    data = b64encode(picture.content).decode()
    wide, high = (round(side * _PIXELS_PER_MM) for side in (picture.width, picture.height))
    caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
    return (
        f'<figure class="paper__picture"><img src="data:image/jpeg;base64,{data}" '
        f'alt="{escape(picture.caption)}" width="{wide}" height="{high}">'
        f"{caption}</figure>\n"
    )


def _state() -> str:
    return (
        f'<div class="paper__state">\n<p class="paper__country">{COUNTRY}</p>\n'
        f'<p><span class="paper__ruled paper__ruled--full">{MOTTO}</span></p>\n</div>\n'
    )


def _head(meta: DocumentMeta) -> str:
    if meta.is_personal:
        return f'<div class="paper__head paper__head--state">\n{_state()}</div>\n'
    parent = f"<p>{escape(meta.parent_agency)}</p>\n" if meta.parent_agency else ""
    *before, last = meta.agency_lines
    names = "".join(f'<p class="paper__name">{escape(line)}</p>\n' for line in before)
    return (
        f'<div class="paper__head">\n<div class="paper__issuer">\n{parent}{names}'
        f'<p class="paper__name"><span class="paper__ruled">{escape(last)}</span></p>\n</div>\n{_state()}'
        f'<div class="paper__number"><p>{escape(meta.number_line)}</p></div>\n'
        f'<div class="paper__date"><p>{escape(meta.date_line)}</p></div>\n</div>\n'
    )


def _addressees(meta: DocumentMeta) -> str:
    if not meta.addressees:
        return ""
    first, *receivers = meta.addressee_lines
    if not receivers:
        return f'<p class="paper__addressee">{escape(first)}</p>\n'
    items = "".join(f"<li>{escape(line)}</li>\n" for line in receivers)
    return f'<div class="paper__addressees">\n<p>{escape(first)}</p>\n<ul>\n{items}</ul>\n</div>\n'


def _end(meta: DocumentMeta) -> str:
    left = _signed(meta.countersign, "paper__countersign") if meta.countersign else _recipients(meta)
    date = f'<p class="paper__signed-on">{escape(meta.date_line)}</p>\n' if meta.is_personal else ""
    return f'<div class="paper__end">\n{left}{_signed(meta.signature, "paper__signature", date)}</div>\n'


def _recipients(meta: DocumentMeta) -> str:
    lines = "".join(f"<p>{escape(line)}</p>\n" for line in meta.recipient_lines)
    title = f'<p class="paper__recipients-title">{RECIPIENTS_TITLE}</p>\n' if lines else ""
    return f'<div class="paper__recipients">\n{title}{lines}</div>\n'


def _signed(signature: Signature, place: str, date: str = "") -> str:
    authority = "".join(f"<p>{escape(line)}</p>\n" for line in signature.authority)
    name = f'<p class="paper__signer">{escape(signature.name)}</p>\n'
    return f'<div class="{place}">\n{date}{authority}{name}</div>\n'


def _form_head(form: FormHead) -> str:
    left = "".join(f"<p>{escape(line)}</p>\n" for line in form.left)
    middle = "".join(f"<p>{escape(line)}</p>\n" for line in form.subtitle)
    right = "".join(f"<p>{escape(line)}</p>\n" for line in form.right)
    return (
        f'<div class="paper__form">\n<div class="paper__form-left">\n{left}</div>\n'
        f'<div class="paper__form-middle">\n'
        f'<p class="paper__form-title">{escape(form.title)}</p>\n{middle}</div>\n'
        f'<div class="paper__form-right">\n{right}</div>\n</div>\n'
    )


def _head_cell(cell: HeadCell) -> str:
    strong = ' class="paper__strong"' if cell.bold else ""
    spans = _span("col", cell.colspan) + _span("row", cell.rowspan)
    scope = "colgroup" if cell.colspan > 1 else "col"
    return f'<th scope="{scope}"{strong}{spans}>{escape(cell.text)}</th>'


def _span(direction: str, cells: int) -> str:
    return f' {direction}span="{cells}"' if cells > 1 else ""
