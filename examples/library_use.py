"""How does a program ask about one address, and what can it do with the answer?

python examples/library_use.py 'https://tp-waIlet.io/claim'
"""

from __future__ import annotations

import sys

from channelguard import InputError, Level, check, explain


def advise(text: str) -> str:
    """Return what to tell somebody who asks about ``text``.

    >>> advise("tokenpocket.pro")
    'OFFICIAL: listed as an official channel: tokenpocket.pro.'
    >>> advise("https://tp-waIlet.io/claim").splitlines()[0]
    'DANGEROUS (85 of 100): likely fraud. Do not use it and do not answer.'
    """
    try:
        verdict = check(text)
    except InputError as fault:
        return f"That cannot be checked: {fault}"
    explanation = explain(verdict, "en")
    if verdict.level is Level.OFFICIAL:
        # The first line also says so where the channel is official, but none for support.
        return explanation.partition("\n")[0]
    if verdict.level is Level.UNKNOWN:
        return f"That is not a listed channel. Use one of: {', '.join(verdict.instead)}"
    return explanation


if __name__ == "__main__":
    for argument in sys.argv[1:] or ["https://tp-waIlet.io/claim"]:
        print(advise(argument))
