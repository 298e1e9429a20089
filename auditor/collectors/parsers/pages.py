"""Reading pages that strangers wrote, in time in proportion to their length."""

from html.parser import HTMLParser


class PageReader(HTMLParser):
    """A reader of a whole page. Its handlers are those of the library; `finish` is called at the end of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def read(self, page: str) -> None:
        """Read a page, however broken; the caller bounds its size.

        A tag or comment that the page never ends hides all that follows it, as it does from people (HTML, 13.2.5: at
        the end of the file within a tag nothing of it is emitted). The library would look for the end of each
        such tag again from every `<` behind it, which takes minutes for a page of 100 KB that is made of them.
        """
        self.feed(page)
        if self.rawdata.startswith("<"):
            self.rawdata = ""
        self.close()
        self.finish()

    def finish(self) -> None:
        """What is left to do at the end of the page."""
