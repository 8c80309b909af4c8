"""The table of rules: every question that is asked of an input, and what a yes is worth.

Read it down the columns. Points and the two thresholds in ``weigh`` are fitted on the development
data of 2026-11; ``tests/corpus`` shows in review what a change of price moves. Ids are for ever.
"""

from __future__ import annotations

from channelguard.detectors import (
    action_scheme,
    action_script,
    app_unlisted,
    channel_retired,
    display_name,
    handle_affix,
    handle_case,
    handle_excused,
    handle_id,
    handle_impossible,
    handle_lookalike,
    handle_other_platform,
    handle_short,
    handle_typo,
    handle_unused,
    host_address,
    host_affix,
    host_disguised,
    host_excused,
    host_lookalike,
    host_neighbour,
    host_other_suffix,
    host_short,
    host_subdomain,
    host_swapped,
    host_typo,
    host_unlisted,
    insecure_scheme,
    link_path,
    link_port,
    link_redirect,
    link_repaired,
    link_userinfo,
    mailbox_local,
    name_badge,
    name_disguised,
    name_excused,
    name_role,
    text_target_mismatch,
    unreadable_address,
)
from channelguard.likeness.found import (
    HandleLikeness,
    HostLikeness,
    LocalLikeness,
    NameLikeness,
    UnreadableLikeness,
)
from channelguard.model import Action, App, Handle, Host, Link, Mailbox, Name
from channelguard.registry import Listing
from channelguard.rule import Rule

# fmt: off
RULES: tuple[Rule, ...] = (
    #    id                       reads                group    points  detect                        topic
    Rule("host-lookalike",        HostLikeness,        "name",      85, host_lookalike.detect,        "fake-site"),
    Rule("host-other-suffix",     HostLikeness,        "name",      75, host_other_suffix.detect,     "fake-site"),
    Rule("host-affix",            HostLikeness,        "name",      75, host_affix.detect,            "fake-site"),
    Rule("host-typo",             HostLikeness,        "name",      75, host_typo.detect,             "fake-site"),
    Rule("host-subdomain",        HostLikeness,        "name",      70, host_subdomain.detect,        "fake-site"),
    Rule("host-swapped",          HostLikeness,        "name",      55, host_swapped.detect,          "fake-site"),
    Rule("host-short",            HostLikeness,        "name",      35, host_short.detect,            "fake-site"),
    Rule("host-excused",          HostLikeness,        "name",       0, host_excused.detect,          "fake-site"),
    Rule("host-neighbour",        HostLikeness,        "name",       0, host_neighbour.detect,        "fake-site"),
    Rule("host-address",          Host,                "disguise",  40, host_address.detect,          "fake-site"),
    Rule("host-disguised",        Listing,             "disguise",  45, host_disguised.detect,        "fake-site"),
    Rule("host-unlisted",         Listing,             "contact",    0, host_unlisted.detect,         "official-channels"),
    Rule("channel-retired",       Listing,             "contact",   45, channel_retired.detect,       "official-channels"),
    Rule("insecure-scheme",       Listing,             "disguise",   0, insecure_scheme.detect,       "official-channels"),
    Rule("link-userinfo",         Link,                "disguise",  75, link_userinfo.detect,         "fake-site"),
    Rule("link-port",             Link,                "disguise",  40, link_port.detect,             "fake-site"),
    Rule("link-repaired",         Link,                "disguise",  40, link_repaired.detect,         "fake-site"),
    Rule("link-redirect",         Link,                "disguise",  45, link_redirect.detect,         "fake-site"),
    Rule("link-path",             Link,                "name",      45, link_path.detect,             "fake-site"),
    Rule("text-target-mismatch",  (Link, Mailbox),     "disguise",  75, text_target_mismatch.detect,  "fake-site"),
    Rule("action-script",         Action,              "disguise",  80, action_script.detect,         "fake-site"),
    Rule("action-scheme",         (Action, Link),      "disguise",  40, action_scheme.detect,         "fake-site"),
    Rule("unreadable-address",    UnreadableLikeness,  "disguise",  50, unreadable_address.detect,    "fake-site"),
    Rule("handle-lookalike",      HandleLikeness,      "name",      85, handle_lookalike.detect,      "fake-support"),
    Rule("handle-affix",          HandleLikeness,      "name",      75, handle_affix.detect,          "fake-support"),
    Rule("handle-typo",           HandleLikeness,      "name",      75, handle_typo.detect,           "fake-support"),
    Rule("handle-short",          HandleLikeness,      "name",      50, handle_short.detect,          "fake-support"),
    Rule("handle-excused",        HandleLikeness,      "name",       0, handle_excused.detect,        "fake-support"),
    Rule("handle-other-platform", Handle,              "name",      60, handle_other_platform.detect, "fake-support"),
    Rule("handle-case",           Handle,              "name",      60, handle_case.detect,           "fake-support"),
    Rule("handle-id",             Handle,              "name",      85, handle_id.detect,             "fake-support"),
    Rule("handle-impossible",     Handle,              "disguise",  10, handle_impossible.detect,     "fake-support"),
    Rule("handle-unused",         Handle,              "contact",   40, handle_unused.detect,         "fake-support"),
    Rule("display-name",          NameLikeness,        "name",      45, display_name.detect,          "fake-support"),
    Rule("name-role",             NameLikeness,        "claim",     35, name_role.detect,             "fake-support"),
    Rule("name-badge",            Name,                "claim",     15, name_badge.detect,            "fake-support"),
    Rule("name-disguised",        NameLikeness,        "disguise",  30, name_disguised.detect,        "fake-support"),
    Rule("name-excused",          NameLikeness,        "name",       0, name_excused.detect,          "fake-support"),
    Rule("mailbox-local",         LocalLikeness,       "name",      65, mailbox_local.detect,         "fake-mail"),
    Rule("app-unlisted",          App,                 "name",      70, app_unlisted.detect,          "fake-app"),
)
# fmt: on
"""Every rule, in the order in which they are shown."""
