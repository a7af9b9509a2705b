"""Who acts: an official in a post of theirs, or for another as deputy, by delegation, as stand-in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.facts import AbsenceFact, PostFact
from domain.kernel import Actor, Rejection, Seat, Struct
from domain.organisation import Organisation

DEPUTY = "deputy"
DEPUTISED = ("task", "directive", "announcement", "recurrence")
"""The nouns on which a deputy may act in a leader's place."""
STAND_IN = "stand-in"
"""What is lent to whoever stands in for somebody who is away: the ordinary work of the seat."""


class ActingPost(Struct, frozen=True):
    """The post whose rights count, and the powers lent if they are lent (None: all that the post has)."""

    post: UUID
    lent: frozenset[str] | None = None


def acting_seat(actor: Actor, organisation: Organisation) -> Seat | None:
    """The seat acted for; None without a post, or with one that does not exist."""
    post = actor.behalf_of or actor.post
    unit = organisation.unit_of(post) if post else None
    return Seat(unit=unit, post=post) if unit else None


def depends(actor: Actor) -> tuple[UUID, ...]:
    """The subjects whose rights a decision about this actor rests on."""
    basis = _paper(actor.basis)
    return tuple(part for part in (actor.official, actor.post, actor.behalf_of, basis) if part is not None)


def acting_post(actor: Actor, noun: str, organisation: Organisation, now: datetime) -> ActingPost:
    """Whose rights count; refuses a closed account, a post that is not held, a basis that does not hold."""
    own = _own_post(actor, organisation)
    if actor.behalf_of is None or actor.behalf_of == actor.post:
        return ActingPost(post=own.subject)
    if organisation.posts.get(actor.behalf_of) is None:
        raise Rejection("actor.post-unknown", post=str(actor.behalf_of))
    if actor.basis == DEPUTY:
        return _deputy(own, organisation.posts[actor.behalf_of], noun, organisation, now)
    basis = _paper(actor.basis)
    if basis in organisation.absences:
        return _stand_in(own, actor.behalf_of, organisation.absences[basis], organisation, now)
    return _delegate(own, actor, organisation, now)


def _own_post(actor: Actor, organisation: Organisation) -> PostFact:
    """The post that the official names as theirs, if it is."""
    account = organisation.officials.get(actor.official) if actor.official else None
    if account is None or not account.active:
        raise Rejection("actor.no-account")
    if actor.post is None:
        raise Rejection("actor.no-post")
    post = organisation.posts.get(actor.post)
    if post is None or not post.active or post.holder != actor.official:
        raise Rejection("actor.not-your-post", post=str(actor.post))
    return post


def _deputy(
    own: PostFact, leader: PostFact, noun: str, organisation: Organisation, now: datetime
) -> ActingPost:
    """A leading post acts in place (KT.) of one that leads the same unit and ranks before it, in their order:
    while somebody is there who ranks between them, it is theirs to do.
    """
    both_lead = own.leading and leader.leading and leader.active
    if not both_lead or own.unit != leader.unit or own.order <= leader.order:
        raise Rejection("actor.not-deputy", post=str(leader.subject))
    if noun not in DEPUTISED:
        raise Rejection("actor.deputy-limits", post=str(leader.subject))
    others = (organisation.posts[seat] for seat in organisation.seats_in(own.unit))
    for other in sorted(others, key=lambda other: (other.order, other.subject)):
        between = other.leading and leader.order <= other.order < own.order
        if not between or other.subject == leader.subject or other.holder in (None, own.holder):
            continue
        if not organisation.away(other.holder, now):
            raise Rejection("actor.not-next", post=str(leader.subject), next=str(other.subject))
    return ActingPost(post=leader.subject)


def _delegate(own: PostFact, actor: Actor, organisation: Organisation, now: datetime) -> ActingPost:
    """The receiver of a delegation uses the powers named in it, within its dates (both included)."""
    basis = _paper(actor.basis)
    given = organisation.delegations.get(basis) if basis else None
    if given is None or (given.giver, given.receiver) != (actor.behalf_of, own.subject):
        raise Rejection("actor.no-delegation", post=str(actor.behalf_of))
    if given.revoked or not given.start <= now <= given.end:
        raise Rejection("actor.delegation-over", post=str(actor.behalf_of))
    if not organisation.posts[given.giver].active:
        raise Rejection("actor.no-delegation", post=str(actor.behalf_of))
    return ActingPost(post=given.giver, lent=frozenset(given.powers))


def _stand_in(
    own: PostFact, seat: UUID, absence: AbsenceFact, organisation: Organisation, now: datetime
) -> ActingPost:
    """The post named does the ordinary work of a seat whose holder is away, within the dates."""
    held = organisation.posts[seat].holder == absence.official
    if not held or absence.stand_in(seat) != own.subject:
        raise Rejection("actor.not-stand-in", post=str(seat))
    if absence.cancelled or not absence.start <= now <= absence.end:
        raise Rejection("actor.absence-over", post=str(seat))
    return ActingPost(post=seat, lent=frozenset({STAND_IN}))


def _paper(basis: str | None) -> UUID | None:
    """The delegation or absence that a basis names, if it names one."""
    try:
        return UUID(basis) if basis else None
    except ValueError:
        return None
