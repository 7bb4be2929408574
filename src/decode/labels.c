/* Charset labels, as pages and servers write them, to charsets (WHATWG
 * Encoding, section 4.2, "get an encoding"). What is not in the table is no
 * charset: no label ever reaches iconv_open, which gives "" and "x//TRANSLIT"
 * meanings of its own. */
#include "decode/charset.h"
#include "decode/decode.h"

#include <string.h>

static const struct winnow_charset charsets[WINNOW_N_CHARSETS] = {
#define CHARSET(id, name, scheme, high)                                        \
    [WINNOW_CHARSET_##id] = {name, WINNOW_SCHEME_##scheme, high},
#include "decode/charsets.def"
#undef CHARSET
};

static const struct label {
    const char *label;
    enum winnow_charset_id id;
} labels[] = {
#define LABEL(label, id) {label, WINNOW_CHARSET_##id},
#include "decode/labels.def"
#undef LABEL
};

enum { LABEL_MAX_BYTES = 32 };

const struct winnow_charset *winnow_charset(enum winnow_charset_id id)
{
    return &charsets[id];
}

/* ASCII white space of the Infra Standard, section 4.6: no vertical tab. */
static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static struct winnow_view trim(struct winnow_view label)
{
    while (label.length_bytes != 0 && is_space(label.data[0])) {
        label.data++;
        label.length_bytes--;
    }
    while (label.length_bytes != 0 &&
           is_space(label.data[label.length_bytes - 1]))
        label.length_bytes--;
    return label;
}

/* `label` in lower case and terminated; false: too long for any. */
static bool fold(struct winnow_view label, char folded[LABEL_MAX_BYTES])
{
    if (label.length_bytes >= LABEL_MAX_BYTES)
        return false;
    for (size_t i = 0; i < label.length_bytes; i++) {
        char c = label.data[i];
        if (c == '\0')
            return false;
        folded[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    folded[label.length_bytes] = '\0';
    return true;
}

const struct winnow_charset *winnow_charset_of(struct winnow_view label)
{
    size_t low = 0, high = sizeof labels / sizeof labels[0];
    char folded[LABEL_MAX_BYTES];

    if (!fold(trim(label), folded))
        return NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(folded, labels[middle].label);
        if (order == 0)
            return winnow_charset(labels[middle].id);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *winnow_charset_find(struct winnow_view label)
{
    const struct winnow_charset *charset = winnow_charset_of(label);

    return charset == NULL ? NULL : charset->name;
}
