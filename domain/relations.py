"""The relations of an acting post to a thing, as access.md defines them: what the rules are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain.announcement.announcement import announcement_in
from domain.announcement.state import addressed
from domain.kernel import Rejection, Seat, Struct, desk_scope, unit_scope
from domain.message.state import Mention
from domain.organisation import Organisation
from domain.seeing import sees
from domain.talk import Place, place_in, place_of
from domain.task.parent import parent_in
from domain.task.state import audience


class Case(Struct, frozen=True):
    """What a relation is asked about. `subject` is None if it is to be made; `post` is whose rights count.

    `lent`: they are lent by a delegation, which gives the post's own seat and not its place on a desk.
    """

    command: Any
    subject: Any
    official: UUID
    post: UUID
    organisation: Organisation
    read: Mapping[UUID, Any] = {}
    lent: bool = False

    @property
    def unit(self) -> UUID:
        """The acting post's unit."""
        return self.organisation.posts[self.post].unit

    @property
    def leading(self) -> bool:
        """Whether the acting post leads its unit."""
        return self.organisation.posts[self.post].leading

    def sits(self, seat: Seat) -> bool:
        """Whether the post is the seat's, or on the desk of a unit's seat."""
        if seat.post is not None:
            return seat.post == self.post
        return not self.lent and self.organisation.on_desk(self.post, seat.unit)

    def below(self, unit: UUID) -> bool:
        """Whether a unit is the acting post's own or lies below it."""
        return self.organisation.contains(self.unit, unit)

    def given(self, power: str) -> tuple[UUID, ...]:
        """The units for which the post was given a power."""
        powers = self.organisation.posts[self.post].powers
        return tuple(power_.unit for power_ in powers if power_.name == power)

    def has(self, power: str, units: Iterable[UUID]) -> bool:
        """Whether the post was given a power for one unit that contains all of `units`."""
        wanted = tuple(units)
        return any(
            all(self.organisation.contains(outer, unit) for unit in wanted) for outer in self.given(power)
        )


Relation = Callable[[Case], bool]


def assigner(case: Case) -> bool:
    """Sits where the task was assigned."""
    return case.sits(case.subject.state.assigner)


def lead(case: Case) -> bool:
    """Sits at the end of the chain."""
    return case.sits(case.subject.state.lowest)


def link(case: Case) -> bool:
    """Sits on the chain above its end."""
    return any(case.sits(seat) for seat in case.subject.state.links)


def reviewer(case: Case) -> bool:
    """Sits where a submission has climbed to: a link's turn, or the assigner's at the top."""
    return case.sits(case.subject.state.reviewer)


def coordinating(case: Case) -> bool:
    """Sits in a coordinating seat."""
    return any(case.sits(seat) for seat in case.subject.state.coordinating)


def chaser(case: Case) -> bool:
    """Sits where someone was named to chase."""
    seat = case.subject.state.chaser
    return seat is not None and case.sits(seat)


def above(case: Case) -> bool:
    """Leads a unit that contains the assigner's unit, or the lead's; or succeeds to one that does."""
    if not case.leading:
        return False
    own = case.organisation.with_predecessors(case.unit)
    units = (case.subject.state.lead.unit, case.subject.state.assigner.unit)
    return any(outer in own for unit in units for outer in case.organisation.ancestors(unit))


def seeing(case: Case) -> bool:
    """Sees the task, in whichever post."""
    return sees(case.official, audience(case.subject.state), case.organisation)


def passing_on(case: Case) -> bool:
    """Is the lead, and passes it to a seat of their own unit or below."""
    return lead(case) and case.below(case.command.to.unit)


def desk_of_lead(case: Case) -> bool:
    """Is on the desk of the unit in which a post has the task, and gives it to a seat of that unit."""
    lowest = case.subject.state.lowest
    within = lowest.post is not None and case.command.lead.unit == lowest.unit
    return within and case.organisation.on_desk(case.post, lowest.unit)


