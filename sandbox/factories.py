"""Factories for demo classes and tests. They reach every state through the services."""

from typing import Any

import factory

from sandbox.accounts.models import User
from sandbox.classroom import services
from sandbox.classroom.models import Assignment, Course


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person who can sign in; the password is `password` unless given."""

    class Meta:
        model = User
        django_get_or_create = ("username",)
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"learner{n}")
    display_name = factory.Faker("name")
    password = factory.django.Password("password")


class CourseFactory(factory.Factory[Course]):
    """A course with its instructor."""

    class Meta:
        model = Course

    name = factory.Sequence(lambda n: f"Billing and Coding {n}")
    term = "Fall 2026"
    instructor = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type[Course], *args: Any, **kwargs: Any) -> Course:
        return services.create_course(**kwargs)


class AssignmentFactory(factory.Factory[Assignment]):
    """Cases set to a course."""

    class Meta:
        model = Assignment

    course = factory.SubFactory(CourseFactory)
    title = factory.Sequence(lambda n: f"Assignment {n}")
    cases = ()

    @classmethod
    def _create(cls, model_class: type[Assignment], *args: Any, **kwargs: Any) -> Assignment:
        return services.create_assignment(kwargs.pop("course"), **kwargs)
