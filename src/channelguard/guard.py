"""The straight line: read, ask what is official, ask the rules about the rest, add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from time import mktime, time

from channelguard import lookups
from channelguard.covering import covered, covered_parts, marked
from channelguard.detectors import RULES
from channelguard.inquiry import Inquiry, inquire, inquire_async
from channelguard.model import (
    Action,
    Atom,
    Contact,
    Envelope,
    Evidence,
    Handle,
    Level,
    Link,
    Mail,
    Match,
    Message,
    Name,
    Subject,
    Text,
    Verdict,
)
from channelguard.parse import parse
from channelguard.registry import SUPPORTING, Listing, Registry
from channelguard.rule import Rule
from channelguard.warned import listed_in
from channelguard.weigh import MAX_SCORE, level_of, weigh

Sighting = tuple[Rule, Match]

_PASTED = "secret-pasted"
"""The rule whose advice comes before that of all others, and that holds for staff as well."""


class Guard:
    """A registry and a table of rules, ready to check. Safe to share between threads."""

    def __init__(
        self,
        registry: Registry,
        rules: Sequence[Rule] = RULES,
        *,
        lists: lookups.Lists | None = None,
        expand: lookups.Expander | None = None,
        ages: lookups.Ages | None = None,
    ) -> None:
        """Index the rules by what they read.

        Args:
            registry: What is official.
            rules: The questions that are asked.
            lists: Threat lists to look hosts up in, such as `listed.HostLists`.
            expand: What follows links that are not listed, such as `net.expand.Expander`. Without
                it no link is followed.
            ages: What asks how old the domains of such links are, such as `net.age.DomainAges`.
                Without it nobody is asked.
        """
        self.registry = registry
        self.lists = lists
        self.expand = expand
        self.ages = ages
        self.rules = tuple(rules)
        self._by_type: dict[type, list[Rule]] = {}
        for rule in self.rules:
            for kind in rule.reads if isinstance(rule.reads, tuple) else (rule.reads,):
                self._by_type.setdefault(kind, []).append(rule)
        self._topics = {rule.id: rule.topic for rule in self.rules}
        self._stamp = (registry.version, registry.expires)
        year, month, day = map(int, registry.expires.split("-"))
        # The clock costs a tenth of the calendar; only years from 1970 to 3000 have one everywhere.
        year = min(max(year, 1971), 2999)
        self._over = mktime((year, month, day + 1, 0, 0, 0, 0, 0, -1))

    def check(
        self,
        text: str,
        *,
        kind: str | None = None,
        platform: str | None = None,
        account_id: str | None = None,
    ) -> Verdict:
        """Return the verdict about one input.

        Args:
            text: Anything up to 65,536 characters.
            kind: ``url``, ``handle``, ``name``, ``email``, ``app``, ``message``; None finds out.
            platform: Where a handle or display name was seen, such as ``telegram``.
            account_id: The platform's immutable id of a handle, if known: proves a renamed
                account official, and a taken-over name an impostor.

        Raises:
            InputError: The text is no string or too long, or the kind is unknown. A suspicious
                input is never an error.
        """
        subject = self._read(text, kind, platform, account_id)
        return self._at_once(subject) or self._judge(self._inquire(subject))

    async def check_async(
        self,
        text: str,
        *,
        kind: str | None = None,
        platform: str | None = None,
        account_id: str | None = None,
    ) -> Verdict:
        """Return the same as `check`; what is looked up does not block the event loop."""
        subject = self._read(text, kind, platform, account_id)
        return self._at_once(subject) or self._judge(await self._inquire_async(subject))

    def _read(
        self, text: str, kind: str | None, platform: str | None, account_id: str | None
    ) -> Subject:
        text, secrets = covered(text)
        subject = parse(
            text, self.registry.platforms, kind=kind, platform=platform, account_id=account_id
        )
        return marked(subject, secrets)

    def _at_once(self, subject: Subject) -> Verdict | None:
        """Return the verdict in the common case, without the straight line, as that would be."""
        stranger = None if self.expand or self.ages else self._stranger(subject)
        if stranger is None:
            return None
        return Verdict(
            Level.UNKNOWN,
            0,
            subject,
            incomplete=(*self._dated(), *self._link_gaps(stranger)),
            registry=self._stamp,
            instead=self.registry.all_instead,
        )

    def check_message(self, message: Message, *, own_group: bool = False) -> Verdict:
        """Return the verdict about what somebody wrote, and about who writes it.

        `Subject.raw` is the text, followed by lines with the sender's name and handle. What is
        quoted never raises the level; the remark ``quoted:<level>`` says where it would.

        Args:
            message: The text and what the platform says about it. Of staff the text is read, but
                not held against them.
            own_group: True in the brand's own group, where nobody but staff may go by ``Support``.

        Raises:
            InputError: A part is no string, or they are too long together.
        """
        subject = self._read_message(message, own_group=own_group)
        return self._about(message, self._judge(self._inquire(subject)))

    async def check_message_async(self, message: Message, *, own_group: bool = False) -> Verdict:
        """Return the same as `check_message`; what is looked up does not block the event loop."""
        subject = self._read_message(message, own_group=own_group)
        return self._about(message, self._judge(await self._inquire_async(subject)))

    def _read_message(self, message: Message, *, own_group: bool) -> Subject:
        from channelguard.parse.letter import read_message  # noqa: PLC0415 - only for messages

        message, secrets = covered_parts(message)
        subject = read_message(message, self.registry.platforms, own_group=own_group)
        return marked(self._known(subject), secrets)

    def _about(self, message: Message, verdict: Verdict) -> Verdict:
        """Add what the message quotes, and what is not held against its author."""
        from channelguard.parse.letter import quotes, unquoted  # noqa: PLC0415 - only for messages

        message, _ = covered_parts(message)
        quoted = "\n".join(one for one in (message.quoted, quotes(message.text)[1]) if one.strip())
        if quoted:
            level = self._judge(Inquiry(self._read(unquoted(quoted), "message", None, None))).level
            if level >= Level.SUSPICIOUS:
                remark = f"quoted:{level.name.lower()}"
                verdict = verdict._replace(remarks=(*verdict.remarks, remark))
        staff = message.sender is not None and message.sender.is_staff
        return _unheld(verdict) if staff else verdict

    def check_mail(self, mail: Mail) -> Verdict:
        """Return the verdict about an e-mail; see `mail.read_mail` for a file.

        `Subject.raw` is subject and text, followed by lines with the addresses of the header.

        Raises:
            InputError: A part is no string, or they are too long together.
        """
        from channelguard.parse.letter import read_mail  # noqa: PLC0415 - only for mails

        mail, secrets = covered_parts(mail)
        subject = read_mail(mail, self.registry.platforms)
        return self._judge(self._inquire(marked(subject, secrets)))

    def _inquire(self, subject: Subject) -> Inquiry:
        if self.expand is None and self.ages is None:
            return Inquiry(subject)
        return inquire(subject, self.registry, self.expand, self.ages)

    async def _inquire_async(self, subject: Subject) -> Inquiry:
        if self.expand is None and self.ages is None:
            return Inquiry(subject)
        return await inquire_async(subject, self.registry, self.expand, self.ages)

    def _judge(self, inquiry: Inquiry) -> Verdict:
        """Ask the registry and the rules about every atom, and add up."""
        subject = self._beside(inquiry.subject)
        listings = [self._listing(atom) for atom in subject.atoms]
        sightings = [
            sighting
            for atom, listing in zip(subject.atoms, listings, strict=True)
            for sighting in self._ask(atom, listing)
        ]
        sightings += self._heard(subject.atoms, listings)
        sightings += [sighting for thing in inquiry.things for sighting in self._seen_in(thing)]
        return self._verdict(subject, inquiry, listings, sightings)

    def _beside(self, subject: Subject) -> Subject:
        """Tell contacts which brand the message speaks of."""
        if not any(type(atom) is Contact for atom in subject.atoms):
            return subject
        from channelguard.likeness.beside import brand_beside  # noqa: PLC0415 - seldom needed

        brand = brand_beside(subject.atoms, self.registry)
        if not brand:
            return subject
        told = (
            atom._replace(beside=brand) if isinstance(atom, Contact) else atom
            for atom in subject.atoms
        )
        return subject._replace(atoms=tuple(told))

    def _known(self, subject: Subject) -> Subject:
        """Leave out the display name of an author whose account is an official one."""
        for atom in subject.atoms:
            if isinstance(atom, Handle) and atom.author:
                channel = self.registry.find(atom)
                if channel is not None and self.registry.alive(channel):
                    kept = (a for a in subject.atoms if not (isinstance(a, Name) and a.author))
                    return subject._replace(atoms=tuple(kept))
        return subject

    def check_many(self, texts: Iterable[str]) -> Iterator[Verdict]:
        """Yield the verdict of each text, in order, as soon as it is known."""
        for text in texts:
            yield self.check(text)

    def _stranger(self, subject: Subject) -> Link | None:
        """Return the link in the common case: one bare host, listed nowhere, and no brand near it.

        `check` then answers without the straight line, as that would.
        """
        if len(subject.atoms) != 1:
            return None
        atom = subject.atoms[0]
        if (
            type(atom) is not Link
            or len(subject.raw) != len(atom.host.seen)
            or not atom.host.suffix
            or self.registry.find_host(atom.host) is not None
            or (self.lists is not None and self.lists.find(atom.host.resolved))
            or not self.registry.nothing_near(atom.host)
        ):
            return None
        return atom

    def _listing(self, atom: Atom) -> Listing | None:
        channel = self.registry.find(atom)
        if channel is None:
            return None
        return Listing(atom, channel, self.registry.alive(channel))

    def _ask(self, atom: Atom, listing: Listing | None) -> Iterator[Sighting]:
        """Yield what the rules see in an atom, its numeric host, its listing, its likenesses."""
        things: list[object] = []
        if type(atom) is Link:
            things.append(atom.host) if atom.host.address else None
            if len(atom.host.seen) != atom.span[1] - atom.span[0] or atom.scheme:
                things.append(atom)
        else:
            things.append(atom)
        if self.lists is not None:
            warned = listed_in(atom, listing, self.registry, self.lists)
            things.append(warned) if warned is not None else None
        if listing is not None:
            things.append(listing)
        else:
            from channelguard.likeness.atom import in_atom  # noqa: PLC0415 - 8 ms, not for what is listed

            things += in_atom(atom, self.registry)
        for thing in things:
            yield from self._seen_in(thing)

    def _heard(self, atoms: tuple[Atom, ...], listings: list[Listing | None]) -> Iterator[Sighting]:
        """Yield what the rules hear in the words of a message."""
        for atom in atoms:
            if isinstance(atom, Text):
                from channelguard.speech import said_in  # noqa: PLC0415 - only for messages

                named = list(zip(atoms, listings, strict=True))
                for said in said_in(atom, named, self.registry):
                    yield from self._seen_in(said)

    def _seen_in(self, thing: object) -> Iterator[Sighting]:
        for rule in self._by_type.get(type(thing), ()):
            for match in rule.detect(thing, self.registry):
                yield rule, match

    def _verdict(
        self,
        subject: Subject,
        inquiry: Inquiry,
        listings: list[Listing | None],
        sightings: list[Sighting],
    ) -> Verdict:
        evidence, score = weigh(sightings)
        known = [one for one in listings if one is not None and one.official]
        unlisted = [
            atom
            for atom, one in zip(subject.atoms, listings, strict=True)
            if (one is None or not one.official) and not (isinstance(atom, Link) and atom.carries)
        ]
        plain = bool(known) and not unlisted and not subject.incomplete
        level = level_of(score, official=plain)
        imitates = next(
            (one.match.imitates for one in evidence if one.counted and one.match.imitates), ""
        )
        brand = self.registry.by_value.get(imitates)
        return Verdict(
            level,
            score,
            subject,
            evidence,
            imitates,
            tuple(dict.fromkeys(one.channel.value for one in known)),
            tuple(dict.fromkeys((*subject.incomplete, *self._gaps(inquiry, listings)))),
            self._stamp,
            _remarks(known),
            self.registry.instead[brand.brand] if brand else self.registry.all_instead,
            self._topic(evidence, level) if evidence else "",
            inquiry.chains,
        )

    def _topic(self, evidence: tuple[Evidence, ...], level: Level) -> str:
        """Return what the support guide should say: the worst first, a lost secret before all."""
        for one in evidence:
            if one.rule == _PASTED:
                return self._topics[one.rule]
        counted = (one for one in evidence if one.counted and level >= Level.SUSPICIOUS)
        return next((self._topics[one.rule] for one in counted), "")

    def _gaps(self, inquiry: Inquiry, listings: list[Listing | None]) -> Iterator[str]:
        """Yield what could not be checked."""
        yield from self._dated()
        yield from inquiry.gaps
        for atom, listing in zip(inquiry.subject.atoms, listings, strict=True):
            match atom:
                case Handle(invite=True):
                    yield "invite"
                case Handle(platform=""):
                    places = self.registry.platforms_of(atom.text)
                    yield from (
                        (f"platform:{place}" for place in places) if places else ("platform",)
                    )
                case Link() if listing is None and not atom.carries:
                    if atom.host.resolved not in inquiry.opened:
                        yield from self._link_gaps(atom)
                case Action() if listing is None:
                    yield "scheme"
                case Envelope(proof="") if self.registry.find_host(atom.sender.host):
                    yield "mail-unproven"
                case _:
                    pass

    def _dated(self) -> list[str]:
        """Return what is out of date or missing, whatever is asked."""
        found = [] if time() < self._over else [f"expired:{self.registry.expires}"]
        if self.registry.stale:
            found.append(f"stale:{self.registry.stale}")
        if self.lists is not None:
            found += [f"list:{name}" for name in self.lists.gaps]
        return found

    def _link_gaps(self, atom: Link) -> Iterator[str]:
        host = atom.host.resolved
        if host in self.registry.platforms.shorteners:
            yield f"shortener:{host}"
        elif not atom.host.suffix and not atom.host.address:
            yield "not-public"


def _remarks(known: list[Listing]) -> tuple[str, ...]:
    roles = [f"role:{one.channel.role}" for one in known if one.channel.role not in SUPPORTING]
    strangers = ["user-content"] if any(one.channel.user_content for one in known) else []
    return tuple(dict.fromkeys([*roles, *strangers]))


def _unheld(verdict: Verdict) -> Verdict:
    """Return the verdict about staff: all that was seen, and only a pasted secret counts."""
    evidence = tuple(
        one._replace(counted=one.counted and one.rule == _PASTED) for one in verdict.evidence
    )
    secret = any(one.rule == _PASTED for one in evidence)
    score = min(MAX_SCORE, sum(one.points for one in evidence if one.counted))
    return verdict._replace(
        level=level_of(score, official=False),
        score=score,
        evidence=evidence,
        imitates="",
        remarks=(*verdict.remarks, "staff"),
        topic=verdict.topic if secret else "",
    )
