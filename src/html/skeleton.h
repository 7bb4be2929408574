/* The skeleton of a page: what decides the shape of its tree and nothing else.
 * It is HTML too, a few percent of the page, and gumbo makes of it the tree
 * that it would make of the page, but that
 *   - a tag has no attributes (html and body do, which may be merged; so do
 *     formatting elements, which are compared, and input);
 *   - a run of text is one letter: 'x', or white space where it is nothing
 *     else;
 *   - what holds no text (style, svg, comments) is left out, scripts are empty;
 *   - phrasing elements are left out with all that is in them, when they begin
 *     and end inside one stretch of text and nothing that is open could tell
 *     the difference. The whole stretch then is one letter.
 * Beside each tag and letter stands where it was found in the page; from there
 * tree.c reads text and attributes, and what was left out. */
#ifndef WINNOW_HTML_SKELETON_H
#define WINNOW_HTML_SKELETON_H

#include "html/markup.h"

#define WINNOW_HTML_NO_ORIGIN UINT32_MAX

struct winnow_skeleton {
    struct winnow_view html;
    /* By byte of `html`, and one more for its end: the offset in the page of
     * the tag or of the stretch of text that starts here; NO_ORIGIN inside
     * one. */
    const uint32_t *origin;
    bool has_gaps; /* it lacks more than text that its letters stand for */
};

enum winnow_skeleton_made {
    WINNOW_SKELETON_MADE,
    WINNOW_SKELETON_REFUSED,   /* the page holds what gumbo must see as it is: a
                                  frameset, plaintext, mathematics, HTML in svg */
    WINNOW_SKELETON_TOO_COSTLY /* its tree would be (cost.h) */
};

/* Makes the skeleton of document->text, in the arena; of every tag when
 * `every_tag`. */
enum winnow_skeleton_made
winnow_html_skeleton(const struct winnow_document *document, bool every_tag,
                     struct winnow_skeleton *skeleton);

#endif
