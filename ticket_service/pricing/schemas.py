from typing import Annotated

from pydantic import Field

from shared.ids import id_field
from shared.web.wire import Count, Response

CodeId = Annotated[str, id_field("code"), Field(examples=["code_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])]


class CodeUsesRead(Response):
    code_id: CodeId
    used: Count = Field(description="Holds and orders that stand; what ends unpaid gives its use back.")


class CodeUsesList(Response):
    data: list[CodeUsesRead]
