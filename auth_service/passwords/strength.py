from zxcvbn.frequency_lists import FREQUENCY_LISTS

from auth_service.passwords.errors import PasswordTooCommon

_COMMON = frozenset(FREQUENCY_LISTS["passwords"])


def refuse_common(password: str, email: str) -> None:
    """Raises PasswordTooCommon for the 30,000 most used passwords and for the person's own address."""
    guess = password.casefold().strip()
    if guess in _COMMON or guess in {email, email.partition("@")[0]}:
        raise PasswordTooCommon(param="password")
