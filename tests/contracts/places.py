"""Where people talk, as sections 3 and 4 of access.md say it, on the naive model."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.facts import PostFact
from domain.kernel import Seat
from tests.contracts.naive import Known, Model, Refused

Ways = list[tuple[bool, tuple[str, ...]]]


class Places(Model):
    """The model that knows who hears what."""

    # 3. Relations to a place

    def hears(self, official: UUID, place: Known) -> bool:
        if place.unit is not None:
            return f"unit:{place.unit}" in self.scopes(official)
        if place.task is not None:
            return self.sees_task(official, place.task)
        if place.directive is not None:
            return self.sees_directive(official, place.directive)
        assert place.channel is not None
        return self.membership(official, place.channel.id) is not None

    def keeps_order(self, official: UUID, post: PostFact, place: Known) -> bool:
        if not self.hears(official, place):
            return False
        if place.unit is not None:
            return post.leading and self.sits(post, Seat(unit=place.unit))
        if place.task is not None:
            return self.sits(post, place.task.assigner)
        if place.directive is not None:
            return self.sits(post, place.directive.issuer)
        assert place.channel is not None
        member = self.membership(official, place.channel.id)
        return member is not None and member.moderator

    def speaks(self, official: UUID, post: PostFact, place: Known) -> bool:
        if not self.hears(official, place):
            return False
        closed_to_most = place.channel is not None and place.channel.posting == "moderators"
        return not closed_to_most or self.keeps_order(official, post, place)

    def place(self, id: UUID, known: Known) -> Known:
        place = known.read.get(id)
        if place is None or not (place.unit or place.task or place.directive or place.channel):
            raise Refused("channel.not-found")
        return place

    def place_of(self, command: Any, known: Known) -> Known:
        return self.place(known.message.channel if known.message else command.channel, known)

    # 4. Commands

    def channel_ways(self, command: Any, known: Known, official: UUID, post: PostFact) -> Ways:
        if command.name in ("channel.create", "channel.direct"):
            return [(True, ())]
        channel = known.channel
        assert channel is not None
        if command.name == "channel.join":
            return [(channel.kind == "open", ())]
        if command.name == "channel.leave":
            return [(self.hears(official, known), ())]
        ways: Ways = [(self.keeps_order(official, post, known), ())]
        if command.name == "channel.add":
            ways.append((self.hears(official, known) and channel.kind in ("open", "group"), ()))
        return ways

    def message_ways(self, command: Any, known: Known, official: UUID, post: PostFact) -> Ways:
        if command.name == "message.expire":
            return []
        place = self.place_of(command, known)
        match command.name:
            case "message.post" | "message.pin" | "message.unpin":
                return [(self.speaks(official, post, place), ())]
            case "message.react" | "message.unreact":
                return [(self.hears(official, place), ())]
            case "export.make":
                return [(self.keeps_order(official, post, place), ())]
        assert known.message is not None
        author = known.message.author == official and self.hears(official, place)
        if command.name == "message.edit":
            return [(author, ())]
        return [(author, ()), (self.keeps_order(official, post, place), ())]

    # 4. What a command names

    def check_said(self, command: Any, known: Known, official: UUID, post: PostFact) -> None:
        if command.name not in ("message.post", "message.edit"):
            return
        forward = command.forward if command.name == "message.post" else None
        if forward is not None and not self.hears(official, self.place(forward.channel, known)):
            raise Refused("message.not-found")
        place = self.place_of(command, known)
        everyone = [mention for mention in command.mentions if mention.kind == "everyone"]
        if everyone and not self.keeps_order(official, post, place):
            raise Refused("access.everyone")
        for mention in command.mentions:
            if mention.kind != "everyone" and not self.is_there(mention, place):
                raise Refused("message.mention-elsewhere")
        for mention in command.mentions:
            self.check_mention(mention)

    def is_there(self, mention: Any, place: Known) -> bool:
        if mention.kind == "official":
            return mention.id is not None and self.hears(mention.id, place)
        if mention.kind == "post":
            post = self.post(mention.id)
            return post is not None and post.holder is not None and self.hears(post.holder, place)
        if place.channel is not None:
            return place.channel.kind == "open"
        if place.unit is not None:
            return bool(mention.id == place.unit)
        return any(seat.post is None and seat.unit == mention.id for seat in self.audience(place))

    def audience(self, place: Known) -> list[Seat]:
        """The seats that see a task or directive; of a directive also the desks of its units."""
        if place.task is not None:
            return self.seats_seeing(place.task)
        assert place.directive is not None
        issuer, units = place.directive.issuer, place.directive.units
        return [issuer, Seat(unit=issuer.unit), *(Seat(unit=unit) for unit in units)]

    def check_mention(self, mention: Any) -> None:
        if mention.kind == "everyone" and mention.id is not None:
            raise Refused("message.mention-unknown")
        if mention.kind == "unit" and self.unit(mention.id) is None:
            raise Refused("message.mention-unknown")

    def check_people(self, command: Any) -> None:
        named: tuple[UUID, ...] = ()
        match command.name:
            case "channel.create":
                named = command.members
            case "channel.add":
                named = command.officials
            case "channel.direct":
                named = (command.official,)
        for id in named:
            official = self.official(id)
            if official is None or not official.active:
                raise Refused("official.not-active")
