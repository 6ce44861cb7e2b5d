from shared.errors import Gone


class LinkNoLongerValid(Gone):
    detail = "This link has been used, has expired or was replaced by a newer one; ask for another."
