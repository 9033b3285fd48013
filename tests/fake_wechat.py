"""The platform of `bot/fakewechat` as the tests use it."""

from bot.fakewechat.pusher import BROKEN, Delivery, FakeWeChat, Faults

__all__ = ["BROKEN", "Delivery", "FakeWeChat", "Faults"]
