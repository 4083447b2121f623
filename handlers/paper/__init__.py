"""Papers: what is printed for the file, as words in their places; how it looks is `form.typ`'s."""

from collections.abc import Iterator

from storage.records import Record


class PaperPhoto(Record):
    """A stored picture with its caption, and what is printed in its place where its file is lost."""

    sha256: str
    caption: str
    missing: str


class Entry(Record):
    """Something that a person handed in: a heading, who and when, their words and photos, what was said to it."""

    heading: str
    by: str
    text: str
    photos: tuple[PaperPhoto, ...] = ()
    notes: tuple[str, ...] = ()


class Entries(Record):
    """Entries one after the other, under a title."""

    title: str
    entries: tuple[Entry, ...]


class Rows(Record):
    """A table of four columns, the last one wide, under a title."""

    title: str
    columns: tuple[str, str, str, str]
    rows: tuple[tuple[str, str, str, str], ...]


class Paper(Record):
    """A paper for the file, of the station's own making. Everything in it is plain text.

    `facts` are two pairs of label and value to a line, `texts` a label and what was written; both stand in
    the frame below the head. `signatures` are the labels of the fields in which people sign. In `pages`
    `{page}` and `{pages}` become numbers.
    """

    lang: str
    station: str
    title: str
    number: str
    code: str
    facts: tuple[tuple[str, str, str, str], ...]
    texts: tuple[tuple[str, str], ...]
    parts: tuple[Entries | Rows, ...]
    signatures: tuple[str, ...]
    footer: str
    pages: str

    @property
    def photos(self) -> Iterator[str]:
        """The SHA-256 sums of its pictures, in order."""
        for part in self.parts:
            if isinstance(part, Entries):
                yield from (photo.sha256 for entry in part.entries for photo in entry.photos)
