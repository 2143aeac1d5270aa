"""Addresses of practice."""

from django.urls import path

from sandbox.practice import views

app_name = "practice"

urlpatterns = [
    path("", views.home, name="home"),
    path("path/", views.path, name="path"),
    path("syllabus/", views.syllabus, name="syllabus"),
    path("start/<slug:slug>/", views.start, name="start"),
    path("audit/<slug:slug>/", views.audit, name="audit"),
]
