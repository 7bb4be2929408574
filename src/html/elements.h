/* What is known of HTML's elements by their tags alone: what an element does
 * to blocks, and what its tags do to the parser (WHATWG HTML, sections 3.2.5,
 * 13.1.2 and 13.2.6). */
#ifndef WINNOW_HTML_ELEMENTS_H
#define WINNOW_HTML_ELEMENTS_H

#include <gumbo.h>

#include "document.h"

/* What an element does to blocks. */
enum winnow_html_class {
    WINNOW_HTML_PHRASING, /* goes on in the block */
    WINNOW_HTML_BOUNDARY, /* starts and ends a block */
    WINNOW_HTML_SKIPPED,  /* holds no text: script, style, svg, template ... */
    WINNOW_HTML_BREAK     /* br */
};

/* What its tags do to the parser. */
enum winnow_html_trait {
    WINNOW_HTML_VOID = 1 << 0,        /* has no content and no end tag */
    WINNOW_HTML_FORMATTING = 1 << 1,  /* goes on in what follows its parent's
                                         end, up to its own end tag */
    WINNOW_HTML_ENDS_OTHERS = 1 << 2, /* phrasing whose start tag may end other
                                         elements */
    WINNOW_HTML_RAW = 1 << 3,         /* its content is no markup */
    WINNOW_HTML_REFERENCES = 1 << 4,  /* raw, but with character references */
    WINNOW_HTML_OF_HEAD = 1 << 5, /* its start tag does not begin the body */
    WINNOW_HTML_OPENS = 1 << 6,   /* a boundary whose start tag opens an
                                     element wherever in the body it is */
    WINNOW_HTML_SCOPE = 1 << 7,   /* hides what is open around it from the
                                     end tags inside it */
    WINNOW_HTML_PREFORMATTED = 1 << 8, /* keeps white space */
    WINNOW_HTML_FLAT = 1 << 9, /* holds nothing, or a next one of its kind ends
                                  it: it does not pile up */
    WINNOW_HTML_REFUSED = 1 << 10 /* changes how all that follows is read */
};

/* The tag of a name, in whatever case; GUMBO_TAG_UNKNOWN if it is none. */
GumboTag winnow_html_tag_find(struct winnow_view name);
/* The same where `n_readable` bytes may be read from the name's start on, what
 * follows it among them: quicker, of eight and more. */
GumboTag winnow_html_tag_find_in(struct winnow_view name, size_t n_readable);

struct winnow_html_row {
    uint8_t tag, class;
    uint16_t traits;
};
extern const struct winnow_html_row winnow_html_rows[GUMBO_TAG_LAST];

static inline enum winnow_html_class winnow_html_class(GumboTag tag)
{
    return (enum winnow_html_class)winnow_html_rows[tag].class;
}

static inline unsigned winnow_html_traits(GumboTag tag) /* WINNOW_HTML_... */
{
    return winnow_html_rows[tag].traits;
}

/* The tag as document.h knows it. */
static inline enum winnow_tag winnow_html_element_tag(GumboTag tag)
{
    return (enum winnow_tag)winnow_html_rows[tag].tag;
}

#endif
