from reports.forms.documents import DocumentForm
from reports.forms.letterhead import LetterheadForm
from reports.forms.new import NewReportForm
from reports.forms.texts import TextsForm

__all__ = ["DocumentForm", "LetterheadForm", "NewReportForm", "TextsForm"]
