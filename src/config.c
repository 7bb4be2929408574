/* What options come to when taken together: which kinds are kept, the form of
 * the output, contradictions, and the hash of everything that decides a
 * document's output. Not here: the single option (options.c). */
#include "options.h"

#include "document.h"
#include "filter.h"
#include "hash.h"

#include <sys/stat.h>

enum { LEVEL_GZIP_MAX = 9, MIB = 1 << 20 };

#define N_OF(array) (sizeof(array) / sizeof *(array))

/* What an output's extension stands for. */
struct extension {
    const char *word;
    int meaning;
};

static const struct extension form_extensions[] = {
    {".txt", WINNOW_TO_TEXT},    {".text", WINNOW_TO_TEXT},
    {".md", WINNOW_TO_MARKDOWN}, {".markdown", WINNOW_TO_MARKDOWN},
    {".jsonl", WINNOW_TO_JSONL}, {".ndjson", WINNOW_TO_JSONL},
    {".json", WINNOW_TO_JSONL},  {".warc", WINNOW_TO_WARC},
    {".wet", WINNOW_TO_WARC}};

static const struct extension compression_extensions[] = {
    {".gz", WINNOW_COMPRESS_GZIP}, {".zst", WINNOW_COMPRESS_ZSTD}};

/* The name of a row of the registry: normalizers first, then filters; NULL
 * past the last row. */
const char *winnow_options_filter_name(size_t row)
{
    if (row < winnow_n_normalizers)
        return winnow_normalizers[row]->name;
    row -= winnow_n_normalizers;
    return row < winnow_n_filters ? winnow_filters[row]->name : NULL;
}

bool winnow_options_filter_is_on(size_t row)
{
    return row >= winnow_n_normalizers || !winnow_normalizers[row]->is_off;
}

/* ---- what decides the output --------------------------------------------- */

static void give_number(struct winnow_buffer *given, const char *name,
                        uint64_t number)
{
    winnow_buffer_string(given, name);
    winnow_buffer_byte(given, '=');
    winnow_buffer_number(given, number);
    winnow_buffer_byte(given, '\n');
}

/* With its length before it, so that no two values look alike. */
static void give_string(struct winnow_buffer *given, const char *name,
                        const char *string)
{
    give_number(given, name, string == NULL ? 0 : strlen(string));
    if (string != NULL)
        winnow_buffer_string(given, string);
    winnow_buffer_byte(given, '\n');
}

/* The libraries that decide what can be read, and how. */
static const char features[] = "features"
#ifdef WINNOW_HAVE_ZSTD
                               " zstd"
#endif
#ifdef WINNOW_HAVE_BROTLI
                               " brotli"
#endif
#ifdef WINNOW_HAVE_CLD2
                               " cld2"
#endif
                               "\n";

static void give_chain(struct winnow_buffer *given,
                       const struct winnow_options *options)
{
    for (int kind = 0; kind < WINNOW_N_KINDS; kind++)
        give_number(given, winnow_kind_name((enum winnow_kind)kind),
                    winnow_options_keep(options, (enum winnow_kind)kind,
                                        winnow_options_form(options, true)));
    for (size_t row = 0;
         winnow_options_filter_name(row) != NULL && row < WINNOW_FILTERS_MAX;
         row++)
        give_number(given, winnow_options_filter_name(row),
                    options->filter_on[row]);
    give_number(given, "phrases", options->phrases.length_bytes);
    winnow_buffer_append(given, options->phrases.data,
                         options->phrases.length_bytes);
    give_number(given, "min-words", options->min_words);
    give_string(given, "languages", options->languages);
    give_number(given, "favor", options->beta_squared_percent);
}

static void give_limits(struct winnow_buffer *given,
                        const struct winnow_options *options)
{
    give_number(given, "max-record", winnow_options_record_bytes(options));
    give_number(given, "max-document", options->max_document_bytes);
    give_number(given, "max-ratio", options->max_ratio);
    give_number(given, "max-memory", options->max_memory_bytes);
    give_number(given, "max-nodes", options->max_nodes);
    give_number(given, "max-depth", options->max_depth);
    give_number(given, "max-attributes", options->max_attributes);
    give_number(given, "max-blocks", options->max_blocks);
    give_number(given, "max-output", options->max_output_bytes);
}

/* Writes down everything that decides a document's output, in a form that is
 * the same however the options were given. Not here: where things are read
 * from and written to, how they are packed, what is reported. */
enum winnow_status winnow_options_write_given(struct winnow_options *options)
{
    struct winnow_buffer *given = &options->given;

