/* Which blocks to keep; see choose.h. Keeping the blocks of likelihood t and
 * more, with their words W(t), the expected F measure is
 *   (1 + b) * E(words of the document among them) / (W(t) + b * E(all of it)),
 * b being beta squared (Lewis 1995; Ye et al. 2012). All in integers. */
#include "label/choose.h"

enum {
    LEAST = 30, /* a page whose best blocks are less likely has no document */
    STEPS_A_LOGIT = 4,
    LOGIT_MOST = 8
};

/* 1000 / (1 + exp(-x)) for x = 0, 1/4 ... 8. */
static const uint16_t sigmoid[LOGIT_MOST * STEPS_A_LOGIT + 1] = {
    500, 562, 622, 679, 731, 777, 818, 852, 881, 905,  924,
    940, 953, 963, 971, 977, 982, 986, 989, 991, 993,  995,
    996, 997, 998, 998, 998, 999, 999, 999, 999, 1000, 1000};

uint32_t winnow_likelihood(int32_t logit)
{
    enum { STEP = 256 / STEPS_A_LOGIT };
    uint32_t x = logit < 0 ? (uint32_t)-logit : (uint32_t)logit;
    uint32_t at = x / STEP, rest = x % STEP, value;

    if (at >= LOGIT_MOST * STEPS_A_LOGIT)
        value = WINNOW_SURE;
    else
        value = sigmoid[at] +
                (uint32_t)(sigmoid[at + 1] - sigmoid[at]) * rest / STEP;
    return logit < 0 ? WINNOW_SURE - value : value;
}

uint32_t winnow_choose(const struct winnow_choice *choice,
                       uint32_t beta_squared_percent)
{
    enum { PRECISION = 1000000 };
    uint64_t expected = choice->kept_words * WINNOW_SURE;
    uint64_t kept = choice->kept_words, hit = expected, most = 0;
    uint32_t best = WINNOW_SURE + 1;

    for (uint32_t p = 0; p <= WINNOW_SURE; p++)
        expected += choice->words[p] * p;
    expected = expected * beta_squared_percent / 100;
    for (uint32_t p = WINNOW_SURE; p >= LEAST; p--) {
        uint64_t measure;
        if (choice->words[p] == 0)
            continue;
        kept += choice->words[p];
        hit += choice->words[p] * p;
        measure = hit * PRECISION / (kept * WINNOW_SURE + expected);
        if (measure > most) {
            most = measure;
            best = p;
        }
    }
    return best;
}
