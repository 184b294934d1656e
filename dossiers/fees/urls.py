"""Pages of phí, lệ phí."""

from django.urls import path

from dossiers.views import cashbook, fees

urlpatterns = [
    path("ho-so/<str:code>/phi/", fees.fees, name="fees"),
    path("ho-so/<str:code>/phi/chuyen-khoan.pdf", fees.transfer_slip, name="transfer-slip"),
    path("phi-le-phi/", cashbook.cash_book, name="cash-book"),
    path("phi-le-phi/so-thu.pdf", cashbook.cash_book, {"form": "pdf"}, name="cash-book-pdf"),
    path("phi-le-phi/quyet-toan/", cashbook.settlement, name="settlement"),
    path("phi-le-phi/quyet-toan.pdf", cashbook.settlement, {"form": "pdf"}, name="settlement-pdf"),
    path("phi-le-phi/quyet-toan.xlsx", cashbook.settlement, {"form": "xlsx"}, name="settlement-sheet"),
    path("phi-le-phi/con-no/", cashbook.unpaid, name="unpaid"),
    path("phi-le-phi/chi-tiet/", cashbook.payments, name="payments"),
]
