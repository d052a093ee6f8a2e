"""A council in the stand-in for Slack: its people and its channels, as the sandbox takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfdata.people import Person, Role
from perfdata.snapshot import Snapshot
from sandbox import Channel
from sandbox import Person as Resident


def people_of(snapshot: Snapshot) -> list[Resident]:
    """Everybody in the list of people; outsiders are guests."""
    return [
        Resident(person.user_id, person.title, _part(person, snapshot), is_guest=person.is_a(Role.OUTSIDER))
        for person in snapshot.people.values()
    ]


def channels_of(snapshot: Snapshot, names: Mapping[str, str]) -> list[Channel]:
    """Each board's channel, open to all; closed ones of the Performance Team, the chief officers and other readers.

    `names` are the names of the closed channels that the council's configuration gives, by id.
    """
    return [*_of_boards(snapshot), *_closed(snapshot, names)]


def _of_boards(snapshot: Snapshot) -> Iterator[Channel]:
    everyone = [person.user_id for person in _insiders(snapshot)]
    for board in snapshot.boards.values():
        yield Channel(board.channel_id, board.channel_name, everyone, f"{board.name}: {board.remit}")


def _closed(snapshot: Snapshot, names: Mapping[str, str]) -> Iterator[Channel]:
    council, insiders = snapshot.council, _insiders(snapshot)
    closed = {council.performance_channel: Role.PERFORMANCE_TEAM, council.chief_officers_channel: Role.CHIEF_OFFICER}
    for channel_id, role in closed.items():
        members = [one.user_id for one in insiders if one.is_a(role)]
        yield Channel(channel_id, names[channel_id], members, is_private=True)
    for reader in council.readers:
        if reader.channel_id and reader.channel_id not in names:
            members = [one.user_id for one in reader.those_meant(insiders)]
            yield Channel(reader.channel_id, reader.channel_name, members, reader.name, is_private=True)


def _insiders(snapshot: Snapshot) -> list[Person]:
    return [person for person in snapshot.people.values() if not person.is_a(Role.OUTSIDER)]


def _part(person: Person, snapshot: Snapshot) -> str:
    """What somebody does, as a profile says it: the boards, the cabinet, or the directorate and service."""
    if person.boards:
        return ", ".join(f"{snapshot.boards[code].name} ({part})" for code, part in person.boards.items())
    if person.is_a(Role.CABINET_MEMBER) or person.is_a(Role.LEADER):
        return "Cabinet"
    return f"{person.directorate} ({person.service})" if person.service else person.directorate
