/* What is open while a page is read in one pass (one_pass.c): the stack of open
 * elements, the list of active formatting elements, and the text at hand, as
 * WHATWG HTML, section 13.2.4 keeps them for the tree construction. Here they
 * lead straight to the builder: an element that is pushed is entered there, one
 * that is popped is left.
 *
 * What would move an element, or a text, to another place than where it stands
 * in the page makes the reading `lost`: the page is then gumbo's. */
#ifndef WINNOW_HTML_OPEN_H
#define WINNOW_HTML_OPEN_H

#include "html/attributes.h"
#include "html/elements.h"
#include "html/piece.h"

enum {
    WINNOW_OPEN_MAX = 512,
    WINNOW_FORMATTING_MAX = 64,
    WINNOW_NOT_OPEN = UINT16_MAX,
    WINNOW_GONE = GUMBO_TAG_LAST /* a form whose end tag came before that of
                                    what is open in it */
};

struct winnow_open {
    uint16_t tag;     /* GumboTag, or WINNOW_GONE */
    uint16_t written; /* the same, of what is gone too */
    uint8_t class;
    bool is_formatting; /* it is in the list */
    bool lacks_child;   /* an unknown element that was taken for a container,
                           and has not shown that it is one */
};

/* An entry of the list: an element, or a marker (tag WINNOW_GONE). */
struct winnow_formatting {
    uint16_t tag;
    uint16_t at;  /* in the stack, or WINNOW_NOT_OPEN */
    size_t start; /* of its start tag in the page */
};

enum winnow_scope {
    WINNOW_IN_SCOPE,
    WINNOW_IN_BUTTON_SCOPE,
    WINNOW_IN_LIST_SCOPE,
    WINNOW_IN_TABLE_SCOPE
};

struct winnow_open_elements {
    struct winnow_builder builder;
    struct winnow_html_attributes attributes; /* of the start tag at hand */
    struct winnow_arena *arena;
    struct winnow_view page;
    size_t token; /* where the token at hand starts in the page */
    bool lost;

    struct winnow_open stack[WINNOW_OPEN_MAX];
    uint32_t n_open;
    uint16_t n_of_tag[GUMBO_TAG_LAST + 1]; /* on the stack */
    struct winnow_formatting list[WINNOW_FORMATTING_MAX];
    uint32_t n_list;
    uint32_t form;             /* in the stack, or WINNOW_NOT_OPEN */
    size_t n_read_again_bytes; /* of tags, or read ahead */

    struct winnow_html_piece piece; /* the text node at hand */
};

GumboTag winnow_open_current(const struct winnow_open_elements *open);
bool winnow_open_is_special(uint16_t tag);

/* Adds to the text node at hand what stands at [start, end) of the page. */
void winnow_open_text(struct winnow_open_elements *open, size_t start,
                      size_t end, enum winnow_html_place place);
/* The same of text that has nothing to decode behind the white space at its
 * start. */
void winnow_open_plain(struct winnow_open_elements *open, size_t start,
                       const struct winnow_html_look *look);
/* The same of white space alone. */
void winnow_open_white(struct winnow_open_elements *open, size_t start,
                       size_t end);
/* Ends the text node, before the token at hand. */
void winnow_open_end_text(struct winnow_open_elements *open);

/* Enters an element with the attributes at hand. `is_container`: it is of an
 * unknown name, but holds blocks. */
void winnow_open_push(struct winnow_open_elements *open, GumboTag tag,
                      bool is_container);
void winnow_open_pop(struct winnow_open_elements *open);
/* The same, where the text at hand goes on behind the element. */
void winnow_open_leave(struct winnow_open_elements *open);

bool winnow_open_is_in_scope(const struct winnow_open_elements *open,
                             GumboTag tag, enum winnow_scope scope);
/* 13.2.6.3: GUMBO_TAG_LAST for no exception. */
void winnow_open_end_implied(struct winnow_open_elements *open,
                             GumboTag exception);
/* Ends the innermost element of the tag, which is on the stack, and what is
 * open in it. */
void winnow_open_end(struct winnow_open_elements *open, GumboTag tag);
/* Ends a p in button scope, if there is one. */
void winnow_open_end_p(struct winnow_open_elements *open);
/* 13.2.6.4.7, "any other end tag". */
void winnow_open_end_any(struct winnow_open_elements *open, GumboTag tag);

/* Adds the element that was pushed last, whose start tag is the token at hand,
 * to the list of active formatting elements. */
void winnow_open_note_formatting(struct winnow_open_elements *open);
void winnow_open_add_marker(struct winnow_open_elements *open);
void winnow_open_clear_to_marker(struct winnow_open_elements *open);
/* Opens again what was closed by the end of something else (13.2.4.3). */
void winnow_open_reconstruct(struct winnow_open_elements *open);
bool winnow_open_would_reconstruct(const struct winnow_open_elements *open);
/* Whether one of the tag is in the list behind the last marker. */
bool winnow_open_is_listed(const struct winnow_open_elements *open,
                           GumboTag tag);
/* The adoption agency algorithm where what it moves stays where it is in the
 * page, or nothing is moved. */
void winnow_open_end_formatting(struct winnow_open_elements *open,
                                GumboTag tag);

#endif
