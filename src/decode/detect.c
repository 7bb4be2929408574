/* The charset of bytes that say nothing of it, through uchardet (the one file
 * that touches it), which looks at how often characters follow each other. It
 * is shown only the stretches that hold bytes beyond ASCII: markup would cost
 * time and tells nothing. */
#include "decode/charset.h"

#ifdef WINNOW_HAVE_UCHARDET

#include <string.h>
#include <uchardet.h>

enum {
    CONTEXT_BYTES = 32, /* of ASCII kept around other bytes */
    SHOWN_MAX_BYTES = 32 << 10
};

/* The next stretch from `start` on: bytes beyond ASCII with what stands
 * between, as long as that is short. Empty: there is none. */
static struct winnow_view next_stretch(struct winnow_view bytes, size_t start)
{
    const unsigned char *p = (const unsigned char *)bytes.data;
    size_t n = bytes.length_bytes, first, end, ascii;
    struct winnow_view stretch = {NULL, 0};

    first = start + winnow_ascii_prefix(p + start, n - start);
    if (first == n)
        return stretch;
    end = first;
    do {
        while (end < n && p[end] >= 0x80)
            end++;
        ascii = winnow_ascii_prefix(p + end, n - end);
        end += ascii < CONTEXT_BYTES ? ascii : CONTEXT_BYTES;
    } while (ascii < CONTEXT_BYTES && end < n && end - first < SHOWN_MAX_BYTES);
    first -= first - start < CONTEXT_BYTES ? first - start : CONTEXT_BYTES;
    stretch.data = bytes.data + first;
    stretch.length_bytes = end - first;
    return stretch;
}

static void show(uchardet_t detector, struct winnow_view bytes)
{
    size_t shown = 0, at = 0;

    while (shown < SHOWN_MAX_BYTES && at < bytes.length_bytes) {
        struct winnow_view stretch = next_stretch(bytes, at);
        if (stretch.length_bytes == 0 ||
            uchardet_handle_data(detector, stretch.data,
                                 stretch.length_bytes) != 0)
            return;
        shown += stretch.length_bytes;
        at = (size_t)(stretch.data - bytes.data) + stretch.length_bytes;
    }
}

const struct winnow_charset *winnow_detect(struct winnow_view bytes)
{
    uchardet_t detector = uchardet_new();
    const struct winnow_charset *charset;
    const char *name;

    if (detector == NULL)
        return NULL;
    show(detector, bytes);
    uchardet_data_end(detector);
    name = uchardet_get_charset(detector);
    if (strcmp(name, "UHC") == 0) /* EUC-KR, under a name that is no label */
        name = "windows-949";
    charset = winnow_charset_of(winnow_view_of(name));
    uchardet_delete(detector);
    return charset;
}

#else

const struct winnow_charset *winnow_detect(struct winnow_view bytes)
{
    (void)bytes;
    return NULL;
}

#endif
