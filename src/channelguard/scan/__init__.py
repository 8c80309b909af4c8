"""Bulk: every newly registered name, certificate or address, read for imitations of a brand."""

from channelguard.scan.engine import scan
from channelguard.scan.finding import Finding

__all__ = ["Finding", "scan"]
