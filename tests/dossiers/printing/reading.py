"""Reading a printed form back: its text, its codes, where things stand on the page."""

from io import BytesIO

import pypdf
import pypdfium2
import zxingcpp

POINTS_A_MM = 72 / 25.4


class Paper:
    """A PDF as somebody who holds it sees it."""

    def __init__(self, pdf):
        self.pdf = pdf
        self.reader = pypdf.PdfReader(BytesIO(pdf))
        self.document = pypdfium2.PdfDocument(pdf)

    @property
    def pages(self):
        return len(self.document)

    def size_mm(self, page=0):
        width, height = self.document[page].get_size()
        return round(width / POINTS_A_MM), round(height / POINTS_A_MM)

    def text(self, page=None):
        """The words in reading order, every run of white space as one space; a line may end at a slash."""
        pages = self.reader.pages if page is None else [self.reader.pages[page]]
        return " ".join(" ".join(one.extract_text() for one in pages).split()).replace("/ ", "/")

    def codes(self, page=0, dpi=220):
        """Kind and text of each code, with where its centre is, as parts of the page."""
        image = self.document[page].render(scale=dpi / 72).to_pil()
        found = []
        for code in zxingcpp.read_barcodes(image):
            corners = code.position
            x = (corners.top_left.x + corners.bottom_right.x) / 2 / image.width
            y = (corners.top_left.y + corners.bottom_right.y) / 2 / image.height
            found.append((code.format.name, code.text, x, y))
        return found

    def where(self, words, page=0):
        """The centre of some words on the page, as parts of its width and height from the top left."""
        text_page = self.document[page].get_textpage()
        searcher = text_page.search(words, match_case=True)
        found = searcher.get_next()
        assert found, f"“{words}” không có trên trang"
        index, count = found
        boxes = [text_page.get_charbox(place) for place in range(index, index + count)]
        width, height = self.document[page].get_size()
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
        return (left + right) / 2 / width, 1 - (bottom + top) / 2 / height

    def fonts(self):
        """Names of the fonts of all pages, without the mark of the subset."""
        found = set()
        for page in self.reader.pages:
            for font in page["/Resources"].get("/Font", {}).values():
                found.add(font.get_object()["/BaseFont"].lstrip("/").partition("+")[2])
        return found
