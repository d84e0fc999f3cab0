"""Whether a home is made up: whoever shows anything of one says so."""

from config.paths import Home
from monitor.errors import LedgerError
from monitor.store import origin
from monitor.store.connect import for_reading, spoken


def words(home: Home) -> str:
    """Say that a home is made up, '' for a real one and where nothing can be read."""
    if not home.ledger.exists():
        return ""
    try:
        connection = for_reading(home.ledger)
    except LedgerError:
        return ""  # whoever needs the ledger says what is wrong with it
    try:
        with spoken(home.ledger):
            persona = origin.made_up(connection)
    finally:
        connection.close()
    return sentence(persona) if persona else ""


def sentence(persona: str) -> str:
    """Say it of a persona's life."""
    return f"Made-up data, nobody's life: the demo's persona {persona}."
