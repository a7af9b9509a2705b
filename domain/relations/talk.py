"""Relations to what is said, and to the place where it is."""

from __future__ import annotations

from domain.kernel import Rejection, desk_scope, unit_scope
from domain.message.state import Mention
from domain.organisation import Organisation
from domain.relations.case import Case
from domain.seeing import sees
from domain.talk import Place, place_in, place_of


def place(case: Case) -> Place:
    """Where what the command is about is said: the channel itself, or the message's."""
    found = place_of(case.subject) if case.subject is not None else None
    if found is not None:
        return found
    channel = case.command.channel if case.subject is None else case.subject.state.channel
    return place_in(case.read, channel)


def hearing(case: Case) -> bool:
    """Hears what is said there, in whichever post."""
    return sees(case.official, place(case).audience, case.organisation)


def moderating(case: Case) -> bool:
    """Keeps order there: a channel's moderator, a unit's leader, who sits where a task came from."""
    at = place(case)
    if at.host is None:
        return case.organisation.moderates(case.official, at.id)
    return case.sits(at.host) and (at.kind != "unit" or case.leading) and hearing(case)


def speaking(case: Case) -> bool:
    """Hears, and may post: everybody, unless the channel leaves it to its moderators."""
    return hearing(case) and (place(case).posting == "all" or moderating(case))


def author(case: Case) -> bool:
    """Wrote the message, and still hears what is said there."""
    return case.subject.state.author == case.official and hearing(case)


def joining(case: Case) -> bool:
    """Wants into a channel that is open to all."""
    return bool(case.subject.state.kind == "open")


def inviting(case: Case) -> bool:
    """Is a member of an open channel or a group; into a private one only its moderators bring people."""
    return case.subject.state.kind in ("open", "group") and hearing(case)


def check_forwarded(case: Case) -> None:
    """Refuse to forward what the official does not hear where it was said."""
    forward = case.command.forward
    if forward is not None:
        said_at = place_in(case.read, forward.channel)
        if not sees(case.official, said_at.audience, case.organisation):
            raise Rejection("message.not-found", message=str(forward.message))


def check_called(case: Case) -> None:
    """Refuse to call somebody who does not hear what is said there."""
    at = place(case)
    for mention in case.command.mentions:
        if not _hears(mention, at, case.organisation):
            raise Rejection("message.mention-elsewhere", kind=mention.kind, id=str(mention.id))


def _hears(mention: Mention, at: Place, organisation: Organisation) -> bool:
    """Whether whom a mention calls hears what is said in a place."""
    match mention.kind:
        case "official":
            return mention.id is not None and sees(mention.id, at.audience, organisation)
        case "post":
            post = organisation.posts.get(mention.id) if mention.id else None
            holder = post.holder if post is not None else None
            return holder is not None and sees(holder, at.audience, organisation)
        case "unit":
            scopes = {unit_scope(mention.id), desk_scope(mention.id)} if mention.id else set()
            return at.kind == "open" or not at.audience.isdisjoint(scopes)
    return True


def check_everyone(case: Case) -> None:
    """Refuse to call all who hear without keeping order there."""
    if any(mention.kind == "everyone" for mention in case.command.mentions) and not moderating(case):
        raise Rejection("access.everyone", channel=str(place(case).id))
