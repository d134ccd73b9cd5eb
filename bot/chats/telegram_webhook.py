"""Updates that Telegram brings to an address of ours, so that nobody has to ask."""

import asyncio
import hmac
import json
import logging
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web
from telegram import Bot
from yarl import URL

from bot.chats.telegram_reading import read_update
from bot.chats.telegram_updates import UPDATES, Lanes

log = logging.getLogger(__name__)

HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
#: An update is a few kilobytes.
MAX_BYTES: Final = 1_000_000
READ_SECONDS: Final = 10.0
STOP_SECONDS: Final = 0.3
#: Updates that are known again if Telegram missed our answer and repeats them.
REMEMBERED: Final = 1000


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram brings updates.

    Attributes:
        url: the public address; a proxy that ends TLS stands before us.
        host, port: where we listen.
        secret: what Telegram shows with each update, so that nobody else can bring
            one.
    """

    url: str
    host: str
    port: int
    secret: str

    @property
    def path(self) -> str:
        """The path of the address, its letters escaped in the one usual way."""
        return URL(self.url).raw_path


async def receive(bot: Bot, lanes: Lanes, webhook: Webhook) -> None:
    """Listen, tell Telegram where, and take updates in until cancelled.

    The webhook stays when the program ends: Telegram keeps what comes in meanwhile.

    Raises:
        OSError: the address cannot be listened on.
        TelegramError: Telegram does not take the webhook.
    """
    app = web.Application(client_max_size=MAX_BYTES)
    app.router.add_route("*", "/{anything:.*}", _Door(bot, lanes, webhook).answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, webhook.host, webhook.port).start()
        await bot.set_webhook(
            str(URL(webhook.url)), secret_token=webhook.secret, allowed_updates=UPDATES
        )
        log.info(
            "telegram serves bot=%s by=webhook listening=%s:%d",
            bot.username,
            webhook.host,
            webhook.port,
        )
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


class _Door:
    """Lets Telegram's updates in, each once, and nothing else."""

    def __init__(self, bot: Bot, lanes: Lanes, webhook: Webhook) -> None:
        self._bot, self._lanes, self._webhook = bot, lanes, webhook
        self._known: deque[int] = deque(maxlen=REMEMBERED)

    async def answer(self, request: web.Request) -> web.Response:
        """Acknowledge an update at once; it is worked off afterwards."""
        # A proxy may escape letters otherwise than we do; whole, as a path may begin
        # with two slashes.
        path = URL(f"http://localhost{request.rel_url.raw_path}").raw_path
        if path != self._webhook.path:
            return web.Response(status=404)
        if request.method != "POST":
            return web.Response(status=405, headers={"Allow": "POST"})
        if not self._is_telegram(request):
            log.warning("telegram webhook refused a request without the secret")
            return web.Response(status=403)
        try:
            async with asyncio.timeout(READ_SECONDS):
                update = json.loads(await request.read())
        except TimeoutError:
            return web.Response(status=408)
        except ValueError:
            return web.Response(status=400)
        return self._take(update)

    def _is_telegram(self, request: web.Request) -> bool:
        shown = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(shown, self._webhook.secret.encode())

    def _take(self, data: Any) -> web.Response:
        number = data.get("update_id") if isinstance(data, dict) else None
        if not isinstance(number, int):
            return web.Response(status=400)
        if number in self._known:
            return web.Response()
        update = read_update(data, self._bot)
        if update is None:
            # Telegram would bring what we cannot read again and again.
            return web.Response()
        if not self._lanes.take(update):
            return web.Response(status=503, headers={"Retry-After": "5"})
        self._known.append(number)
        return web.Response()