    winnow_buffer_clear(given);
    winnow_buffer_string(given, "winnow " WINNOW_VERSION "\n");
    winnow_buffer_string(given, features);
    give_chain(given, options);
    give_number(given, "from", options->from);
    give_string(given, "field", options->field);
    give_number(given, "split", options->split_at_form_feeds);
    give_string(given, "url", options->url);
    give_limits(given, options);
    give_number(given, "to", winnow_options_form(options, true));
    give_number(given, "inline-ledger", options->inline_ledger);
    give_number(given, "ledger-text",
                options->inline_ledger && options->ledger_text);
    give_number(given, "metadata", options->full_metadata);
    give_number(given, "skip-empty", options->skip_empty);
    return given->failed ? WINNOW_ERR_MEMORY : WINNOW_OK;
}

const char *winnow_options_run(const struct winnow_options *options,
                               const char *const *paths, size_t n_paths,
                               char digits[17])
{
    struct winnow_buffer given = {0};

    for (size_t i = 0; i < n_paths; i++)
        give_string(&given, "input", paths[i]);
    give_string(&given, "files-from", options->files_from);
    give_number(&given, "null", options->null_separated);
    give_number(&given, "compress", options->compression);
    give_number(&given, "level", (uint64_t)options->level);
    give_number(&given, "shard-size", options->shard_bytes);
    give_string(&given, "ledger", options->ledger);
    give_number(&given, "explain", options->explain);
    give_string(&given, "locate", options->locate);
    snprintf(digits, 17, "%016llx",
             (unsigned long long)winnow_hash64(given.data, given.length_bytes));
    winnow_buffer_free(&given);
    return digits;
}

const char *winnow_options_config(const struct winnow_options *options,
                                  char digits[17])
{
    snprintf(digits, 17, "%016llx",
             (unsigned long long)winnow_hash64(options->given.data,
                                               options->given.length_bytes));
    return digits;
}

const char *winnow_kind_fate(enum winnow_kind kind)
{
    static const char *const BODY = "kept", *const FIELD = "field",
                             *const AROUND = "removed";
    const char *const fates[WINNOW_N_KINDS] = {
#define KIND(constant, name, group, summary) [WINNOW_KIND_##constant] = group,
#include "kinds.def"
#undef KIND
    };
    return fates[kind];
}

/* A kind with a field of its own leaves the text where the form has fields. */
bool winnow_options_keep(const struct winnow_options *options,
                         enum winnow_kind kind, enum winnow_to to)
{
    if (options->policy[kind] >= 0)
        return options->policy[kind] == 1;
    if (to == WINNOW_TO_LOCATED)
        to = options->located_form;
    return to != WINNOW_TO_JSONL && to != WINNOW_TO_LEDGER;
}

uint64_t winnow_options_record_bytes(const struct winnow_options *options)
{
    if (options->max_record_bytes != 0)
        return options->max_record_bytes;
    return options->max_document_bytes + options->max_document_bytes / 16 + MIB;
}

uint64_t winnow_options_unpacked_bytes(const struct winnow_options *options,
                                       uint64_t packed_bytes)
{
    uint64_t bytes = UINT64_MAX;

    if (options->max_ratio != 0 &&
        packed_bytes <= UINT64_MAX / options->max_ratio)
        bytes = packed_bytes * options->max_ratio;
    return bytes < MIB ? MIB : bytes;
}

static bool ends_with(struct winnow_view name, const char *extension)
{
    size_t length = strlen(extension);

    return name.length_bytes > length &&
           memcmp(name.data + name.length_bytes - length, extension, length) ==
               0;
}

/* The meaning of the extension that `name` ends with, which is cut off. */
static bool take_extension(const struct extension *extensions, size_t n,
                           struct winnow_view *name, int *meaning)
{
    for (size_t i = 0; i < n; i++) {
        if (!ends_with(*name, extensions[i].word))
            continue;
        name->length_bytes -= strlen(extensions[i].word);
        *meaning = extensions[i].meaning;
        return true;
    }
    return false;
}

enum winnow_compression winnow_compression_by_name(const char *path)
{
    struct winnow_view name = winnow_view_of(path == NULL ? "" : path);
    int meaning = WINNOW_COMPRESS_NONE;

    take_extension(compression_extensions, N_OF(compression_extensions), &name,
                   &meaning);
    return (enum winnow_compression)meaning;
}

bool winnow_options_mirror(const struct winnow_options *options)
{
    size_t length = options->output == NULL ? 0 : strlen(options->output);
    struct stat status;

    if (length == 0 || strcmp(options->output, "-") == 0)
        return false;
    return options->output[length - 1] == '/' ||
           (stat(options->output, &status) == 0 && S_ISDIR(status.st_mode));
}

enum winnow_compression
winnow_options_compression(const struct winnow_options *options,
                           const char *path)
{
    return options->compression == WINNOW_COMPRESS_BY_NAME
               ? winnow_compression_by_name(path)
               : options->compression;
}

