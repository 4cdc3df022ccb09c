"""What makes a password acceptable; refuses the short, the personal and the commonest.

Follows NIST SP 800-63B §5.1.1.2: length counts, composition rules do not.
"""

from __future__ import annotations

import unicodedata

from server.core.errors import Invalid

SHORTEST = 10
LONGEST = 200

# The commonest of at least ten characters in public lists of leaked passwords, folded.
_COMMONEST_LIST = """
    0000000000 0123456789 0987654321 1029384756 1111111111 1122334455 11111111111 111111111111
    1111122222 1212121212 1231231231 123123123123 1234512345 12345123451 1234554321 1234567890
    12345678900 12345678901 123456789012 1234567890123 123456789a 123456789q 123456789z
    12345678910 12345qwert 123qweasdzxc 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc
    2222222222 3333333333 4444444444 5555555555 6666666666 7777777777 8888888888 9876543210
    9999999999 a123456789 aaaaaaaaaa abc1234567 abc123456789 abcd123456 abcde12345 abcdefghij
    administrator adminadmin admin12345 asdfasdfasdf asdfghjkl1 asdfghjkl; asdfghjklz babygirl123
    basketball basketball1 blink182blink bismillah1 changeme123 charlie123 chocolate1 christina1
    cristiano7 computer12 dragon1234 elizabeth1 football10 football12 football123 footballer
    hello12345 hellohello iloveyou12 iloveyou123 iloveyou1234 iloveyouso jennifer12 letmein123
    letmein1234 liverpool1 lovelovelove manchester master1234 michael123 michelle12 minecraft1
    minecraft123 monkey1234 mynameisbob myspace123 newcastle1 newpassword nevermind1 p@ssw0rd12
    p@ssw0rd123 passw0rd123 password00 password01 password10 password11 password12 password123
    password1234 password12345 password123! password2024 password2025 password2026 passwordpassword
    pokemon123 princess12 princess123 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedcrfv qwe123qwe123 qwer123456
    qwert12345 qwerty1234 qwerty12345 qwerty123456 qwertyqwerty qwertyuiop qwertyuiop1
    qwertyuiop123 qwertyuiop[] rockyou123 sunshine12 sunshine123 superman12 superman123 starwars12
    tinkerbell trustno1trustno1 unbelievable valentina1 volleyball welcome123 welcome1234
    welcome2025 welcome2026 zaq12wsxcde3 zxcvbnm123 zxcvbnm1234
    zxcvbnmzxcvbnm correcthorsebatterystaple
"""
_COMMONEST = frozenset(_COMMONEST_LIST.split())


def normal(password: str) -> str:
    """The password as it is hashed: the same on keyboards that compose accents differently."""
    return unicodedata.normalize("NFKC", password)


def check_password(raw: str, *, field: str, personal: tuple[str, ...] = ()) -> str:
    """`raw` in its normal form. Raises: Invalid naming `field`, saying what to change.

    personal: the e-mail address and the name, which must not be the password.
    """
    password = normal(raw)
    if len(password) < SHORTEST:
        raise _no(field, f"At least {SHORTEST} characters, please. A few words make a good one.")
    if len(password) > LONGEST:
        raise _no(field, f"At most {LONGEST} characters, please.")
    folded = password.casefold().strip()
    if folded in {normal(word).casefold() for word in personal if word}:
        raise _no(field, "Your name or e-mail address is the first thing anybody would try.")
    if folded in _COMMONEST or len(set(folded)) < 3:
        raise _no(field, "This password is on every list of common ones. Please choose another.")
    return password


def _no(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence})
