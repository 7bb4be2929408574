/* The language detector: CLD2's compact tables, in the one file that touches
 * them. Its interface is C++; this is the only file that is. */
extern "C" {
#include "language.h"
}

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <cstdio>
#include <cstring>
#include <new>

/* CLD2 keeps some codes that BCP 47 has replaced. */
static const char *modern_code(const char *code)
{
    static const char *const replaced[][2] = {
        {"iw", "he"}, {"in", "id"}, {"ji", "yi"}, {"jw", "jv"}, {"mo", "ro"}};

    for (const auto &pair : replaced)
        if (std::strcmp(code, pair[0]) == 0)
            return pair[1];
    return code;
}

extern "C" bool winnow_language_can_detect(void)
{
    return true;
}

extern "C" void winnow_language_detect(struct winnow_view text,
                                       const char *declared,
                                       const char *domain,
                                       struct winnow_language *language)
{
    CLD2::CLDHints hints = {declared, domain, CLD2::UNKNOWN_ENCODING,
                            CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language languages[3];
    int percents[3], n_bytes;
    double scores[3];
    bool reliable = false;

    language->tag[0] = '\0';
    language->score = 0;
    CLD2::Language found = CLD2::UNKNOWN_LANGUAGE;
    try {
        found = CLD2::ExtDetectLanguageSummary(
            text.data, static_cast<int>(text.length_bytes), true, &hints, 0,
            languages, percents, scores, nullptr, &n_bytes, &reliable);
    } catch (const std::bad_alloc &) {
        return; /* unknown */
    }
    if (!reliable || found == CLD2::UNKNOWN_LANGUAGE || percents[0] == 0)
        return;
    const char *code = modern_code(CLD2::LanguageCode(found));
    if (std::strcmp(code, "un") == 0 || std::strncmp(code, "xx", 2) == 0)
        return;
    std::snprintf(language->tag, sizeof language->tag, "%s", code);
    language->score =
        percents[0] * (WINNOW_LANGUAGE_SURE / 100);
}
