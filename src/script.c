/* Scripts of letters; see script.h. The table is script.def. */
#include "script.h"

#include "fold.h"

static const struct range {
    uint32_t first, last;
    enum winnow_script_code script;
} ranges[] = {
#define SCRIPT(first, last, script) {first, last, WINNOW_SCRIPT_##script},
#include "script.def"
#undef SCRIPT
};

static const char codes[WINNOW_N_SCRIPTS][5] = {
    "",     "",     "",     "Arab", "Armn", "Beng", "Bopo", "Cans",
    "Cher", "Cyrl", "Deva", "Ethi", "Geor", "Grek", "Gujr", "Guru",
    "Kore", "Hani", "Hebr", "Jpan", "Jpan", "Khmr", "Knda", "Laoo",
    "Latn", "Mlym", "Mong", "Mymr", "Orya", "Sinh", "Syrc", "Taml",
    "Telu", "Tfng", "Thaa", "Thai", "Tibt"};

static bool has_letters(enum winnow_class class)
{
    return class == WINNOW_CLASS_LETTER || class == WINNOW_CLASS_APART ||
           class == WINNOW_CLASS_IDEOGRAPH || class == WINNOW_CLASS_VOICING ||
           class == WINNOW_CLASS_IGNORED;
}

enum winnow_script_code winnow_script_of(uint32_t code)
{
    size_t low = 0, high = sizeof ranges / sizeof ranges[0];

    if (!has_letters(winnow_class_of(code)))
        return WINNOW_SCRIPT_ZYYY;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (code > ranges[middle].last)
            low = middle + 1;
        else if (code < ranges[middle].first)
            high = middle;
        else
            return ranges[middle].script;
    }
    return WINNOW_SCRIPT_ZZZZ;
}

/* Of text in ideographs, whose script they are. */
static enum winnow_script_code
settle_ideographs(const uint32_t n[WINNOW_N_SCRIPTS],
                  enum winnow_script_code most)
{
    uint32_t n_kana = n[WINNOW_SCRIPT_HIRA] + n[WINNOW_SCRIPT_KANA];

    if (most == WINNOW_SCRIPT_HANI && n_kana > n[WINNOW_SCRIPT_HANI] / 16)
        return WINNOW_SCRIPT_HIRA;
    return most;
}

const char *winnow_script_of_text(struct winnow_view text)
{
    uint32_t n[WINNOW_N_SCRIPTS] = {0}, code;
    enum winnow_script_code most = WINNOW_SCRIPT_ZYYY;
    const char *at = text.data;
    const char *end = at == NULL ? NULL : at + text.length_bytes;

    while (at < end) {
        unsigned char c = (unsigned char)*at;
        if (c < 0x80) {
            n[WINNOW_SCRIPT_LATN] += (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            at++;
            continue;
        }
        at += winnow_decode_code_point(at, end, &code);
        n[winnow_script_of(code)]++;
    }
    n[WINNOW_SCRIPT_ZYYY] = n[WINNOW_SCRIPT_ZINH] = n[WINNOW_SCRIPT_ZZZZ] = 0;
    for (int i = 0; i < WINNOW_N_SCRIPTS; i++)
        if (n[i] > n[most])
            most = (enum winnow_script_code)i;
    return codes[settle_ideographs(n, most)];
}
