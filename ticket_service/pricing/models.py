"""How often codes are used. A use is a hold or an order that stands; what ends unpaid gives its use back."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id
from shared.persistence.database import Base


class CodeUses(Base):
    """It stays when its code is deleted: orders that were placed with it may still give their use back."""

    __tablename__ = "code_uses"
    __table_args__ = (
        CheckConstraint("used >= 0", "used_not_negative"),
        CheckConstraint("used <= max_uses", "not_overused"),
    )

    code_id: Mapped[str] = mapped_column(Id("code"), primary_key=True)
    # The limit that each use asks. None: as often as people like. A lowered one may be less than what is used.
    wished_uses: Mapped[int | None]
    # The same for the constraint: never less than what was used when the limit was told.
    max_uses: Mapped[int | None]
    used: Mapped[int] = mapped_column(default=0)


class AccountCodeUses(Base):
    """Of one account. Whoever changes it holds the lock of the code's row."""

    __tablename__ = "account_code_uses"
    __table_args__ = (CheckConstraint("used >= 0", "used_not_negative"),)

    code_id: Mapped[str] = mapped_column(Id("code"), primary_key=True)
    account_id: Mapped[str] = mapped_column(Id("usr"), primary_key=True)
    used: Mapped[int]
