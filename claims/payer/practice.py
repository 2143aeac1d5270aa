"""The fictional practice: who bills, where it works, who renders care. PURE."""

from dataclasses import dataclass

from coding.documents import Node
from coding.npi import is_valid_npi


class UnknownProvider(LookupError):
    """No provider of that NPI works here."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """A fictional address; the ZIP has nine digits, as electronic claims want it."""

    street: str
    city: str
    state: str
    zip: str


@dataclass(frozen=True, kw_only=True)
class Location:
    """Where care is given, by place-of-service code."""

    place_of_service: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Provider:
    """Who renders care."""

    npi: str
    first: str
    last: str
    credential: str
    specialty: str
    taxonomy: str = ""

    @property
    def name(self) -> str:
        """As a note or a claim prints it."""
        return f"{self.first} {self.last}, {self.credential}"


@dataclass(frozen=True, kw_only=True)
class Practice:
    """The billing provider with its places and people."""

    name: str
    npi: str
    tax_id: str
    taxonomy: str
    phone: str
    address: Address
    locations: tuple[Location, ...]
    providers: tuple[Provider, ...]

    def provider(self, npi: str) -> Provider:
        """The provider of an NPI. Raises UnknownProvider."""
        for provider in self.providers:
            if provider.npi == npi:
                return provider
        raise UnknownProvider(f"no provider has the NPI {npi!r}")


def read_practice(node: Node) -> Practice:
    """Read ``practice.yaml``. Raises DocumentError."""
    texts = ("name", "tax_id", "taxonomy", "phone")
    node.mapping((*texts, "npi", "address", "locations", "providers"))
    return Practice(
        npi=_npi(node["npi"]),
        address=_address(node["address"]),
        locations=node.each("locations", _location),
        providers=node.each("providers", _provider),
        **{name: node[name].text() for name in texts},
    )


def _address(node: Node) -> Address:
    names = ("street", "city", "state", "zip")
    node.mapping(names)
    return Address(**{name: node[name].text() for name in names})


def _location(node: Node) -> Location:
    names = ("place_of_service", "name")
    node.mapping(names)
    return Location(**{name: node[name].text() for name in names})


def _provider(node: Node) -> Provider:
    names = ("first", "last", "credential", "specialty")
    node.mapping(("npi", *names), ("taxonomy",))
    return Provider(
        npi=_npi(node["npi"]),
        taxonomy=node.read("taxonomy", Node.text, ""),
        **{name: node[name].text() for name in names},
    )


def _npi(node: Node) -> str:
    npi = node.text()
    if not is_valid_npi(npi) or not npi.startswith("9"):
        raise node.error("must begin with 9 and pass the NPI check digit")
    return npi
