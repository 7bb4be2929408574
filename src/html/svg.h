/* The svg of a page: it holds no text that is read, but what is in it must be
 * well-formed to be passed over. The rules are those of foreign content (WHATWG
 * HTML, section 13.2.6.5). */
#ifndef WINNOW_HTML_SVG_H
#define WINNOW_HTML_SVG_H

#include "html/markup.h"

/* One past the end tag of an svg element whose start tag is `token`; 0 where it
 * is not well-formed, or holds HTML but div and span. */
size_t winnow_html_svg_end(const char *text, size_t end,
                           const struct winnow_html_token *token);

/* The token at `at` inside an svg, where there are CDATA sections, given as
 * comments. */
struct winnow_html_token winnow_html_svg_token(const char *text, size_t at,
                                               size_t end);

#endif
