from typing import Annotated

from pydantic import Field, StringConstraints

# Passwords are taken as they are: nothing is trimmed, cut or normalised.
NewPassword = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=False, min_length=8, max_length=128),
    Field(
        description="8 to 128 characters, whichever you like; the most common passwords are refused.",
        examples=["correct horse battery staple"],
        json_schema_extra={"format": "password"},
    ),
]
GivenPassword = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=False, max_length=128),
    Field(examples=["correct horse battery staple"], json_schema_extra={"format": "password"}),
]
