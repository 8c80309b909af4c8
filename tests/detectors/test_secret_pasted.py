"""Did somebody paste a recovery phrase or a private key?"""

from __future__ import annotations

import pytest

from channelguard.detectors import secret_pasted
from channelguard.masking import BLOCK
from channelguard.model import Match, Secret
from channelguard.registry import Registry
from channelguard.wording import languages, words


@pytest.mark.parametrize("span", [(0, 64), (7, 8)])
def test_every_secret_is_reported_in_its_place(registry: Registry, span: tuple[int, int]) -> None:
    assert list(secret_pasted.detect(Secret(span), registry)) == [Match(span)]


@pytest.mark.parametrize("lang", languages())
def test_the_advice_is_in_every_language(lang: str) -> None:
    says = words(lang)["rule.secret-pasted.says"].format(seen=BLOCK)

    assert any(word in says for word in ("move your funds", "\u8f6c\u79fb"))
