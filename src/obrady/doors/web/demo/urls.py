from django.urls import path

from obrady.doors.web.demo import views

urlpatterns = [
    path("", views.tour, name="demo-tour"),
    path("demo/enter/", views.enter, name="demo-enter"),
    path("demo/post/", views.post, name="demo-post"),
    path("demo/post/<uuid:key>/", views.letter, name="demo-letter"),
]
