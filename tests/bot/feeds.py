"""Feeds and pages as publishers write them, for the tests."""

from .sites import Site

FULL_TEXT = "".join(
    f"<p>قال المتحدث باسم الوزارة إن العمل في المشروع رقم {number} سيبدأ قريبا.</p>"
    for number in range(1, 13)
)
HTML = "text/html; charset=utf-8"
#: The page of an article.
PAGE = f"<html><body><article>{FULL_TEXT}</article></body></html>"
DATE = "Fri, 16 Aug 2024 {hour:02}:00:00 GMT"


def rss(*items: str, title: str = "صحيفة", declaration: str = "utf-8") -> bytes:
    """Return an RSS feed in UTF-8 that declares `declaration`."""
    declared = f' encoding="{declaration}"' if declaration else ""
    return (
        f'<?xml version="1.0"{declared}?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{title}</title><link>https://news.example/</link>"
        f"{''.join(items)}</channel></rss>"
    ).encode()


def item(
    title: str = "",
    *,
    link: str = "",
    guid: str = "",
    date: str = "",
    description: str = "",
    content: str = "",
) -> str:
    """Return an item of RSS with the elements that are given, as they are given."""
    elements = {
        "title": title,
        "link": link,
        "guid": guid,
        "pubDate": date,
        "description": description,
        "content:encoded": f"<![CDATA[{content}]]>" if content else "",
    }
    inside = "".join(
        f"<{name}>{text}</{name}>" for name, text in elements.items() if text
    )
    return f"<item>{inside}</item>"


def linked(site: Site, number: int, *, description: str = "ملخص") -> str:
    return item(
        f"خبر رقم {number}",
        link=f"{site.url}/{number}",
        description=description,
        date=DATE.format(hour=number),
    )
