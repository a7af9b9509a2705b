"""Events to stored JSON and back: typed by the event's class, upcast on reading, personal fields sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING
from dataclasses import fields as dataclass_fields
from typing import Any, get_type_hints
from uuid import UUID

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, MapperDeserialisationError, StoredEvent
from msgspec.structs import asdict

from backend.store.keys import seal, unseal
from domain.kernel import Event

KeyOf = Callable[[UUID], Any]
_IDENTITY = ("originator_id", "originator_version")
_set = object.__setattr__
_encode = msgspec.json.Encoder().encode
_loose = msgspec.json.Decoder(dict[str, Any]).decode


class Codec:
    """How one event class is stored: its fields but its place, as a JSON object.

    A field with a default came later, and is left out where it says no more than that.
    """

    def __init__(self, topic: str, cls: type[Event]) -> None:
        self.topic = topic
        self.cls = cls
        self.version: int = getattr(cls, "class_version", 1)
        self.sealed = tuple((field, field.encode(), attribute) for field, attribute in cls.sealed.items())
        self.later = {
            field.name: field.default for field in dataclass_fields(cls) if field.default is not MISSING
        }
        self._shape = self._shape_of(cls)
        self._decode = msgspec.json.Decoder(self._shape).decode

    @staticmethod
    def _shape_of(event: type[Event]) -> type[msgspec.Struct]:
        hints = get_type_hints(event)
        fields: list[Any] = []
        for name, field in event.__dataclass_fields__.items():
            if name not in _IDENTITY:
                optional = field.default is not MISSING
                fields.append((name, hints[name], field.default) if optional else (name, hints[name]))
        fields.append(("class_version", int, 1))
        return msgspec.defstruct(event.__qualname__, fields, kw_only=True)

    def subjects(self, fields: Mapping[str, Any]) -> Iterator[UUID]:
        """Whose keys are needed: the subjects of sealed fields that are not None."""
        for field, _, attribute in self.sealed:
            if fields[field] is not None:
                yield fields[attribute]

    def encode(self, event: Event, key_of: KeyOf) -> bytes:
        """The stored JSON of an event."""
        fields = dict(vars(event))
        if self.sealed:
            for field, name, attribute in self.sealed:
                if fields[field] is not None:
                    fields[field] = seal(key_of(fields[attribute]), fields[field], place(fields, name))
        for later, default in self.later.items():
            if fields[later] == default:
                del fields[later]
        del fields["originator_id"], fields["originator_version"]
        if self.version > 1:
            fields["class_version"] = self.version
        return _encode(fields)

    def decode(self, stream: UUID, version: int, state: bytes) -> dict[str, Any]:
        """The fields of a stored event, still sealed. Raises ValueError for a wrong or missing one."""
        try:
            shape = self._decode(state)
        except msgspec.ValidationError:
            if self.version == 1:
                raise
            shape = None
        if shape is None or shape.class_version != self.version:  # type: ignore[attr-defined] # made above
            shape = self._upcast(_loose(state))
        fields = asdict(shape)
        del fields["class_version"]
        fields["originator_id"] = stream
        fields["originator_version"] = version
        return fields

    def _upcast(self, fields: dict[str, Any]) -> Any:
        stored = fields.pop("class_version", 1)
        if stored > self.version:
            raise ValueError(f"{self.topic} version {stored} was written by newer software")
        for version in range(stored, self.version):
            getattr(self.cls, f"upcast_v{version}_v{version + 1}")(fields)
        fields["class_version"] = self.version
        return msgspec.convert(fields, self._shape)

    def event(self, fields: dict[str, Any], key_of: KeyOf) -> Event:
        """The event of decoded fields, which become its own; unsealed."""
        for field, name, attribute in self.sealed:
            if fields[field] is not None:
                fields[field] = unseal(key_of(fields[attribute]), fields[field], place(fields, name))
        event: Event = object.__new__(self.cls)
        _set(event, "__dict__", fields)
        return event


def place(fields: Mapping[str, Any], name: bytes) -> bytes:
    """What a sealed field is bound to: its stream, version and name."""
    return b"%b.%d.%b" % (fields["originator_id"].bytes, fields["originator_version"], name)


class EventMapper(Mapper[UUID]):
    """The library's mapper over our codecs; every topic is in the catalog, no class is imported by name."""

    def __init__(self, events: Mapping[str, type[Event]], key_of: KeyOf) -> None:
        super().__init__(transcoder=JSONTranscoder())
        self._key_of = key_of
        self._codecs = {topic: Codec(topic, cls) for topic, cls in events.items()}
        self._by_class = {codec.cls: codec for codec in self._codecs.values()}

    def codec(self, topic: str) -> Codec:
        """The codec of a stored topic. Raises LookupError for one that the catalog does not know."""
        try:
            return self._codecs[topic]
        except KeyError:
            raise LookupError(f"no event in the catalog has the topic {topic!r}") from None

    def codec_of(self, event: object) -> Codec:
        """The codec of an event. Raises LookupError when its class is not in the catalog."""
        try:
            return self._by_class[type(event)]  # type: ignore[index] # any other class is a LookupError
        except KeyError:
            raise LookupError(f"{type(event).__qualname__} is not in the catalog of events") from None

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """The stored form; the keys of its subjects must be known."""
        codec = self.codec_of(domain_event)
        assert isinstance(domain_event, Event)
        state = codec.encode(domain_event, self._key_of)
        return StoredEvent(domain_event.originator_id, domain_event.originator_version, codec.topic, state)

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """The event again; raises MapperDeserialisationError when it is not what its class says."""
        assert isinstance(stored_event.originator_id, UUID)
        try:
            codec = self.codec(stored_event.topic)
            fields = codec.decode(
                stored_event.originator_id, stored_event.originator_version, stored_event.state
            )
            return codec.event(fields, self._key_of)
        except (ValueError, LookupError) as error:
            raise MapperDeserialisationError(f"{stored_event.topic}: {error}") from error
