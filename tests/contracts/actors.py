"""Who gives random requests: in their own posts, for others, by the platform, and with something wrong."""

from __future__ import annotations

from uuid import UUID

import msgspec

from domain.kernel import Actor
from tests.contracts.organisations import World
from tests.contracts.policies import POLICY_COMMANDS

POLICIES = (*POLICY_COMMANDS, "nobody-knows-it")


def _holder(world: World, post: UUID) -> UUID:
    fact = world.organisation.posts.get(post)
    return fact.holder if fact and fact.holder else world.random.choice(world.officials)


def own(world: World, post: UUID) -> Actor:
    """The official of a post, in it."""
    return Actor(official=_holder(world, post), post=post)


def lent(world: World, id: UUID) -> Actor:
    """Who was lent powers, acting for the post that lent them."""
    paper = world.organisation.delegations[id]
    return Actor(
        official=_holder(world, paper.receiver),
        post=paper.receiver,
        behalf_of=paper.giver,
        basis=str(id),
    )


def standing_in(world: World, id: UUID) -> list[Actor]:
    """Those who stand in, each for a seat of the one who is away."""
    away = world.organisation.absences[id]
    pairs = [(away.stand_in(seat), seat) for seat in sorted(world.organisation.posts_of(away.official))]
    return [
        Actor(official=_holder(world, post), post=post, behalf_of=seat, basis=str(id))
        for post, seat in pairs
        if post is not None
    ]


def deputy(world: World, post: UUID, other: UUID) -> Actor:
    """One acting in the place of another."""
    return Actor(official=_holder(world, post), post=post, behalf_of=other, basis="deputy")


def odd(world: World) -> Actor:
    """One who has something wrong about them, most times."""
    post, other = world.some_post(), world.some_post()
    paper, absence = world.random.choice(world.delegations), world.random.choice(world.absences)
    bases = ("deputy", str(paper), str(absence), str(world.id()), "-", None)
    choices = (
        Actor(official=world.random.choice(world.officials), post=post),
        Actor(official=world.id(), post=post),
        Actor(official=None, post=post),
        Actor(official=_holder(world, post)),
        Actor(official=_holder(world, post), post=post, behalf_of=world.random.choice((post, other))),
        Actor(
            official=_holder(world, post),
            post=post,
            behalf_of=other,
            basis=world.random.choice(bases),
        ),
        msgspec.structs.replace(lent(world, paper), basis=world.random.choice(bases)),
        msgspec.structs.replace(lent(world, paper), official=world.random.choice(world.officials)),
        msgspec.structs.replace(lent(world, paper), behalf_of=other),
        *(msgspec.structs.replace(each, post=post) for each in standing_in(world, absence)),
        Actor(official=world.random.choice(world.officials), policy=world.random.choice(POLICIES)),
    )
    return world.random.choice(choices)


def platform(world: World, command: str) -> Actor:
    """A policy that gives the command, or any if none does."""
    giving = [policy for policy, commands in POLICY_COMMANDS.items() if command in commands]
    return Actor(
        official=world.random.choice(world.officials), policy=world.random.choice(giving or POLICIES)
    )


def everybody(world: World) -> list[Actor]:
    """All who act in an honest way: in their own posts, in the place of others, with a delegation."""
    facts = world.organisation.posts
    held = [id for id in world.posts if facts[id].holder]
    beside = [(a, b) for a in held for b in world.posts if a != b and facts[a].unit == facts[b].unit]
    leaders = [(a, b) for a, b in beside if facts[a].leading and facts[b].leading]
    actors = [own(world, post) for post in held]
    actors += [deputy(world, *pair) for pair in leaders]
    actors += [each for id in world.absences for each in standing_in(world, id)]
    return actors + [lent(world, id) for id in world.delegations]
