/* The trained weights; page_weights.c and capture_weights.c are generated,
 * their heads say of what and how. */
#ifndef WINNOW_WEIGHTS_H
#define WINNOW_WEIGHTS_H

#include "label/net.h"

extern const struct winnow_net winnow_page_net, winnow_capture_net;

#endif
