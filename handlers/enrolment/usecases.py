"""Inviting and binding (S1)."""

import hashlib
import secrets
from datetime import timedelta

from handlers.refusal import Refused
from handlers.settings import EnrolSettings
from storage import addresses, audit, invitations, people
from storage.addresses import Address
from storage.db import Tx
from storage.invitations import Invitation, InvitationState
from storage.people import Person

# Without 0/O, 1/I/L: what is read out on the phone must not be mistaken.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
ROUNDS = 20_000


def normalised(text: str) -> str:
    """A code as it was typed, without dashes and spaces, in capitals."""
    return "".join(text.split()).replace("-", "").upper()


def looks_like_code(text: str) -> bool:
    """Whether a text may be meant as a code."""
    code = normalised(text)
    return len(code) == LENGTH and code.isascii() and code.isalnum()


def hashed(station: str, code: str) -> str:
    """How a code is stored: slow to try out, the same each time, short enough for a button."""
    salt = f"dudao/{station}".encode()
    return hashlib.pbkdf2_hmac("sha256", normalised(code).encode(), salt, ROUNDS, dklen=16).hex()


async def invite(tx: Tx, staff_id: str, by: str, settings: EnrolSettings) -> str:
    """A new one-time code for a person, such as "JQA2-7KQ2"; an older one is void from now on.

    `by` is the staff id of the administrator, or "system" for the command line. Refuses people who
    are not on the roster, or have left.
    """
    person = await people.get(tx, staff_id)
    if person is None or person.left_at:
        raise Refused("person-not-found", staff=staff_id)
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    expires_at = tx.now + timedelta(hours=settings.code_hours)
    await invitations.add(tx, hashed(tx.station, code), staff_id, by, expires_at)
    await audit.add(tx, by, "enrol.invite", f"person:{staff_id}")
    return f"{code[:4]}-{code[4:]}"


async def wrong_code(tx: Tx, channel: str, chat: str, settings: EnrolSettings) -> bool:
    """Count a wrong code; True when our patience has just run out, for an hour (S1)."""
    patience = await invitations.patience(tx, channel, chat)
    count = patience.count + 1
    out = count >= settings.wrong_codes
    until = tx.now + timedelta(minutes=settings.silent_minutes) if out else None
    await invitations.lose_patience(tx, channel, chat, 0 if out else count, until)
    return out


async def bind(tx: Tx, code_hash: str, channel: str, chat: str) -> tuple[Person, Address]:
    """Bind an account to the person whom a code names; the code is used up.

    Refuses a code that is not open.
    """
    invitation = await invitations.settle(tx, code_hash, InvitationState.USED)
    person = await people.get(tx, invitation.staff_id) if invitation else None
    if invitation is None or person is None or person.left_at:
        raise Refused("code-invalid")
    address = await addresses.bind(tx, channel, chat, person.staff_id)
    await invitations.forget(tx, channel, chat)
    await audit.add(
        tx, person.staff_id, "enrol.bind", f"person:{person.staff_id}", channel=channel, chat=chat
    )
    return person, address


async def refuse_code(tx: Tx, code_hash: str) -> Invitation | None:
    """Lock a code that reached the wrong person; None when it was not open any more."""
    invitation = await invitations.settle(tx, code_hash, InvitationState.REFUSED)
    if invitation:
        await audit.add(tx, "system", "enrol.refuse", f"person:{invitation.staff_id}")
    return invitation
