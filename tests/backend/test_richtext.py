"""Whatever somebody writes, what is shown of it is harmless and says what they wrote."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from backend.richtext import SCHEMES, TAGS, html, plain

HOSTILE = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<style>body { display: none }</style>",
    '<p style="position: fixed">x</p>',
    '<a href="https://x.example" onclick="alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x73;cript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/api/session)",
    "![x](https://evil.example/pixel.png)",
    "<javascript:alert(1)>",
    '[x](https://x.example "onmouseover=alert(1)")',
    '[x](https://x.example/"onmouseover="alert(1))',
    "[<script>alert(1)</script>](https://x.example)",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "**<b onclick=alert(1)>x</b>**",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<!-- --><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=https://evil.example><input name=password></form>",
    "<base href=https://evil.example>",
    "\u0000<script>\u0000alert(1)</script>",
    ">" * 2_000 + "<script>alert(1)</script>",
    "[" * 5_000 + "x" + "](javascript:alert(1))" * 300,
    "*_" * 3_000 + "<svg/onload=alert(1)>",
)


class Shown(HTMLParser):
    """Looks at every tag as a browser would find it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert (tag, name) in {("a", "href"), ("a", "rel"), ("ol", "start")}
            if name == "href":
                assert value is not None
                assert value.partition(":")[0].lower() in SCHEMES

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    shown = Shown()
    shown.feed(html(text))
    shown.close()
    assert "".join(shown.texts).strip()


def test_what_may_be_written() -> None:
    text = (
        "**Khẩn**: *họp* ~~8h~~ 9h\n`TB-12`\n\n- một\n- hai\n\n> đã rõ\n\n[lịch](https://x.example/a?b=1&c=2)"
    )
    assert html(text) == (
        "<p><strong>Khẩn</strong>: <em>họp</em> <s>8h</s> 9h<br>\n<code>TB-12</code></p>\n"
        "<ul>\n<li>một</li>\n<li>hai</li>\n</ul>\n<blockquote>\n<p>đã rõ</p>\n</blockquote>\n"
        '<p><a href="https://x.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">lịch</a></p>'
    )
    assert html("") == ""


def test_what_is_no_markdown_here_stays_as_it_was_written() -> None:
    assert html("# 12\n---\n1 < 2 & 3") == "<p># 12<br>\n---<br>\n1 &lt; 2 &amp; 3</p>"
    assert html("![ảnh](https://x.example/a.png)").startswith("<p>!<a href=")


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("xem https://x.example/a?b=1&c=2 nhé", "https://x.example/a?b=1&amp;c=2"),
        ("gửi an@x.gov.vn.", "mailto:an@x.gov.vn"),
        ("`https://x.example`", None),
        ("báo-cáo.md", None),
        ("ftp://x.example/a và //x.example", None),
    ],
)
def test_addresses_that_stand_alone_are_links(text: str, link: str | None) -> None:
    shown = html(text)
    assert (f'<a href="{link}"' in shown) if link else ("<a" not in shown)
    assert plain(text) == text.strip("`")


def test_plain_is_one_line_of_what_is_read() -> None:
    text = "**Khẩn**:\n[lịch họp](https://x.example)\n\n- `TB-12`\n- <b>\n\n```\ncode\n```"
    assert plain(text) == "Khẩn: lịch họp TB-12 <b> code"
