from shared.errors import NotFound, Unavailable, Unprocessable, UnsupportedMedia


class ImageKindNotAccepted(UnsupportedMedia):
    detail = "Send the image as image/jpeg, image/png or image/webp."


class NotAnImage(Unprocessable):
    detail = "This cannot be read as an image of the kind that `Content-Type` names."


class ImageTooLarge(Unprocessable):
    detail = "The image has too many pixels: at most 24 million (WebP 10 million), and 12,000 on a side."


class ImageMoves(Unprocessable):
    detail = "The image is animated; send a still one."


class ImageHidesSomething(Unprocessable):
    detail = "The file is more than an image: it also contains a document, an archive or a program."


class ImageTakesTooMuch(Unprocessable):
    detail = "The image takes too much time or memory to read."


class TooManyImages(Unavailable):
    detail = "Many images are being read right now; try again in a moment."


class ImageTookTooLong(Unavailable):
    detail = (
        "The image could not be read in time, perhaps because there was too much else to do; try again in a moment."
    )


class NoImage(NotFound):
    detail = "The event has no image."
