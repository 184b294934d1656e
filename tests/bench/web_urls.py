"""What a request costs before any page is made: the same middleware, and an answer that is ready."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path


@login_not_required
def bare(request):
    return HttpResponse("Một Cửa")


urlpatterns = [path("bare/", bare), path("", include("portal.urls"))]
