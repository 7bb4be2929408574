/* Plain-text captures to blocks: lines joined to paragraphs, bullets, indents,
 * headings and tables understood, whatever tool dumped the page. */
#ifndef WINNOW_CAPTURE_H
#define WINNOW_CAPTURE_H

#include "document.h"

/* Fills blocks (and the root element) of a decoded text document. Linear. */
void winnow_capture_blocks(struct winnow_document *document);

#endif