enum winnow_to winnow_options_form(const struct winnow_options *options,
                                   bool plural)
{
    struct winnow_view name =
        winnow_view_of(options->output == NULL ? "" : options->output);
    int meaning;

    if (options->explain)
        return WINNOW_TO_EXPLAINED;
    if (options->locate != NULL)
        return WINNOW_TO_LOCATED;
    if (options->to_given)
        return options->to;
    take_extension(compression_extensions, N_OF(compression_extensions), &name,
                   &meaning);
    if (take_extension(form_extensions, N_OF(form_extensions), &name, &meaning))
        return (enum winnow_to)meaning;
    if (options->inline_ledger || options->full_metadata ||
        options->from == WINNOW_INPUT_JSONL)
        return WINNOW_TO_JSONL;
    if (winnow_options_mirror(options))
        return WINNOW_TO_TEXT;
    return plural ? WINNOW_TO_JSONL : WINNOW_TO_TEXT;
}

static bool is_standard_output(const char *path)
{
    return path == NULL || strcmp(path, "-") == 0;
}

static bool same_output(const char *output, const char *ledger)
{
    if (ledger == NULL)
        return false;
    if (is_standard_output(output) || is_standard_output(ledger))
        return is_standard_output(output) && is_standard_output(ledger);
    return strcmp(output, ledger) == 0;
}

static enum winnow_compression
ledger_packing(const struct winnow_options *options)
{
    return winnow_compression_by_name(options->ledger);
}

/* Why `level` cannot be used, or NULL. */
static const char *level_objection(const struct winnow_options *options)
{
    enum winnow_compression output =
        winnow_options_compression(options, options->output);

    if (options->level == 0)
        return NULL;
    if (output == WINNOW_COMPRESS_NONE &&
        ledger_packing(options) == WINNOW_COMPRESS_NONE)
        return "--level: no output is named .gz or .zst";
    if (options->level > LEVEL_GZIP_MAX &&
        (output == WINNOW_COMPRESS_GZIP ||
         ledger_packing(options) == WINNOW_COMPRESS_GZIP))
        return "--level: gzip has levels from 1 to 9";
    return NULL;
}

/* Whether the ledger can be cut back and gone on with. */
static bool is_file(const char *path)
{
    struct stat status;

    return !is_standard_output(path) &&
           (stat(path, &status) != 0 || S_ISREG(status.st_mode));
}

/* Why the options for a run into a directory cannot be used, or NULL. */
static const char *directory_objection(const struct winnow_options *options)
{
    bool into_directory = winnow_options_mirror(options);

    if (options->shard_bytes != 0 && !into_directory)
        return "--shard-size: the output is no directory";
    if (options->restart && !into_directory)
        return "--restart: the output is no directory";
    if (into_directory && options->ledger != NULL && !is_file(options->ledger))
        return "--ledger: with a directory as output it must be a file";
    return NULL;
}

/* Why the options contradict each other, or NULL. */
static const char *objection(const struct winnow_options *options)
{
    const char *sentence = directory_objection(options);

    if (sentence != NULL)
        return sentence;
#ifndef WINNOW_HAVE_ZSTD
    if (winnow_options_compression(options, options->output) ==
            WINNOW_COMPRESS_ZSTD ||
        ledger_packing(options) == WINNOW_COMPRESS_ZSTD)
        return "this build cannot write zstd";
#endif
    if (options->explain && options->locate != NULL)
        return "--locate: --explain shows no text that has offsets";
    if (options->locate != NULL && options->inline_ledger)
        return "--locate: the output has no room for --inline-ledger";
    if (options->explain && options->to_given &&
        options->to != WINNOW_TO_EXPLAINED)
        return "--explain: the form of the output is given by --to already";
    if (options->split_at_form_feeds && options->from != WINNOW_INPUT_TEXT)
        return "--split: only files of --from text are cut";
    if (options->null_separated && options->files_from == NULL)
        return "--null: there is no --files-from to read";
    if (same_output(options->output, options->ledger))
        return "--ledger: the documents go to the same output";
    if (options->inline_ledger &&
        winnow_options_form(options, true) != WINNOW_TO_JSONL)
        return "--inline-ledger: only the form jsonl has room for it";
    if (options->full_metadata &&
        winnow_options_form(options, true) != WINNOW_TO_JSONL)
        return "--metadata=full: only the form jsonl has room for it";
    return level_objection(options);
}

bool winnow_options_agree(const struct winnow_options *options, char *why,
                          size_t why_bytes)
{
    const char *sentence = objection(options);

    if (sentence != NULL)
        snprintf(why, why_bytes, "%s", sentence);
    return sentence == NULL;
}
