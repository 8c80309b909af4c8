"""Is HTML cut as browsers cut it, in linear time?"""

from __future__ import annotations

from time import process_time

import pytest

from channelguard.parse.html import MAX_LABEL, anchors, words

SHOWN = "tokenpocket.pro"
EVIL = "https://evil.example"

LINKS = [
    pytest.param(f'<a href="{EVIL}">{SHOWN}</a>', id="plain"),
    pytest.param(f"<a href={EVIL}>{SHOWN}</a>", id="without quotes"),
    pytest.param(f"<A class=x HREF = '{EVIL}' >{SHOWN}</A >", id="capitals and spaces"),
    pytest.param(f'<a href=" {EVIL}\n">{SHOWN}</a>', id="white space in the target"),
    pytest.param(f'<a title=">" href="{EVIL}">{SHOWN}</a>', id="a bracket in quotes"),
    pytest.param(f"<a/href={EVIL}>{SHOWN}</a>", id="a slash for a space"),
    pytest.param(f'<a title="a"href={EVIL}>{SHOWN}</a>', id="no space between attributes"),
    pytest.param(f'<a href={EVIL} href="https://{SHOWN}">{SHOWN}</a>', id="the first of two"),
    pytest.param(f"<a href={EVIL}>{SHOWN}", id="never closed"),
    pytest.param(f"<a href={EVIL}>{SHOWN}<a href=#>x</a>", id="closed by the next"),
    pytest.param(f"<a href={EVIL}>{'<b></b>' * 99}{SHOWN}</a>", id="empty tags before"),
    pytest.param(f"<a href={EVIL}>token<b>pocket</b>.pro</a>", id="tags inside"),
    pytest.param(f"<a href={EVIL}>token<!-- x -->pocket.pro</a>", id="comment inside"),
    pytest.param(f"<a href={EVIL}>token<!-->pocket.pro</a>", id="empty comment"),
    pytest.param(f"<a href={EVIL}>tokenpocket&#46;pro</a>", id="escape in the label"),
    pytest.param(f"<a x={'y' * 9_999} href={EVIL}>{SHOWN}</a>", id="long tag"),
]


@pytest.mark.parametrize("html", LINKS)
def test_a_link_is_found(html: str) -> None:
    (one,) = anchors(html)

    assert (one.target, one.label) == (EVIL, SHOWN)
    assert html[one.at : one.at + len(one.target)] == EVIL


NONE = [
    pytest.param(f"<!-- <a href={EVIL}>x</a> -->", id="comment"),
    pytest.param(f"<script>'<a href={EVIL}>x</a>'</script>", id="script"),
    pytest.param(f"<style><a href={EVIL}>x</a>", id="style without an end"),
    pytest.param(f'<p title="<a href={EVIL}>x</a>">', id="in quotes"),
    pytest.param("<a>x</a>", id="no target"),
    pytest.param("<a href>x</a>", id="target without a value"),
    pytest.param("<a href=''>x</a>", id="empty target"),
    pytest.param("<a href=#top>x</a>", id="same page"),
    pytest.param(f"<abbr href={EVIL}>x</abbr>", id="another element"),
    pytest.param(f"1 <a href={EVIL}", id="cut off"),
    pytest.param(f"a<b href={EVIL}", id="arithmetic"),
]


@pytest.mark.parametrize("html", NONE)
def test_what_is_no_link_is_left_alone(html: str) -> None:
    assert list(anchors(html)) == []


def test_places_are_those_in_the_text() -> None:
    html = f"<p>see <a href={EVIL}>x</a>, or <a href='{EVIL}/b'>y</a"
    first, second = anchors(html)

    assert html[first.start : first.end] == f"<a href={EVIL}>x</a>"
    assert html[second.tag_end :] == "y</a"
    assert second.end == second.tag_end


def test_a_label_is_kept_up_to_the_limit() -> None:
    (one,) = anchors(f"<a href=x>{'w ' * 9_999}</a>")

    assert len(one.label) == MAX_LABEL


WORDS = [
    pytest.param("a<br>b<p>c</p>d", "a\nb\nc\nd", id="lines"),
    pytest.param("a\n  b&nbsp;c", "a b c", id="white space"),
    pytest.param("<table><tr><td>a<td>b</table>", "a\nb", id="table"),
    pytest.param("<title>t</title><style>p{}</style>a<script>x", "a", id="hidden"),
    pytest.param("<!DOCTYPE html><?xml a?>a<!-- b -->c", "ac", id="what is no element"),
    pytest.param("1 < 2 &lt;3", "1 < 2 <3", id="signs"),
    pytest.param("\u52a9<b>\u8bb0</b>\u8bcd", "\u52a9\u8bb0\u8bcd", id="Chinese"),
    pytest.param("", "", id="nothing"),
]


@pytest.mark.parametrize(("html", "shown"), WORDS)
def test_words_are_those_that_are_shown(html: str, shown: str) -> None:
    assert words(html) == shown


BOMBS = [
    "<", "<a href=x>", "<script>", "<title>", "</title", "<div>", "<!--", "<a b ", '<a x="', "<a '",
    "<a href='\"", "<b></b>", "<a href=x/", "a=",
]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_the_time_is_that_of_the_length(bomb: str) -> None:
    # Generous: what is not linear here takes minutes.
    html = f"<a {bomb * (131_072 // len(bomb))}"
    before = process_time()
    list(anchors(html))
    words(html)

    assert process_time() - before < 5
