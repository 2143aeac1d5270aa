"""A scene: one writing service, how to get ready for it, and the call that is made."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.claims.bench import Hands

Ready = Callable[[], Any]


@dataclass(frozen=True)
class Scene:
    """`ready` gets everything in place; `call` makes, from what that returned, the call of the
    service. `tells` tells the scenes of one service apart. A service that works in parts makes one
    transaction after another: each is whole, and what was done stays when a later one fails."""

    service: Callable[..., Any]
    ready: Ready
    call: Callable[[Any], Callable[[], Any]]
    tells: str = ""
    in_parts: bool = False

    def __str__(self) -> str:
        return f"{self.service.__name__} {self.tells}".strip()


def scene(
    service: Callable[..., Any],
    ready: Ready,
    *arguments: Any,
    tells: str = "",
    in_parts: bool = False,
    **named: Any,
) -> Scene:
    """A scene of a service called with these arguments; a function among them is asked for the
    argument, with what `ready` returned."""

    def call(thing: Any) -> Callable[[], Any]:
        given = [_of(argument, thing) for argument in arguments]
        return partial(
            service, *given, **{name: _of(value, thing) for name, value in named.items()}
        )

    return Scene(service, ready, call, tells, in_parts)


def on_claim(service: Callable[..., Any], ready: Ready, *, tells: str = "", **named: Any) -> Scene:
    """A scene of a service that every step at the biller's desk looks like: the claim, and the
    biller, a key and the claim's version by name."""

    def call(hands: Hands) -> Callable[[], Any]:
        more = {name: _of(value, hands) for name, value in named.items()}
        return partial(service, hands.claim.pk, **hands.call(**more))

    return Scene(service, ready, call, tells)


def _of(value: Any, thing: Any) -> Any:
    return value(thing) if callable(value) and not isinstance(value, type) else value
