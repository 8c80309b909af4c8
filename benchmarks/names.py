"""Which names are the costs measured on?

Well-known and invented names of every shape that lists of domains hold, invented imitations of
every form, and a template for invented brands.
"""

from __future__ import annotations

import gzip
from itertools import product
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"

UNRELATED = (
    "google.com",
    "youtube.com",
    "wikipedia.org",
    "x.com",
    "t.co",
    "qq.com",
    "baidu.com",
    "bing.com",
    "github.com",
    "amazon.co.jp",
    "bbc.co.uk",
    "gov.uk",
    "service.gov.uk",
    "usp.br",
    "abc.net.au",
    "uni-heidelberg.de",
    "m.vk.com",
    "edition.cnn.com",
    "en.wikipedia.org",
    "docs.python.org",
    "mail.google.com",
    "www.youtube.com",
    "maps.google.co.uk",
    "a.b.c.d.example",
    "stackoverflow.com",
    "openstreetmap.org",
    "nationalgeographic.com",
    "thefreedictionary.com",
    "merriam-webster.com",
    "internationalbusinessmachines.com",
    "bundesverfassungsgericht.de",
    "coca-cola.com",
    "rolls-royce.com",
    "mercedes-benz.co.uk",
    "163.com",
    "360.cn",
    "4399.com",
    "1000ventures.com",
    "7-eleven.com",
    "3m.com",
    "9gag.com",
    "58.com",
    "s3.eu-west-1.amazonaws.com",
    "d111111abcdef8.cloudfront.net",
    "my-shop.myshopify.com",
    "blog.blogspot.com",
    "cedar-lane-bakery.com",
    "northern-lights-photography.net",
    "grandmas-best-apple-pie-recipes.org",
    "quickbrownfox.dev",
    "lazydog.app",
    "riverbend.school",
    "harbourview.hotel",
    "lumen24.info",
    "plumbing4you.biz",
    "the-very-long-name-of-a-small-village-choir.org",
    "thelongestdomainnameintheworldandthensome.com",
    "xn--bcher-kva.example",
    "xn--fiqs8s.cn",
    "www.xn--mgbh0fb.example",
    "static.cdn.eu.images.example.net",
    "a1b2c3d4e5f6.xyz",
    "k8s-prod-eu-7f3a9.internal.example.io",
    "mx1.mail.example.com",
    "ns2.dns.example.org",
    "sunflower.farm",
    "bluebird.photos",
    "greentea.cafe",
    "oldtown.museum",
    "skyline.tv",
    "paperplane.io",
    "tinker.works",
    "walletfinder.shop",
    "leatherwallets.store",
    "pocketguide.travel",
    "tokenring.museum",
    "brokentoken.games",
)
"""Names that imitate nobody; the last few share a word with a brand of the shipped registry."""

LOOKALIKES = (
    "tokenp0cket.rocks",
    "tokenpockett.vip",
    "tokenpoket.cc",
    "tokempocket.app",
    "tokenpcoket.net",
    "t0kenp0ckets.xyz",
    "toknepocket.fun",
    "tokenpooocket.site",
    "tokemp0kett.shop",
    "tp-waIlet.io",
    "tpvvallet.co",
    "tpwa1let.me",
    "tpwallett.info",
    "tpwalllet.org",
    "tpwallet.coffee",
    "tokenpocket.download",
    "tokenpocket-app-login.com",
    "my-tokenpocket-wallet.net",
    "tpwallet-airdrop-claim.xyz",
    "official-tpwallet.support",
    "tokenpocket.pro.login.example.com",
    "tokenpocket.verify-account.net",
    "secure.tpwallet.io.session.app",
    "tokenpocket.pages.dev",
    "tpwallet.vercel.app",
    "xn--tkenpocket-evi.com",
    "xn--tpwllet-7wa.io",
    "pocket-token.app",
    "tpwalletdownloadcn.com",
    "asiatokenpockets.club",
)
"""Invented imitations of every form: slips, digits, other endings, affixes, hosting, IDN."""

_FIRST = ("lumo", "quarn", "zephy", "brivo", "cadru", "fenra", "olvex")
_SECOND = ("desk", "vault", "ledge", "chest", "purse")
BRANDS = tuple(product(_FIRST, _SECOND))
"""The two words of each invented brand."""

TEMPLATE = """\
schema: "1"
brand: FIRSTSECOND
title: {en: FIRSTSECOND}
operator: FIRSTSECOND Ltd
last_verified: 2026-11-22
valid_until: 2027-11-22
names:
  - text: FIRSTSECOND
    parts: [FIRST, SECOND]
    generic: [SECOND]
    coined: "true"
    max_edits: "2"
    imitates: FIRSTSECOND.com
    source: invented
    date: 2026-11-22
channels:
  - id: web-FIRSTSECOND-com
    kind: site
    value: FIRSTSECOND.com
    scope: domain
    role: website
    status: current
    confidence: primary
    purpose: invented website
    last_verified: 2026-11-22
    evidence: [{source: invented, publisher: nobody, seen: 2026-11-22}]
  - id: account-FIRSTSECOND
    kind: account
    platform: telegram
    value: FIRSTSECOND_chat
    scope: account
    role: community
    status: current
    confidence: primary
    purpose: invented group
    last_verified: 2026-11-22
    evidence: [{source: invented, publisher: nobody, seen: 2026-11-22}]
"""
"""A brand file with FIRST and SECOND in place of the two words."""

_ONE = (
    "amber apple autumn bright brook cedar city clear cloud copper coral daily easy emerald family "
    "forest garden global golden happy harbor island lake lemon maple metro modern mountain north "
    "ocean orange paper pixel prime river royal silver simple stone summer"
)
_TWO = (
    "art bakery books clinic coffee concerts cycling dental design finance fitness foods games "
    "guide homes jobs journal market media music news photo print radio recipes"
)
_ENDINGS = ("com", "net", "org", "de", "co.uk", "com.br", "fr", "nl", "in", "io", "shop", "ru")
MANY = tuple(
    f"{one}{'-' if at % 6 == 0 else ''}{two}{at if at % 9 == 0 else ''}.{_ENDINGS[at % 12]}"
    for at, (one, two) in enumerate(product(_ONE.split(), _TWO.split()))
)
"""A thousand ordinary names. Together with `UNRELATED` some 2.7 % need a closer look, as many as
among popular domains, so that mean and 99th percentile are about a list as it comes."""


def popular() -> list[str]:
    """Return half a million popular names, or `MANY` where the shared data are absent."""
    path = SHARED / "data" / "popular_domains.dev.txt.gz"
    return gzip.decompress(path.read_bytes()).decode().split() if path.is_file() else list(MANY)
