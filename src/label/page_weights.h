/* The trained weights of pages; page_weights.c is generated, its head says of
 * what and how. */
#ifndef WINNOW_PAGE_WEIGHTS_H
#define WINNOW_PAGE_WEIGHTS_H

#include "label/net.h"

extern const struct winnow_net winnow_page_net;

#endif
