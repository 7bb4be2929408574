/* Bytes to text. The first byte says which charset they are declared to be in,
 * if any. */
#include "fuzz.h"

static const char *label;

static void decode(struct winnow_document *document)
{
    document->from = WINNOW_FROM_AUTO;
    winnow_decode_sniff(document);
    if (document->refused == NULL)
        fuzz_decode(document, label);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char *const labels[] = {"",
                                         "utf-8",
                                         "windows-1252",
                                         "shift_jis",
                                         "euc-jp",
                                         "euc-kr",
                                         "iso-2022-jp",
                                         "big5",
                                         "gb18030",
                                         "gbk",
                                         "utf-16le",
                                         "utf-16be",
                                         "koi8-r",
                                         "x-user-defined",
                                         "replacement",
                                         "windows-1255",
                                         "windows-1258",
                                         "iso-8859-8-i"};

    if (n == 0)
        return 0;
    label = labels[bytes[0] % (sizeof labels / sizeof *labels)];
    fuzz_in_arena(bytes + 1, n - 1, decode);
    return 0;
}
