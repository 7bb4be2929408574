/* What class, id, role and itemprop of elements tell: words that site builders
 * use everywhere, in groups. Names lie now and then (a body with the class
 * "comments-open"), so they are hints (place.h says where they are more); html
 * and body, and elements that hold most of the document's prose, name nothing.
 *
 * Computed once a document, in one pass: every element has its own groups and
 * what it inherits. */
#ifndef WINNOW_NAMES_H
#define WINNOW_NAMES_H

#include "filter.h"

enum winnow_name {
    WINNOW_NAME_NAV = 1 << 0,
    WINNOW_NAME_SHARE = 1 << 1,
    WINNOW_NAME_RELATED = 1 << 2,
    WINNOW_NAME_COMMENTS = 1 << 3,
    WINNOW_NAME_FOOTER = 1 << 4,
    WINNOW_NAME_CONSENT = 1 << 5,
    WINNOW_NAME_APPEAL = 1 << 6,
    WINNOW_NAME_PROMO = 1 << 7,
    WINNOW_NAME_ADVERT = 1 << 8,
    WINNOW_NAME_WIDGET = 1 << 9,
    WINNOW_NAME_SIDE = 1 << 10,
    WINNOW_NAME_TAGS = 1 << 11,
    WINNOW_NAME_BYLINE = 1 << 12,
    WINNOW_NAME_DATE = 1 << 13,
    WINNOW_NAME_CAPTION = 1 << 14,
    WINNOW_NAME_TITLE = 1 << 15,
    WINNOW_NAME_BODY = 1 << 16,
    WINNOW_NAME_HEADER = 1 << 17,
    WINNOW_NAME_POST = 1 << 18,   /* the text of a post, by forum software */
    WINNOW_NAME_POSTER = 1 << 19, /* what such software puts around that text:
                                     who wrote it, controls */
    WINNOW_NAME_SIGNATURE = 1 << 20, /* the line that a poster ends with */
    WINNOW_NAME_NOTICE = 1 << 21,    /* what a site tells all who come */
    WINNOW_NAME_CONCEALED = 1 << 22  /* what frameworks of styles do not show */
};

/* The groups of what stands around a document. */
#define WINNOW_NAMES_AROUND                                                    \
    (WINNOW_NAME_NAV | WINNOW_NAME_SHARE | WINNOW_NAME_RELATED |               \
     WINNOW_NAME_COMMENTS | WINNOW_NAME_FOOTER | WINNOW_NAME_CONSENT |         \
     WINNOW_NAME_APPEAL | WINNOW_NAME_PROMO | WINNOW_NAME_ADVERT |             \
     WINNOW_NAME_WIDGET | WINNOW_NAME_SIDE | WINNOW_NAME_TAGS |                \
     WINNOW_NAME_HEADER)

/* What stands around a block, by names. */
struct winnow_sight {
    uint32_t nearest; /* groups of the nearest element that is named */
    uint32_t above;   /* groups of all elements around it, that one too */
    uint32_t steps;   /* from the block's own element up to that one */
};

/* What is known of a document's names: for the functions below. */
struct winnow_names {
    struct winnow_read_list *read; /* lists of names that were read */
    uint32_t *own;                 /* of each element: groups of id and class */
    struct winnow_sight *of_element; /* that no block stands in: all zero */
    struct winnow_sight *of_block;
    uint32_t seen;                /* groups that are above some block */
    const uint64_t *prose_before; /* n_blocks + 1: words */
};
struct winnow_names *winnow_names_read(struct winnow_document *document);
static inline const struct winnow_names *
winnow_names_of(struct winnow_document *document)
{
    if (document->names == NULL)
        document->names = winnow_names_read(document);
    return document->names;
}

/* The sight of a block; all zero in captures. */
static inline struct winnow_sight
winnow_sight_of(struct winnow_document *document,
                const struct winnow_block *block)
{
    return winnow_names_of(document)->of_block[block - document->blocks];
}

/* Whether a name around the block says the group: seldom. */
static inline bool winnow_is_below_name(struct winnow_document *document,
                                        const struct winnow_block *block,
                                        uint32_t group)
{
    const struct winnow_names *names = winnow_names_of(document);

    return (names->seen & group) != 0 && /* seldom */
           (names->of_block[block - document->blocks].above & group) != 0;
}

/* The groups of element `i`'s own id and class; 0 where no block stands in it.
 */
uint32_t winnow_element_groups(struct winnow_document *document, uint32_t i);

/* Gives the hint that a name is worth: strong when the nearest name says it
 * and nothing else, less from further up and for prose. */
void winnow_hint_by_name(struct winnow_document *document,
                         struct winnow_block *block, uint32_t group,
                         enum winnow_kind kind, const char *rule);

/* Words of visible prose in blocks [first, end). */
uint64_t winnow_prose_words(struct winnow_document *document, uint32_t first,
                            uint32_t end);

/* Whether more than half of the document's prose stands in the element. */
bool winnow_holds_most_prose(struct winnow_document *document,
                             const struct winnow_element *element);

/* The groups of one list of names ("post-byline vcard"); 0: none. */
uint32_t winnow_name_groups(struct winnow_view names);

#endif
