"""The code sets as pages, and the search box's JSON."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db
ON = "2026-03-10"


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_user("reader"))
    return client


def search(reader: Client, **query: str) -> Any:
    return reader.get(reverse("coding:search"), query)


def code(reader: Client, system: str, code: str, **headers: str) -> Any:
    return reader.get(reverse("coding:code", args=[system, code]), {"on": ON}, headers=headers)


def test_search_answers_with_a_list(reader: Client) -> None:
    assert search(reader, q="R30.0", system="icd10cm", on=ON).json() == [
        {
            "system": "icd10cm",
            "code": "R30.0",
            "title": "Dysuria",
            "billable": True,
            "valid": True,
            "note": "",
        }
    ]


def test_search_says_what_speaks_against_a_code(reader: Client) -> None:
    (hit, *_) = search(reader, q="R30", system="icd10cm", on=ON).json()
    assert (hit["code"], hit["billable"]) == ("R30", False)
    assert hit["note"] == "R30 is a header, not a billable code. Choose a code below it."


def test_search_looks_only_where_it_is_asked_to(reader: Client) -> None:
    hits = search(reader, q="injection", system="spc,hcpcs", on=ON).json()
    assert {hit["system"] for hit in hits} <= {"spc", "hcpcs"}
    assert [hit["code"] for hit in search(reader, q="right side", system="modifier").json()] == [
        "RT"
    ]


@pytest.mark.parametrize("query", ["", " ", "zzzzzz", '"', "*", "é" * 90])
def test_search_of_what_fits_nothing_is_empty(reader: Client, query: str) -> None:
    response = search(reader, q=query, on=ON)
    assert (response.status_code, response.json()) == (200, [])


def test_search_answers_few(reader: Client) -> None:
    assert len(search(reader, q="f", on=ON).json()) <= 20


@pytest.mark.parametrize(
    "query", [{"system": "cpt"}, {"on": "tomorrow"}, {"on": "2026-13-40"}, {"q": "x" * 101}]
)
def test_search_refuses_nonsense(reader: Client, query: dict[str, str]) -> None:
    assert search(reader, **({"q": "pain"} | query)).status_code == 400


def test_search_is_for_who_is_signed_in(client: Client) -> None:
    assert search(client, q="pain").status_code == 302


def test_search_takes_no_post(reader: Client) -> None:
    assert reader.post(reverse("coding:search")).status_code == 405


def test_code_shows_place_and_notes(reader: Client) -> None:
    page = code(reader, "icd10cm", "N39.0").context["page"]
    assert [link.code for link in page.parents] == ["14", "N30-N39", "N39"]
    assert "Excludes1" in [note.name for note in page.notes]
    assert page.sheet_kind == "d"


def test_code_in_the_workbench_is_only_a_part(reader: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "tabular"}
    response = code(reader, "icd10cm", "N39.0", **headers)
    assert "<html" not in response.content.decode()
    assert 'value="add-d:N39.0"' in response.content.decode()


def test_code_of_a_service_shows_its_facts(reader: Client) -> None:
    page = code(reader, "hcpcs", "J3301").context["page"]
    assert ("Unit", "1 unit is 10 mg") in page.facts


@pytest.mark.parametrize(
    ("system", "name"),
    [("icd10cm", "14"), ("icd10cm", "N30-N39"), ("spc", "OV"), ("modifier", "RT"), ("pos", "11")],
)
def test_code_has_a_page_for_every_part(reader: Client, system: str, name: str) -> None:
    assert code(reader, system, name).status_code == 200


@pytest.mark.parametrize(
    ("system", "name"), [("icd10cm", "ZZZ"), ("cpt", "N39.0"), ("spc", "N39.0"), ("icd10cm", "%00")]
)
def test_code_that_never_was_does_not_exist(reader: Client, system: str, name: str) -> None:
    assert code(reader, system, name).status_code == 404


@pytest.mark.parametrize("system", ["icd10cm", "spc", "hcpcs", "modifier", "pos"])
def test_codes_begin_with_the_tops(reader: Client, system: str) -> None:
    page = reader.get(reverse("coding:codes"), {"system": system}).context["page"]
    assert page.tops
    assert page.hits == []


def test_codes_are_searched(reader: Client) -> None:
    query = {"q": "dysuria", "on": ON}
    page = reader.get(reverse("coding:codes"), query).context["page"]
    assert (page.hits[0].code, page.tops) == ("R30.0", [])


def test_codes_survive_nonsense(reader: Client) -> None:
    response = reader.get(reverse("coding:codes"), {"system": "x", "on": "x", "q": "\x00"})
    assert response.status_code == 200
