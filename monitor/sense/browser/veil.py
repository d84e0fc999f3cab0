"""Hide the name of a site where it would reach a disk."""


def veil(site: str, salt: str) -> str:
    """A salted hash of a site."""
    from hashlib import blake2b  # noqa: PLC0415 - only where the runtime folder is on a disk

    return blake2b(site.encode(), key=bytes.fromhex(salt), digest_size=16).hexdigest()
