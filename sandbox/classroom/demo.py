"""Who is in the demo class: the sign-ins that `make run` prints and the sign-in page shows."""

from dataclasses import dataclass

DEMO_COURSE = "Medical Billing and Coding 101"
DEMO_PASSWORD = "clean-claim-demo"


@dataclass(frozen=True)
class Person:
    """A sign-in of the demo class and what it is for."""

    username: str
    name: str
    what: str


INSTRUCTOR = Person("maple", "Morgan Maple", "runs the class")
LEARNERS = (
    Person("ash", "Avery Ash", "has a case half coded and others to begin"),
    Person("birch", "Blake Birch", "codes, while Casey bills"),
    Person("cedar", "Casey Cedar", "bills what Blake coded"),
    Person("elm", "Emery Elm", "has a rejected claim, one pended and one on its way"),
    Person("fir", "Finley Fir", "has a denied claim and a denied line to work"),
    Person("hazel", "Harper Hazel", "has a corrected claim open"),
    Person("larch", "Logan Larch", "has a remittance to post and a patient to bill"),
    Person("rowan", "Riley Rowan", "has closed every claim"),
)


def sign_in_lines() -> list[str]:
    """Who can sign in and what they see, as lines for a terminal."""
    people = [f"  {p.username:<8}{p.name:<16}{p.what}" for p in (INSTRUCTOR, *LEARNERS)]
    return [
        f"Sign in with the password {DEMO_PASSWORD} as:",
        *people,
        "Or sign up on the first page and practise alone.",
    ]
