"""Chỗ của chữ ký trên trang (NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, mục II.7, 8): measures in points."""

from dataclasses import dataclass
from typing import Any

from portal.errors import DomainError

MM = 72 / 25.4
_LEAST_GAP = 40.0
_USUAL_HEIGHT = 24 * MM
"""About the five lines that are left between title and name."""
_NEAR = 80.0
_ABOVE_NAME = 3.0
_EDGE = 6 * MM
_LINE = (100 * MM, 16.0)


@dataclass(frozen=True)
class Box:
    """A box of a page: left, bottom, right, top, from its lower left corner; `page` counts from 0."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def edges(self) -> tuple[int, int, int, int]:
        return round(self.left), round(self.bottom), round(self.right), round(self.top)

    @classmethod
    def around(cls, page: int, x: float, y: float, width: float, height: float) -> "Box":
        return cls(page, x - width / 2, y - height / 2, x + width / 2, y + height / 2)


@dataclass(frozen=True)
class Spot:
    """Where the clerk wants the middle of the signer's picture: page from 1, mm from left and top."""

    page: int
    left_mm: float
    top_mm: float


@dataclass(frozen=True)
class Picture:
    """Width on paper in points, and height for each point of width."""

    width: float
    ratio: float

    @property
    def height(self) -> float:
        return self.width * self.ratio


def of_signer(content: bytes, picture: Picture, *, name: str, post: str, spot: Spot | None) -> Box:
    """Centred between title and name on the last page, or where the clerk set it."""
    import pypdfium2 as pdfium  # a slow library

    pdf = pdfium.PdfDocument(content)
    try:
        if spot is not None:
            return _set_by_hand(pdf, picture, spot)
        last = len(pdf) - 1
        page = pdf[last]
        if page.get_rotation():
            raise DomainError("Trang cuối bị xoay nên không tìm được chỗ ký. Ghi vị trí ký bằng mi-li-mét.")
        text = page.get_textpage()
        names = _places(text, name)
        if not names:
            raise DomainError(
                f"Không thấy tên “{name}” ở trang cuối. Ghi vị trí ký bằng mi-li-mét rồi ký lại."
            )
        left, _, right, top = names[-1]
        middle = (left + right) / 2
        titles = [
            bottom
            for one_left, bottom, one_right, _ in _places(text, post)
            if bottom > top and abs((one_left + one_right) / 2 - middle) < _NEAR
        ]
        return _between(last, picture, middle, top, min(titles, default=None))
    finally:
        pdf.close()


def of_seal(signer: Box, seal: Picture) -> Box:
    """The seal covers about a third of the signer's picture, to its left."""
    right = signer.left + (signer.right - signer.left) / 3
    middle = (signer.bottom + signer.top) / 2
    return Box.around(signer.page, right - seal.width / 2, middle, seal.width, seal.height)


def corner(content: bytes) -> Box:
    """Góc trên bên phải of the first page: one line of text."""
    import pypdfium2 as pdfium  # a slow library

    pdf = pdfium.PdfDocument(content)
    try:
        _, _, right, top = pdf[0].get_cropbox()
    finally:
        pdf.close()
    width, height = _LINE
    return Box(0, right - _EDGE - width, top - _EDGE - height, right - _EDGE, top - _EDGE)


def _between(page: int, picture: Picture, middle: float, name_top: float, title: float | None) -> Box:
    gap = title - name_top if title is not None else 0.0
    room = gap if gap >= _LEAST_GAP else _USUAL_HEIGHT
    height = min(picture.height, room)
    width = height / picture.ratio
    y = name_top + gap / 2 if gap >= _LEAST_GAP else name_top + _ABOVE_NAME + height / 2
    return Box.around(page, middle, y, width, height)


def _set_by_hand(pdf: Any, picture: Picture, spot: Spot) -> Box:
    if spot.page > len(pdf):
        raise DomainError(f"Văn bản chỉ có {len(pdf)} trang. Ghi lại trang ký.")
    left, bottom, right, top = pdf[spot.page - 1].get_cropbox()
    box = Box.around(
        spot.page - 1, left + spot.left_mm * MM, top - spot.top_mm * MM, picture.width, picture.height
    )
    if box.left < left or box.bottom < bottom or box.right > right or box.top > top:
        raise DomainError("Hình chữ ký đặt ở đó ra ngoài trang. Ghi lại khoảng cách.")
    return box


def _places(text: Any, words: str) -> list[tuple[float, float, float, float]]:
    """Where the words stand on a page, from top to bottom, whatever their case."""
    if not words:
        return []
    search = text.search(words, match_case=False)
    found = []
    while (hit := search.get_next()) is not None:
        index, count = hit
        rects = [text.get_rect(place) for place in range(text.count_rects(index, count))]
        if rects:
            lefts, bottoms, rights, tops = zip(*rects, strict=True)
            found.append((min(lefts), min(bottoms), max(rights), max(tops)))
    return sorted(found, key=lambda one: -one[1])
