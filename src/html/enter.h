/* What elements do to the builder, whoever finds them: the walk over gumbo's
 * tree (tree.c) and the reading in one pass (one_pass.c). */
#ifndef WINNOW_HTML_ENTER_H
#define WINNOW_HTML_ENTER_H

#include "html/attributes.h"
#include "html/elements.h"
#include "html/internal.h"

/* Opens a phrasing element; winnow_builder_close_inline closes it. */
void winnow_html_enter_phrasing(struct winnow_builder *builder,
                                struct winnow_html_attributes *attributes,
                                GumboTag tag);

/* Opens and closes an element that starts and ends blocks. */
void winnow_html_enter_boundary(struct winnow_builder *builder,
                                struct winnow_html_attributes *attributes,
                                GumboTag tag);
void winnow_html_leave_boundary(struct winnow_builder *builder, GumboTag tag);

/* Whether its attributes say that an element is not shown. */
bool winnow_html_is_hidden(struct winnow_html_attributes *attributes);

#endif
