"""Is a mail file read as a mail program shows it, and its sender believed only where proven?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from channelguard import Guard, InputError, Level
from channelguard.mail import MAX_BYTES, from_bytes, read_mail

SERVER = "mx.example.org"
OFFICIAL = "TokenPocket <service@tokenpocket.pro>"


def eml(*head: str, body: str = "hello", kind: str = "text/plain; charset=utf-8") -> bytes:
    """Return a mail of these header lines and this body."""
    lines = [*head, "MIME-Version: 1.0", f"Content-Type: {kind}", "", body]
    return "\r\n".join(lines).encode()


def result(text: str, server: str = SERVER) -> str:
    return f"Authentication-Results: {server}; {text}"


PROOFS = [
    pytest.param([result("dmarc=pass header.from=tokenpocket.pro")], "pass", id="DMARC"),
    pytest.param([result("spf=pass; dmarc=fail (p=none) header.from=tokenpocket.pro")], "fail",
                 id="DMARC failed"),
    pytest.param([result("dkim=pass header.d=tokenpocket.pro")], "pass", id="DKIM of the domain"),
    pytest.param([result("dkim=pass header.d=tokenpocket.pro; dmarc=fail")],
                 "fail", id="DMARC decides"),
    pytest.param([result("dkim=pass header.d=evil.example.com")], "", id="DKIM of another"),
    pytest.param([result("dmarc=pass header.from=evil.example.com")], "", id="DMARC of another"),
    pytest.param([result("spf=pass smtp.mailfrom=tokenpocket.pro")], "", id="SPF alone"),
    pytest.param([result("dmarc=pass", "mx.evil.example.com")], "", id="a server nobody trusts"),
    pytest.param([result("dmarc=pass", f"{SERVER}.evil.example.com")], "", id="longer name"),
    pytest.param([result("none"), result("dmarc=pass")], "", id="a second one, forged below"),
    pytest.param([result("(dmarc=pass) dmarc=fail")], "fail", id="comment"),
    pytest.param([], "", id="none"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "proof"), PROOFS)
def test_a_sender_is_proven_by_a_trusted_server_only(head: list[str], proof: str) -> None:
    data = eml(*head, f"From: {OFFICIAL}")

    assert from_bytes(data, [SERVER.upper()]).proof == proof
    assert from_bytes(data).proof == ""


def test_two_senders_prove_nothing() -> None:
    data = eml(result("dmarc=pass"), f"From: {OFFICIAL}", "From: a@example.org")

    assert from_bytes(data, [SERVER]).proof == ""


@pytest.mark.parametrize("proof", ["", "pass", "fail"])
def test_a_header_makes_no_mail_official(guard: Guard, proof: str) -> None:
    head = [result(f"dmarc={proof}")] if proof else []
    verdict = guard.check_mail(from_bytes(eml(*head, f"From: {OFFICIAL}"), [SERVER]))

    assert verdict.level is not Level.OFFICIAL
    assert ("mail-unproven" in verdict.incomplete) == (not proof)


HEADERS = [
    pytest.param("From: =?utf-8?b?VFDpkrHljIXlrqLmnI0=?= <x@evil.example.com>", "display-name",
                 id="encoded display name"),
    pytest.param("From: TokenPocket\r\n Support <x@evil.example.com>", "display-name",
                 id="folded line"),
    pytest.param('From: "service@tokenpocket.pro" <x@evil.example.com>', "text-target-mismatch",
                 id="address shown as the name"),
    pytest.param("From: a@tokenpocket-help.com", "host-affix", id="domain with an affix"),
    pytest.param("From: a@example.org\r\nReply-To: b@tokenpocket-help.com", "host-affix",
                 id="answers to a fake"),
    pytest.param("From: a@example.org\r\nReturn-Path: <b@tokenpocket-help.com>", "host-affix",
                 id="came from a fake"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "rule"), HEADERS)
def test_the_header_is_judged(guard: Guard, head: str, rule: str) -> None:
    verdict = guard.check_mail(from_bytes(eml(head)))

    assert rule in {one.rule for one in verdict.evidence if one.counted}


HTML = (
    "<html><head><style>p{}</style><script>var a='https://b.com'</script></head><body>"
    '<p>Dear&nbsp;user,</p><p>see <a class=x href="https://evil.example.com/a?b=1&amp;c"><b>'
    "tokenpocket.pro</b></a><br>bye</p></body></html>"
)


def test_html_is_read_as_it_is_shown(guard: Guard) -> None:
    mail = from_bytes(eml("From: a@example.org", body=HTML, kind="text/html"))
    verdict = guard.check_mail(mail)

    assert mail.text == "Dear user,\nsee tokenpocket.pro\nbye"
    assert mail.links == (("tokenpocket.pro", "https://evil.example.com/a?b=1&c"),)
    assert "text-target-mismatch" in {one.rule for one in verdict.evidence}


def test_of_two_forms_the_one_that_is_shown_counts() -> None:
    body = (
        "--x\r\nContent-Type: text/plain\r\n\r\nplain\r\n"
        "--x\r\nContent-Type: text/html\r\n\r\n<p>shown</p>\r\n"
        "--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nfile\r\n"
        "--x--\r\n"
    )
    kind = "multipart/{}; boundary=x"
    either = from_bytes(eml("From: a@example.org", body=body, kind=kind.format("alternative")))
    both = from_bytes(eml("From: a@example.org", body=body, kind=kind.format("mixed")))

    assert either.text == "shown"
    assert both.text == "plain\nshown"


def test_every_part_that_is_shown_is_read() -> None:
    part = "--x\r\nContent-Type: text/html\r\n\r\n<a href=https://{0}.example>{0}</a>\r\n"
    body = part.format("a") + part.format("b") + "--x--\r\n"
    mail = from_bytes(eml("From: a@example.org", body=body, kind="multipart/mixed; boundary=x"))

    assert mail.text == "a\nb"
    assert mail.links == (("a", "https://a.example"), ("b", "https://b.example"))


def test_a_mail_that_was_cut_says_so(guard: Guard) -> None:
    short = from_bytes(eml("From: a@example.org", body="word"))
    long = from_bytes(eml("From: a@example.org", body="word " * 20_000))

    assert (short.cut, long.cut) == (False, True)
    assert "cut" in guard.check_mail(long).incomplete
    assert "cut" not in guard.check_mail(short).incomplete


SUBJECTS = [
    pytest.param("TP \u94b1\u5305\u5ba2\u670d".encode(), id="bare UTF-8"),
    pytest.param("TP \u94b1\u5305\u5ba2\u670d".encode("gb18030"), id="bare GBK"),
    pytest.param(b"TP =?gb2312?b?x66w/A==?=", id="encoded"),
    pytest.param(b"=?utf-8?b?VFDpkrE=?=\r\n =?utf-8?b?5YyF5a6i5pyN?=", id="encoded in two lines"),
]


@pytest.mark.parametrize("raw", SUBJECTS)
def test_a_header_line_is_decoded(raw: bytes) -> None:
    mail = from_bytes(b"From: a@example.org\r\nSubject: " + raw + b"\r\n\r\nhello")

    assert mail.subject.replace(" ", "").startswith("TP\u94b1")


def test_the_wider_character_set_is_read() -> None:
    # U+9555 is in GBK, and not in GB 2312, which mail programs name for both.
    data = b"From: a@example.org\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n"

    assert from_bytes(data + "\u9555".encode("gbk")).text == "\u9555"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"just some words\n", id="no header"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", id="picture"),
    ],
)
def test_what_is_no_mail_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="no mail"):
        from_bytes(data)


HOSTILE = [
    pytest.param(eml("From: a@b.com", kind="text/plain; charset=nonsense"), id="charset"),
    pytest.param(eml("From: =?x?q?=ff?= <a@b.com>"), id="encoded word"),
    pytest.param(eml("From: " + "a" * 100_000), id="long header"),
    pytest.param(eml("From: a@b.com", body="<" * 200_000, kind="text/html"), id="opening brackets"),
    pytest.param(eml("From: a@b.com", body="<a href=x>" * 30_000, kind="text/html"), id="links"),
    pytest.param(eml("From: a@b.com", body="<script>" * 30_000, kind="text/html"), id="scripts"),
    pytest.param(eml("From: a@b.com\r\nSubject: \xff\xfe"), id="bytes in a header"),
    pytest.param(b"From: a@b.com\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(2_000)),
        id="parts within parts"),
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE)
def test_hostile_mails_are_answered(guard: Guard, data: bytes) -> None:
    try:
        verdict = guard.check_mail(from_bytes(data))
    except InputError:
        return

    assert verdict.level is not Level.OFFICIAL


def test_a_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "long.eml"
    path.write_bytes(eml("From: a@example.org", body="word " * MAX_BYTES))

    assert len(read_mail(path).text) < 65_536
    with pytest.raises(InputError, match="cannot be read"):
        read_mail(tmp_path / "missing.eml")


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from channelguard.command import main; main()", "check", *args],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_the_command_reads_a_mail(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(eml("From: TokenPocket Support <x@evil.example.com>"))
    said, listed = run("--eml", str(path)), run("--eml", str(path), "--json", "--lang", "zh")

    assert said.returncode == listed.returncode == 5
    assert "DANGEROUS" in said.stdout
    assert json.loads(listed.stdout)["kind"] == "message"


@pytest.mark.parametrize(
    ("args", "status"),
    [
        pytest.param(["--eml", "missing.eml"], 1, id="no such file"),
        pytest.param(["--eml", "a.eml", "tokenpocket.pro"], 2, id="with an input"),
        pytest.param(["--trusted-server", "x", "tokenpocket.pro"], 2, id="server without a mail"),
    ],
)
def test_wrong_calls_are_told_apart(args: list[str], status: int) -> None:
    done = run(*args)

    assert (done.returncode, "Traceback" in done.stderr, done.stdout) == (status, False, "")
    assert done.stderr.startswith("channelguard: ")
