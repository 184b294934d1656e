"""Addresses of feedback at the desk."""

from django.urls import path

from dossiers.views import hotlines, voices

urlpatterns = [
    path("phan-anh/", voices.feedback_list, name="feedback-list"),
    path("phan-anh/anh/<int:pk>/", voices.picture, name="feedback-picture"),
    path("phan-anh/<str:code>/", voices.feedback, name="feedback"),
    path("phan-anh/<str:code>/<slug:word>/", voices.move, name="feedback-move"),
    path("quan-tri/duong-day-nong/", hotlines.own, name="own-hotlines"),
    path("quan-tri/duong-day-nong/<int:unit_pk>/", hotlines.hotline_list, name="hotlines"),
    path("quan-tri/duong-day-nong/<int:unit_pk>/ap-phich.pdf", hotlines.poster, name="hotline-poster"),
]
