/* The characters of text and of attribute values: references decoded, line ends
 * made one, as gumbo does it (WHATWG HTML, sections 13.2.3.5 and 13.2.5.72 to
 * 13.2.5.80). */
#ifndef WINNOW_HTML_CHARACTERS_H
#define WINNOW_HTML_CHARACTERS_H

#include "document.h"

/* Where the characters stand. */
enum winnow_html_place {
    WINNOW_HTML_IN_DATA,  /* text, title, textarea */
    WINNOW_HTML_IN_VALUE, /* of an attribute: "?a&lt=b" holds no reference */
    WINNOW_HTML_IN_RAW    /* script, xmp: no references */
};

/* What one look at text in a page tells of it, so that it is not looked at
 * again. */
struct winnow_html_look {
    size_t end;        /* where the next '<' stands, or the page ends */
    size_t plain_end;  /* up to there nothing has to be decoded */
    size_t folded_end; /* up to there one space stands between words, as folded
                          text has it, but maybe one at the end */
};
struct winnow_html_look winnow_html_look(const char *text, size_t at,
                                         size_t end);

/* The run decoded: itself where there is nothing to decode, else in the
 * arena. Carriage returns become line feeds, controls and noncharacters that
 * are written as themselves U+FFFD. */
struct winnow_view winnow_html_decode(struct winnow_arena *arena,
                                      struct winnow_view run,
                                      enum winnow_html_place place);

/* Bytes of the run before its first character that is no white space, which
 * may be written as a reference ("&#10;"). */
size_t winnow_html_leading_white(struct winnow_view run,
                                 enum winnow_html_place place);

/* Bytes of the line feed, however it is written, that the text starts with; 0
 * if it starts with none. */
size_t winnow_html_line_feed(struct winnow_view run);

#endif
