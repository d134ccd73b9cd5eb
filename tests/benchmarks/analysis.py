"""How many articles a second one process reads, and that length costs linearly."""

import time
from collections.abc import Mapping
from typing import Final

from analysis.engine import MAX_LENGTH, analyse
from analysis.lexicons import Lexicons, load_lexicons

ARTICLES: Final = 600
#: One article of about 270 words, in paragraphs.
PARAGRAPHS: Final = (
    "قال وزير المالية سامي الخطيب، في مؤتمر صحفي عقده أمس، إن الحكومة ستخفض "
    "الضرائب على الشركات الصغيرة قبل نهاية العام الجاري، مشيرا إلى أن الأسواق "
    "مستقرة وأن المخزون يكفي ستة أشهر على الأقل.",
    "وأضاف: «لن نرفع أسعار الخبز مهما حدث، وهذا وعد قطعناه على أنفسنا».",
    "من جانبها، أكدت وزارة الصحة في بيان أن المستشفيات تعمل بكامل طاقتها، وأن "
    "حملة التطعيم ستبدأ مطلع الشهر المقبل في جميع المحافظات.",
    "وشارك في اللقاء عدد من رجال الأعمال والنواب، بينهم النائب كريم منصور الذي "
    "انتقد الخطة بشدة، وعدد من ممثلي النقابات والاتحادات المهنية في البلاد.",
    "وكانت الأسعار قد ارتفعت خلال الأشهر الماضية بنسبة 4.5 في المئة، بحسب أرقام "
    "البنك المركزي، وهو أعلى معدل منذ ثلاث سنوات كاملة.",
)


def main() -> None:
    """Print articles per second, and seconds for long and hostile texts."""
    started = time.perf_counter()
    lexicons = load_lexicons()
    print(f"analysis: lexicons {time.perf_counter() - started:.2f} s")
    body = "\n".join(PARAGRAPHS * 2)
    started = time.perf_counter()
    for _ in range(ARTICLES):
        analyse("الخطيب: لن نرفع أسعار الخبز", body, lexicons)
    rate = ARTICLES / (time.perf_counter() - started)
    print(f"analysis: {rate:.0f} articles of {len(body.split())} words a second")
    for name, text in hostile_texts().items():
        print(f"analysis: {name}: {seconds(text, lexicons):.2f} s")


def hostile_texts() -> Mapping[str, str]:
    """Return texts that would cost a careless reader quadratic time."""
    long = "\n".join(PARAGRAPHS) + "\n"
    return {
        f"{MAX_LENGTH} characters": (long * MAX_LENGTH)[:MAX_LENGTH],
        "50,000 quotation marks": '"' * 50_000,
        "50,000 opening marks": "« كلمة " * 50_000,
        "20,000 words in a sentence": "كلمة " * 20_000,
        "10,000 verbs in a sentence": "قائلا إن " * 10_000,
        "40,000 roles in a sentence": "رئيس " * 40_000,
        "15,000 names in a sentence": "محمد علي حسن " * 15_000,
        "60,000 commas before sources": "، " * 60_000 + "حسب الوزير " * 8_000,
        "10,000 quotations in a sentence": '"كلمة أخرى هنا" و' * 10_000,
        "8,000 subjects told in a sentence": "وقال فيه إن الأمر جاهز، " * 8_000,
        "10,000 subjects in a sentence": "وقال الوزير إن " * 10_000,
        "13,000 announcements of nobody": "يتم الإعلان عن " * 13_000,
        "9,000 sources between commas": "الجسر، وفق سامي، " * 9_000,
        "14,000 asides": "أعلنت الوزارة، " + "أكبر مشغل، " * 14_000 + "توظيف ممرض.",
    }


def seconds(text: str, lexicons: Lexicons) -> float:
    """Return how long it takes to read a text once."""
    started = time.perf_counter()
    analyse("", text[:MAX_LENGTH], lexicons)
    return time.perf_counter() - started
