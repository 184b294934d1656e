"""Addresses of official documents."""

from django.urls import path

from dossiers.views.documents import books, entering, listing, page, registers, signing, tasks, work_files

urlpatterns = [
    path("", listing.document_list, name="documents"),
    path("xuat/", listing.export, name="documents-excel"),
    path("den/vao-so/", entering.register, name="document-register"),
    path("di/soan-thao/", entering.draft, name="document-draft"),
    path("viec/", tasks.task_list, name="document-tasks"),
    path("viec/<int:pk>/<slug:word>/", tasks.move, name="document-task-move"),
    path("so/", books.book_list, name="document-books"),
    path("so/loai/", books.add_kind, name="document-kind-add"),
    path("so/gop/", books.gather, name="document-book-gather"),
    path("so/<int:pk>/", books.book, name="document-book"),
    path("so/<int:pk>/giu-so/", books.reserve, name="document-number-reserve"),
    path("so/huy-so/<int:pk>/", books.drop, name="document-number-drop"),
    path("tep/<int:pk>/", page.file, name="document-file"),
    path("bo-lien-ket/<int:pk>/", page.unlink, name="document-unlink"),
    path("<int:pk>/", page.document, name="document"),
    path("so/<int:pk>/<int:year>/in/<int:volume>/", registers.print_pdf, name="document-register-print"),
    path("so/<int:pk>/<int:year>/excel/", registers.print_excel, name="document-register-excel"),
    path("ho-so-cong-viec/", work_files.file_list, name="work-files"),
    path("ho-so-cong-viec/mo/", work_files.open_file, name="work-file-open"),
    path("ho-so-cong-viec/dong-nam/<int:year>/", work_files.close_year, name="work-file-close-year"),
    path(
        "ho-so-cong-viec/muc-luc/<int:year>/<slug:kind>/",
        work_files.archive_list,
        name="work-file-archive-list",
    ),
    path("ho-so-cong-viec/lay-ra/<int:pk>/", work_files.take_out, name="work-file-take-out"),
    path("ho-so-cong-viec/<int:pk>/", work_files.work_file, name="work-file"),
    path("ho-so-cong-viec/<int:pk>/muc-luc/<slug:kind>/", work_files.paper_list, name="work-file-paper-list"),
    path("ho-so-cong-viec/<int:pk>/<slug:word>/", work_files.step, name="work-file-step"),
    path("<int:pk>/dua-vao-ho-so/", work_files.put_in, name="document-put-in-file"),
    path("mau-chu-ky/", signing.images, name="signature-images"),
    path("mau-chu-ky/<int:pk>/", signing.image, name="signature-image"),
    path("mau-chu-ky/<int:pk>/bo/", signing.remove_image, name="signature-image-remove"),
    path("<int:pk>/ky-so/<slug:word>/", signing.sign, name="document-sign"),
    path("<int:pk>/<slug:word>/", page.move, name="document-move"),
]
