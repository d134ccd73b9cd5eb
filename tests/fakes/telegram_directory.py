"""What can be looked up at the fake Telegram: chats, who is what in them, and files."""

from aiohttp import web

from tests.fakes.telegram_objects import (
    BOT,
    Body,
    bot,
    document,
    full_chat,
    membership,
    person,
)
from tests.fakes.telegram_scripts import Refusal


class Directory:
    """The things that are known by a number or a name.

    Attributes:
        chats: groups and channels, by number.
        members: what somebody is in a chat: (chat, person) -> "administrator".
        files: what people sent, by the name that Telegram gives a file.
    """

    METHODS = frozenset(
        {"getChat", "getChatMember", "getChatAdministrators", "getFile"}
    )

    def __init__(self) -> None:
        self.chats: dict[int, Body] = {}
        self.members: dict[tuple[int, int], str] = {}
        self.files: dict[str, bytes] = {}

    def answer(self, method: str, given: Body) -> object:
        """Answer a call of one of `METHODS`."""
        match method:
            case "getChat":
                return self._chat(given["chat_id"])
            case "getChatAdministrators":
                return self._administrators_of(given["chat_id"])
            case "getFile":
                return self._file(given["file_id"])
        # So it is for a bot without rights where members are hidden.
        return Refusal(400, "Bad Request: member list is inaccessible")

    def keep(self, data: bytes) -> Body:
        """Keep a file that somebody sends, and return what is told of it."""
        name = f"file{len(self.files)}"
        self.files[name] = data
        return document(name, size=len(data))

    async def download(self, request: web.Request) -> web.Response:
        """Answer with a file."""
        found = self.files.get(request.match_info["name"])
        return web.Response(status=404) if found is None else web.Response(body=found)

    def _chat(self, named: int | str) -> Body | Refusal:
        for number, chat in self.chats.items():
            if named in (number, f"@{chat.get('username')}"):
                return full_chat(chat)
        return Refusal(400, "Bad Request: chat not found")

    def _administrators_of(self, chat: int) -> list[Body] | Refusal:
        is_channel = self.chats.get(chat, {}).get("type") == "channel"
        if is_channel and (chat, BOT) not in self.members:
            return Refusal(400, "Bad Request: member list is inaccessible")
        return [
            membership(status, of=bot() if number == BOT else person(number))
            for (place, number), status in self.members.items()
            if place == chat and status in {"creator", "administrator"}
        ]

    def _file(self, named: str) -> Body | Refusal:
        if named not in self.files:
            return Refusal(400, "Bad Request: file is temporarily unavailable")
        size = len(self.files[named])
        return document(named, size=size) | {"file_path": f"documents/{named}"}
