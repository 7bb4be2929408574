/* Prices in a text: a currency sign or code and a number, either first.
 * "$5", "5 €", "EUR 10", "R$ 20", "1 000 Ft", "20zł", "5,- Kč".
 */
#ifndef WINNOW_PRICE_H
#define WINNOW_PRICE_H

#include "token.h"

/* The most tokens that a price has: 1 234 567 890 Ft. */
enum { WINNOW_PRICE_TOKENS_MAX = 7 };

struct winnow_price {
    uint32_t n_tokens; /* `token` and those after it */
    size_t start, end; /* bytes of the text, signs included */
};

/* The price whose first token is `token`; false when there is none. Looks at a
 * fixed number of tokens and characters around. */
bool winnow_price_at(struct winnow_view text, const struct winnow_token *token,
                     struct winnow_price *price);

#endif
