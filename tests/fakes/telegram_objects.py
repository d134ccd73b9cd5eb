"""Objects of the Bot API, as short as Telegram ever sends them."""

from typing import Any

Body = dict[str, Any]

ALICE, BOB = 1001, 1002
BOT = 42
#: The account as which Telegram shows administrators who hide behind their group.
HIDDEN = 1_087_968_824
DATE = 1_723_800_000


#: What a restricted member may not do.
RESTRICTIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)


def person(number: int = ALICE) -> Body:
    """Return somebody."""
    return {"id": number, "is_bot": False, "first_name": "Alice", "language_code": "ar"}


def hidden_administrator() -> Body:
    """Return who stands in the place of a hidden administrator."""
    return {
        "id": HIDDEN,
        "is_bot": True,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    }


def bot() -> Body:
    """Return the bot itself."""
    return {
        "id": BOT,
        "is_bot": True,
        "first_name": "Mujaz",
        "username": "mujaz_bot",
    }


def myself() -> Body:
    """Return what getMe tells the bot of itself."""
    return bot() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
    }


def private_chat(number: int = ALICE) -> Body:
    """Return the chat of one person with the bot."""
    return {"id": number, "type": "private", "first_name": "Alice"}


def chat_of(number: int) -> Body:
    """Return a chat by its number alone: people's are positive."""
    if number > 0:
        return private_chat(number)
    kind = "supergroup" if number <= -1000 else "group"
    return {"id": number, "type": kind, "title": "أخبار"}


def document(name: str, *, size: int) -> Body:
    """Return what Telegram tells of a file."""
    return {"file_id": name, "file_unique_id": name, "file_size": size}


def full_chat(chat: Body) -> Body:
    """Return what getChat tells of a chat."""
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return chat | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, True),
    }


def membership(status: str, *, of: Body, posts: bool = True) -> Body:
    """Return what somebody is in a chat.

    Args:
        posts: an administrator of a channel may write there.
    """
    member: Body = {"user": of, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    if status == "creator":
        member["is_anonymous"] = False
    if status == "restricted":
        member |= {"until_date": 0, "is_member": True}
        member |= dict.fromkeys(RESTRICTIONS, False)
    if status == "administrator":
        rights = (
            "can_be_edited",
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        )
        member |= dict.fromkeys(rights, False) | {"can_post_messages": posts}
    return member
