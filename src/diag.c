/* The table of diagnostics; see diag.h. */
#include "diag.h"

static const struct {
    const char *name, *sentence;
    enum winnow_severity severity;
} diagnostics[WINNOW_N_DIAGS] = {
#define DIAG(constant, name, severity, sentence)                               \
    [WINNOW_DIAG_##constant] = {name, sentence, WINNOW_##severity},
#include "diag.def"
#undef DIAG
};

const char *winnow_diag_name(enum winnow_diag diag)
{
    return diagnostics[diag].name;
}

enum winnow_diag winnow_diag_find(const char *name)
{
    int diag = 0;

    while (diag < WINNOW_N_DIAGS && strcmp(name, diagnostics[diag].name) != 0)
        diag++;
    return (enum winnow_diag)diag;
}

const char *winnow_diag_sentence(enum winnow_diag diag)
{
    return diagnostics[diag].sentence;
}

enum winnow_severity winnow_diag_severity(enum winnow_diag diag)
{
    return diagnostics[diag].severity;
}

const char *winnow_severity_name(enum winnow_severity severity)
{
    static const char *const names[] = {"note", "repaired", "damaged",
                                        "refused"};
    return names[severity];
}

void winnow_diag_count(struct winnow_diags *diags, enum winnow_diag diag,
                       uint64_t offset_bytes)
{
    if (diags->count[diag] == 0)
        diags->first_offset[diag] = offset_bytes;
    if (diags->count[diag] != UINT32_MAX)
        diags->count[diag]++;
}