def taking_back(case: Case) -> bool:
    """Is a link, and takes the task back to their own seat."""
    return case.command.lead in case.subject.state.links and case.sits(case.command.lead)


def _receivers(case: Case) -> tuple[Seat, ...]:
    """Those who are to work on a task that is given: the lead and those coordinating."""
    return (case.command.lead, *case.command.coordinating)


def leading_over(case: Case) -> bool:
    """Leads their unit, and gives work within it and below."""
    return case.leading and all(case.below(seat.unit) for seat in _receivers(case))


def assigning_within(case: Case) -> bool:
    """Has the power `assign`, and gives work within their unit."""
    units = {seat.unit for seat in _receivers(case)}
    return units == {case.unit} and case.has("assign", units)


def assigning_across(case: Case) -> bool:
    """Has the power `assign-across` for a unit that contains all who receive."""
    return case.has("assign-across", (seat.unit for seat in _receivers(case)))


def check_parent(case: Case) -> None:
    """Refuse a sub-task of what the post neither assigned nor has on its chain."""
    if case.command.parent is None:
        return
    parent = parent_in(case.read, case.command.parent)
    if not any(case.sits(seat) for seat in (parent.assigner, *parent.chain)):
        raise Rejection("access.not-your-parent", parent=str(case.command.parent))


def _templates_unit(case: Case) -> UUID:
    """The unit that the template is of, or is to be."""
    unit: UUID = case.command.unit if case.subject is None else case.subject.state.unit
    return unit


def desk_of_templates(case: Case) -> bool:
    """Is on the desk of the template's unit."""
    return case.sits(Seat(unit=_templates_unit(case)))


def administrator_of_templates(case: Case) -> bool:
    """Has the power `administer` for the template's unit."""
    return case.has("administer", (_templates_unit(case),))


def _wanted(case: Case) -> Case:
    """The same about what each occurrence of recurring work asks."""
    return replace(case, command=case.command.wanted)


def recurring(relation: Relation) -> Relation:
    """May give the task of each occurrence."""
    return lambda case: case.command.wanted.lead is not None and relation(_wanted(case))


def recurring_to_units(case: Case) -> bool:
    """May issue the directive of each occurrence."""
    return bool(case.command.wanted.units) and issuing(_wanted(case))


def whose_recurs(case: Case) -> bool:
    """Sits where recurring work belongs."""
    return case.sits(case.subject.state.seat)


def recurring_still(relation: Relation) -> Relation:
    """Has the recurring work, and may give the task of each occurrence as it is to be."""
    return lambda case: whose_recurs(case) and recurring(relation)(case)


def recurring_to_units_still(case: Case) -> bool:
    """Has the recurring work, and may issue the directive of each occurrence as it is to be."""
    return whose_recurs(case) and recurring_to_units(case)


def desk_of_vacant(case: Case) -> bool:
    """Is on the desk of the unit of a seat that has recurring work and that nobody holds."""
    seat = case.subject.state.seat
    post = case.organisation.posts.get(seat.post)
    return post is not None and post.holder is None and case.organisation.on_desk(case.post, seat.unit)


def issuing(case: Case) -> bool:
    """Has the power `issue-directive` for a unit that contains every unit addressed."""
    return case.has("issue-directive", case.command.units)


def leading_all(case: Case) -> bool:
    """Leads their unit, and addresses it or units below."""
    return case.leading and all(case.below(unit) for unit in case.command.units)


def issuer(case: Case) -> bool:
    """Sits where the directive or announcement was issued."""
    return case.sits(case.subject.state.issuer)


def issuing_to_more(case: Case) -> bool:
    """Is the issuer, and may issue to the units added."""
    return issuer(case) and issuing(case)


def told(case: Case) -> bool:
    """Is in the unit named, to which the announcement was addressed; not as the one who wrote it."""
    state = announcement_in(case.read, case.command.announcement)
    through = addressed(state) & {unit_scope(case.command.unit)}
    return case.official != state.author and sees(case.official, through, case.organisation)


