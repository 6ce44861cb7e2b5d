"""What a printed ticket says beside its facts, in each language that is printed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """`title` and `place` are filled in; `moment` is a pattern of Unicode TR 35."""

    title: str
    holder: str
    ticket: str
    doors: str
    venue: str
    order: str
    code: str
    use: str
    place: str
    moment: str


WORDINGS = {
    "en": Wording(
        title="Tickets for {title}",
        holder="Holder",
        ticket="Ticket",
        doors="Doors",
        venue="Venue",
        order="Order",
        code="QR code that is scanned at the entrance",
        use="Show this code at the entrance, on paper or on a screen. It admits one person, once: do not share or publish"
        " it. The staff may compare the holder's name.",
        place="Ticket {number} of {count}.",
        moment="EEEE, d MMMM y, HH:mm (zzzz)",
    ),
    "de": Wording(
        title="Tickets für {title}",
        holder="Name",
        ticket="Ticket",
        doors="Einlass",
        venue="Ort",
        order="Bestellung",
        code="QR-Code, der am Einlass gelesen wird",
        use="Zeig diesen Code am Einlass, auf Papier oder auf dem Bildschirm. Er lässt eine Person ein, einmal: Gib ihn"
        " nicht weiter und veröffentliche ihn nicht. Am Einlass kann der Name verglichen werden.",
        place="Ticket {number} von {count}.",
        moment="EEEE, d. MMMM y, HH:mm (zzzz)",
    ),
}
SPOKEN = tuple(WORDINGS)
