"""Looking at a page writes nothing and locks nothing, so that readers never wait for each other."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandbox.classroom.models import Assignment, Release
from tests.sandbox.fuzz_world import build_world
from tests.sandbox.fuzzing import class_pages

pytestmark = pytest.mark.django_db
LOCKS = re.compile(r"^(INSERT|UPDATE|DELETE|SAVEPOINT|BEGIN)|FOR UPDATE")


def test_no_page_opens_a_transaction_or_writes_when_it_is_looked_at_again() -> None:
    world = build_world()
    past = timezone.now() - timedelta(hours=1)
    Assignment.objects.update(feedback=Release.WHEN_DUE, key_release=Release.WHEN_DUE, due_at=past)
    seen, wrong = 0, []
    for client, urls in class_pages(world):
        for url in urls:
            if client.get(url).status_code != 200:
                continue
            with CaptureQueriesContext(connection) as asked:
                client.get(url)
            seen += 1
            wrong += [(url, row["sql"]) for row in asked if LOCKS.search(row["sql"])]
    assert wrong == []
    assert seen > 40