def administrator_of(*fields: str) -> Relation:
    """Has the power `administer` for each unit that these arguments of the command name, or whose post."""

    def administrator(case: Case) -> bool:
        units = (named_unit(case, getattr(case.command, field)) for field in fields)
        return all(unit is not None and case.has("administer", (unit,)) for unit in units)

    return administrator


def named_unit(case: Case, named: UUID) -> UUID | None:
    """The unit that an id names: a post's, or itself."""
    post = case.organisation.posts.get(named)
    return post.unit if post else named


def creating_unit(case: Case) -> bool:
    """Administers the parent; for a unit at the top, some other unit at the top."""
    parent = case.command.parent
    if parent is not None:
        return case.has("administer", (parent,))
    return administrator_at_top(case)


def administrator_at_top(case: Case) -> bool:
    """Administers a unit that nothing contains: the whole city."""
    units = (case.organisation.units.get(unit) for unit in case.given("administer"))
    return any(unit is not None and unit.parent is None for unit in units)


def leading_unit(case: Case) -> bool:
    """Leads the unit that the command names."""
    return case.leading and bool(case.unit == case.command.unit)


def administrator_of_all(case: Case) -> bool:
    """Has the power `administer` for one unit that contains the ending unit and all that succeed it."""
    into = case.command.into
    return case.has("administer", (case.command.unit, *(into if isinstance(into, tuple) else (into,))))


def administrator_anywhere(case: Case) -> bool:
    """Has the power `administer` for some unit."""
    return bool(case.given("administer"))


def administrator_of_official(case: Case) -> bool:
    """Administers every unit in which the official holds a post; for one without a post, some unit."""
    organisation = case.organisation
    units = {organisation.posts[post].unit for post in organisation.posts_of(case.command.official)}
    return administrator_anywhere(case) and all(case.has("administer", (unit,)) for unit in units)


def leading_unit_of_post(case: Case) -> bool:
    """Leads the post's unit, and the post does not rank before their own."""
    post = case.organisation.posts.get(case.command.post)
    own = case.organisation.posts[case.post]
    if post is None or not own.leading or own.unit != post.unit:
        return False
    return not post.leading or post.order >= own.order


def holding_what_is_lent(case: Case) -> bool:
    """Is the giver, and holds every power lent; `approve` is every post's, `assign` also a leading post's."""
    if case.command.giver != case.post:
        return False
    own = {"approve"} | ({"assign"} if case.leading else set())
    return all(power in own or bool(case.given(power)) for power in case.command.powers)


def absent(case: Case) -> UUID:
    """The official whose absence it is."""
    return case.command.official if case.subject is None else case.subject.official  # type: ignore[no-any-return]


def away(case: Case) -> bool:
    """Is away themselves."""
    return absent(case) == case.official


def leading_beside(case: Case) -> bool:
    """Leads a unit in which the one who is away has a seat."""
    seats = case.organisation.posts_of(absent(case))
    return case.leading and any(case.organisation.posts[seat].unit == case.unit for seat in seats)


def administrator_of_seats(case: Case) -> bool:
    """Has the power `administer` over the unit of a seat of the one who is away."""
    seats = case.organisation.posts_of(absent(case))
    return any(case.has("administer", (case.organisation.posts[seat].unit,)) for seat in seats)


def check_stand_ins(case: Case) -> None:
    """Refuse to name a seat that is another's, or the one who is away to stand in for themselves."""
    seats = case.organisation.posts_of(absent(case))
    for each in case.command.stand_ins:
        if each.post is not None and each.post not in seats:
            raise Rejection("absence.not-their-post", post=str(each.post))
        if each.stand_in in seats:
            raise Rejection("absence.own-stand-in", post=str(each.stand_in))


def giver(case: Case) -> bool:
    """Gave the delegation."""
    return bool(case.subject.giver == case.post)


def owner(case: Case) -> bool:
    """Is the official whose it is."""
    return bool(case.subject.state.official == case.official)


def anybody(case: Case) -> bool:
    """Acts in any post."""
    return True


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
