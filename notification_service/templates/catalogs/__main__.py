"""Brings the catalogs up to date with what the templates say: `python -m notification_service.templates.catalogs`.

What is new in them is left empty, to be translated; what nobody says any more is gone. Ends with what is left to do.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import PoFileError, write_po

from notification_service.templates.catalogs.comparing import NotATemplate, faults, kept, said
from notification_service.templates.languages import CATALOGS, TRANSLATED


def update(folder: Path, language: str) -> list[str]:
    """What is left to do in the language's catalog, which is written anew. Raises PoFileError, NotATemplate, OSError."""
    catalog, spoken = kept(folder, language), said()
    catalog.update(spoken, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    text = BytesIO()
    write_po(text, catalog, width=0, sort_output=True, include_lineno=False)
    (folder / f"{language}.po").write_bytes(text.getvalue())
    return faults(catalog, spoken)


def main() -> None:
    for language in TRANSLATED:
        path = CATALOGS / f"{language}.po"
        try:
            left = update(CATALOGS, language)
        except (PoFileError, UnicodeDecodeError, OSError) as error:
            sys.exit(f"{path}: {error}")
        except NotATemplate as error:
            sys.exit(str(error))
        if left:
            sys.exit("\n".join([f"{path} needs a translator:", *left]))
        sys.stdout.write(f"{path} has everything\n")


if __name__ == "__main__":
    main()
