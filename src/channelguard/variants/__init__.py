"""What would a fake of an official channel be called?

Makes lookalikes of a site or account, class by class, has the ordinary guard judge each, and ranks
them by the score. What the guard calls unknown stays in the list: the rules would miss it.
"""

from channelguard.variants.judged import LIMIT, Variant, variants
from channelguard.variants.tricks import CLASSES

__all__ = ["CLASSES", "LIMIT", "Variant", "variants"]
