/* Options: parsed, checked and held; the rows are those of options.def. What a
 * value may be is said here and nowhere else. Not here: the command line
 * (tools/winnow.c), and what the options come to when taken together
 * (config.c). */
#include "options.h"

#include "document.h"
#include "filter.h"
#include "json.h"
#include "language.h"
#include "phrases.h"

#include <errno.h>

enum {
    LEVEL_MAX = 19,       /* zstd without --ultra */
    SHOWN_BYTES_MAX = 60, /* of a refused value in an error */
    JOBS_MAX = 256,
    TIMEOUT_SECONDS_MAX = 24 * 60 * 60
};
#define KIB ((uint64_t)1 << 10)
#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)
#define PHRASES_BYTES_MAX ((size_t)16 << 20)

static const struct winnow_option_info table[] = {
#define OPTION(name, letter, argument, group, summary)                         \
    {name, letter, argument, group, summary},
#include "options.def"
#undef OPTION
};

/* A word that an option's value may be, and what it means. */
struct choice {
    const char *word;
    int meaning;
};

static const struct choice input_formats[] = {
    {"auto", WINNOW_INPUT_AUTO},  {"html", WINNOW_INPUT_HTML},
    {"text", WINNOW_INPUT_TEXT},  {"warc", WINNOW_INPUT_WARC},
    {"wet", WINNOW_INPUT_WARC},   {"arc", WINNOW_INPUT_ARC},
    {"jsonl", WINNOW_INPUT_JSONL}};

static const struct choice codecs[] = {{"none", WINNOW_COMPRESS_NONE},
                                       {"gzip", WINNOW_COMPRESS_GZIP},
                                       {"zstd", WINNOW_COMPRESS_ZSTD}};

static const struct choice progress_forms[] = {{"auto", WINNOW_PROGRESS_AUTO},
                                               {"json", WINNOW_PROGRESS_JSON},
                                               {"none", WINNOW_PROGRESS_NONE}};

static const struct choice output_forms[] = {{"text", WINNOW_TO_TEXT},
                                             {"markdown", WINNOW_TO_MARKDOWN},
                                             {"jsonl", WINNOW_TO_JSONL},
                                             {"warc", WINNOW_TO_WARC}};

#define N_OF(array) (sizeof(array) / sizeof *(array))

const char *winnow_version(void)
{
    return WINNOW_VERSION;
}

const struct winnow_option_info *winnow_option_list(size_t *n)
{
    *n = N_OF(table);
    return table;
}

/* One call of winnow_options_set. */
struct setting {
    struct winnow_options *options;
    const char *name;
    const char *value; /* NULL where the option takes none */
    size_t member;     /* offset in struct winnow_options, for the functions
                          that serve several */
};

/* ---- refusals ------------------------------------------------------------ */

/* The longest start of `view` that an error shows, whole characters only. */
static struct winnow_view shown(struct winnow_view view)
{
    if (view.length_bytes <= SHOWN_BYTES_MAX)
        return view;
    view.length_bytes = SHOWN_BYTES_MAX;
    while (view.length_bytes != 0 &&
           ((unsigned char)view.data[view.length_bytes] & 0xc0) == 0x80)
        view.length_bytes--;
    return view;
}

/* Leaves `--name: before "quoted" after` as the error, without the name where
 * there is none: one line, whatever the value holds, so the value is written as
 * JSON writes it. */
static enum winnow_status refuse(const struct setting *setting,
                                 const char *before, struct winnow_view quoted,
                                 const char *after)
{
    struct winnow_buffer line = {0};

    if (setting->name != NULL) {
        winnow_buffer_string(&line, "--");
        winnow_buffer_string(&line, setting->name);
        winnow_buffer_string(&line, ": ");
    }
    winnow_buffer_string(&line, before);
    if (quoted.data != NULL)
        winnow_json_string(&line, shown(quoted));
    winnow_buffer_string(&line, after);
    winnow_buffer_byte(&line, '\0');
    if (!line.failed)
        snprintf(setting->options->error, sizeof setting->options->error, "%s",
                 line.data);
    winnow_buffer_free(&line);
    return WINNOW_ERR_OPTION;
}

static enum winnow_status refuse_plainly(const struct setting *setting,
                                         const char *sentence)
{
    return refuse(setting, sentence, (struct winnow_view){0}, "");
}

/* ---- values -------------------------------------------------------------- */

static bool find_choice(const struct choice *choices, size_t n,
                        struct winnow_view word, int *meaning)
{
    for (size_t i = 0; i < n; i++) {
        if (!winnow_view_is(word, choices[i].word))
            continue;
        *meaning = choices[i].meaning;
        return true;
    }
    return false;
}

/* Decimal digits and, with `units`, one of K, M, G (powers of 1024). */
static bool parse_number(const char *string, bool units, uint64_t *number)
{
    uint64_t value = 0, unit = 1;
    const char *at = string;

    for (; *at >= '0' && *at <= '9'; at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    if (at == string)
        return false;
    if (units && *at != '\0') {
        unit = *at == 'K' || *at == 'k'   ? KIB
               : *at == 'M' || *at == 'm' ? MIB
               : *at == 'G' || *at == 'g' ? GIB
                                          : 0;
        at++;
    }
    if (*at != '\0' || unit == 0 || value > UINT64_MAX / unit)
        return false;
    *number = value * unit;
    return true;
}

/* A number from `least` to `most`; `complaint` tells the range to a person. */
static enum winnow_status set_number(const struct setting *setting, bool units,
                                     uint64_t least, uint64_t most,
                                     const char *complaint, uint64_t *number)
{
    uint64_t value;

    if (!parse_number(setting->value, units, &value) || value < least ||
        value > most)
        return refuse(setting, "", winnow_view_of(setting->value), complaint);
    *number = value;
    return WINNOW_OK;
}

static void *member_of(const struct setting *setting)
{
    return (char *)setting->options + setting->member;
}

static enum winnow_status set_flag(const struct setting *setting)
{
    *(bool *)member_of(setting) = true;
    return WINNOW_OK;
}

static enum winnow_status set_string(const struct setting *setting)
{
    char **string = member_of(setting), *copy;

    if (setting->value[0] == '\0')
        return refuse_plainly(setting, "the value is empty");
    copy = strdup(setting->value);
    if (copy == NULL)
        return WINNOW_ERR_MEMORY;
    free(*string);
    *string = copy;
    return WINNOW_OK;
}

/* The next item of a comma-separated list; false at its end. An empty item is
 * an item. */
static bool next_item(const char **rest, struct winnow_view *item)
{
    size_t length;

    if (*rest == NULL)
        return false;
    length = strcspn(*rest, ",");
    *item = (struct winnow_view){*rest, length};
    *rest = (*rest)[length] == ',' ? *rest + length + 1 : NULL;
    return true;
}

/* ---- the options, one function each -------------------------------------- */

static enum winnow_status set_from(const struct setting *setting)
{
    struct winnow_view word = winnow_view_of(setting->value);
    int meaning;

    if (!find_choice(input_formats, N_OF(input_formats), word, &meaning))
        return refuse(setting, "", word,
                      " is not auto, html, text, warc, arc or jsonl");
    setting->options->from = (enum winnow_input_format)meaning;
    return WINNOW_OK;
}

static const struct choice splits[] = {{"no", false}, {"form-feed", true}};

static enum winnow_status set_split(const struct setting *setting)
{
    struct winnow_view word = winnow_view_of(setting->value);
    int meaning;

    if (!find_choice(splits, N_OF(splits), word, &meaning))
        return refuse(setting, "", word, " is not no or form-feed");
    setting->options->split_at_form_feeds = meaning != 0;
    return WINNOW_OK;
}

static enum winnow_status set_max_record(const struct setting *setting)
{
    return set_number(setting, true, 1, 4 * GIB,
                      " is not a number of bytes from 1 to 4G",
                      &setting->options->max_record_bytes);
}

/* Positions in a document are 32 bits wide where they are many. */
static enum winnow_status set_max_document(const struct setting *setting)
{
    return set_number(setting, true, 1, 2 * GIB,
                      " is not a number of bytes from 1 to 2G",
                      &setting->options->max_document_bytes);
}

static enum winnow_status set_max_memory(const struct setting *setting)
{
    return set_number(setting, true, MIB, KIB * GIB,
                      " is not a number of bytes from 1M to 1024G",
                      &setting->options->max_memory_bytes);
}

static enum winnow_status set_max_output(const struct setting *setting)
{
    return set_number(setting, true, KIB, KIB * GIB,
                      " is not a number of bytes from 1K to 1024G",
                      &setting->options->max_output_bytes);
}

/* The limits that are counts, by the member that holds them. */
static enum winnow_status set_max_count(const struct setting *setting)
{
    uint64_t *count = member_of(setting);

    return set_number(setting, true, 1, GIB, " is not a number from 1 to 1G",
                      count);
}

static enum winnow_status set_to(const struct setting *setting)
{
    struct winnow_view word = winnow_view_of(setting->value);
    int meaning;

    if (!find_choice(output_forms, N_OF(output_forms), word, &meaning))
        return refuse(setting, "", word,
                      " is not text, markdown, jsonl or warc");
    setting->options->to = (enum winnow_to)meaning;
    setting->options->located_form = (enum winnow_to)meaning;
    setting->options->to_given = true;
    return WINNOW_OK;
}

/* F measures of beta 1/2, 1 and 2. */
static const struct choice favors[] = {
    {"precision", 25}, {"balance", 100}, {"recall", 400}};

static enum winnow_status set_favor(const struct setting *setting)
{
    struct winnow_view word = winnow_view_of(setting->value);
    int meaning;

    if (!find_choice(favors, N_OF(favors), word, &meaning))
        return refuse(setting, "", word,
                      " is not precision, recall or balance");
    setting->options->beta_squared_percent = (uint32_t)meaning;
    return WINNOW_OK;
}

static const struct choice metadata_levels[] = {{"chosen", 0}, {"full", 1}};

static enum winnow_status set_metadata(const struct setting *setting)
{
    struct winnow_view word = winnow_view_of(setting->value);
    int meaning;

    if (!find_choice(metadata_levels, N_OF(metadata_levels), word, &meaning))
        return refuse(setting, "", word, " is not chosen or full");
    setting->options->full_metadata = meaning != 0;
    return WINNOW_OK;
}

static enum winnow_status set_level(const struct setting *setting)
{
    uint64_t level;
    enum winnow_status status = set_number(
        setting, false, 1, LEVEL_MAX, " is not a number from 1 to 19", &level);

    if (status == WINNOW_OK)
        setting->options->level = (int)level;
    return status;
}

static enum winnow_status set_compress(const struct setting *setting)
{
    struct winnow_view word = winnow_view_of(setting->value);
    int meaning;

    if (!find_choice(codecs, N_OF(codecs), word, &meaning))
        return refuse(setting, "", word, " is not none, gzip or zstd");
    setting->options->compression = (enum winnow_compression)meaning;
    return WINNOW_OK;
}

static enum winnow_status set_shard_size(const struct setting *setting)
{
    return set_number(setting, true, 1, KIB * GIB,
                      " is not a number of bytes from 1 to 1024G",
                      &setting->options->shard_bytes);
}

static enum winnow_status set_checkpoint(const struct setting *setting)
{
    return set_number(setting, true, 1, KIB * GIB,
                      " is not a number of bytes from 1 to 1024G",
                      &setting->options->checkpoint_bytes);
}

static bool find_kind(struct winnow_view name, int *kind)
{
    for (int i = 0; i < WINNOW_N_KINDS; i++) {
        if (!winnow_view_is(name, winnow_kind_name((enum winnow_kind)i)))
            continue;
        *kind = i;
        return true;
    }
    return false;
}

/* Every kind of the list, or none when one of them does not exist. */
static enum winnow_status set_policy(const struct setting *setting, bool kept)
{
    int8_t policy[WINNOW_N_KINDS];
    const char *rest = setting->value;
    struct winnow_view name;
    int kind;

    memcpy(policy, setting->options->policy, sizeof policy);
    while (next_item(&rest, &name)) {
        if (!find_kind(name, &kind))
            return refuse(setting, "no kind ", name, " (see --list-kinds)");
        policy[kind] = kept;
    }
    memcpy(setting->options->policy, policy, sizeof policy);
    return WINNOW_OK;
}

static enum winnow_status set_keep(const struct setting *setting)
{
    return set_policy(setting, true);
}

static enum winnow_status set_remove(const struct setting *setting)
{
    return set_policy(setting, false);
}

static bool find_filter(struct winnow_view name, size_t *row)
{
    for (size_t i = 0;
         winnow_options_filter_name(i) != NULL && i < WINNOW_FILTERS_MAX; i++) {
        if (!winnow_view_is(name, winnow_options_filter_name(i)))
            continue;
        *row = i;
        return true;
    }
    return false;
}

static enum winnow_status set_filters(const struct setting *setting)
{
    bool on[WINNOW_FILTERS_MAX];
    const char *rest = setting->value;
    struct winnow_view item;
    size_t row;

    memcpy(on, setting->options->filter_on, sizeof on);
    while (next_item(&rest, &item)) {
        if (item.length_bytes == 0 ||
            (item.data[0] != '+' && item.data[0] != '-'))
            return refuse(setting, "", item, " does not start with + or -");
        if (!find_filter(
                (struct winnow_view){item.data + 1, item.length_bytes - 1},
                &row))
            return refuse(
                setting, "no filter ",
                (struct winnow_view){item.data + 1, item.length_bytes - 1},
                " (see --list-filters)");
        on[row] = item.data[0] == '+';
    }
    memcpy(setting->options->filter_on, on, sizeof on);
    return WINNOW_OK;
}

/* Reads all of `file`; false on an error (errno) or when it is too large. */
static bool read_all(FILE *file, size_t most_bytes, struct winnow_buffer *bytes)
{
    size_t n;
    char *room;

    do {
        room = winnow_buffer_reserve(bytes, 1 << 14);
        if (room == NULL || bytes->length_bytes > most_bytes) {
            errno = room == NULL ? ENOMEM : EFBIG;
            return false;
        }
        n = fread(room, 1, 1 << 14, file);
        bytes->length_bytes += n;
    } while (n != 0);
    return !ferror(file);
}

/* All bytes of the file `path` into `bytes`; else 0 < errno comes back. */
static int read_file(const char *path, struct winnow_buffer *bytes)
{
    FILE *file = fopen(path, "rbe");
    int error;

    if (file == NULL)
        return errno;
    error = read_all(file, PHRASES_BYTES_MAX, bytes) ? 0 : errno;
    fclose(file);
    return error;
}

static enum winnow_status refuse_file(const struct setting *setting, int error)
{
    char why[128];

    if (error == ENOMEM)
        return WINNOW_ERR_MEMORY;
    snprintf(why, sizeof why, ": %s", strerror(error));
    return refuse(setting, "cannot read ", winnow_view_of(setting->value), why);
}

/* Compiles the phrases once for their errors alone: a chain compiles them
 * again, long after a person could be told of a wrong line. */
static enum winnow_status check_phrases(const struct setting *setting,
                                        const struct winnow_buffer *bytes)
{
    struct winnow_phrases *phrases = NULL;
    char error[200] = "", why[220];
    enum winnow_status status = winnow_phrases_extend(
        (struct winnow_view){bytes->data, bytes->length_bytes}, &phrases, error,
        sizeof error);

    if (status == WINNOW_OK)
        winnow_phrases_free(phrases);
    if (status != WINNOW_ERR_OPTION)
        return status;
    snprintf(why, sizeof why, ": %s", error);
    return refuse(setting, "", winnow_view_of(setting->value), why);
}

/* Read here and once, so that a pipe will do, and what is hashed is what is
 * used. */
static enum winnow_status set_phrases(const struct setting *setting)
{
    struct winnow_options *options = setting->options;
    struct winnow_buffer bytes = {0};
    int error = read_file(setting->value, &bytes);
    enum winnow_status status = error == 0 ? check_phrases(setting, &bytes)
                                           : refuse_file(setting, error);

    if (status == WINNOW_OK)
        status = set_string(setting);
    if (status != WINNOW_OK) {
        winnow_buffer_free(&bytes);
        return status;
    }
    winnow_buffer_free(&options->phrases);
    options->phrases = bytes;
    return WINNOW_OK;
}

static bool is_offset(struct winnow_view item)
{
    enum { DIGITS_MAX = 19 };

    for (size_t i = 0; i < item.length_bytes; i++)
        if (item.data[i] < '0' || item.data[i] > '9')
            return false;
    return item.length_bytes != 0 && item.length_bytes <= DIGITS_MAX;
}

static enum winnow_status set_locate(const struct setting *setting)
{
    const char *rest = setting->value;
    struct winnow_view item;

    while (next_item(&rest, &item))
        if (!is_offset(item))
            return refuse(setting, "", item, " is not an offset in bytes");
    return set_string(setting);
}

static enum winnow_status set_min_words(const struct setting *setting)
{
    uint64_t words;
    enum winnow_status status =
        set_number(setting, false, 0, UINT32_MAX,
                   " is not a number from 0 to 4294967295", &words);

    if (status == WINNOW_OK)
        setting->options->min_words = (uint32_t)words;
    return status;
}

static enum winnow_status set_languages(const struct setting *setting)
{
    if (!winnow_language_list_is_valid(setting->value))
        return refuse(setting, "", winnow_view_of(setting->value),
                      " is no list of language tags, such as en,pt-BR");
    return set_string(setting);
}

static enum winnow_status set_jobs(const struct setting *setting)
{
    uint64_t jobs;
    enum winnow_status status = set_number(
        setting, false, 0, JOBS_MAX, " is not a number from 0 to 256", &jobs);

    if (status == WINNOW_OK)
        setting->options->jobs = (int)jobs;
    return status;
}

static enum winnow_status set_progress(const struct setting *setting)
{
    struct winnow_view word = winnow_view_of(setting->value);
    int meaning;

    if (!find_choice(progress_forms, N_OF(progress_forms), word, &meaning))
        return refuse(setting, "", word, " is not auto, json or none");
    setting->options->progress = (enum winnow_progress_form)meaning;
    return WINNOW_OK;
}

static enum winnow_status set_timeout(const struct setting *setting)
{
    uint64_t seconds;
    enum winnow_status status =
        set_number(setting, false, 1, TIMEOUT_SECONDS_MAX,
                   " is not a number from 1 to 86400", &seconds);

    if (status == WINNOW_OK)
        setting->options->timeout_seconds = (uint32_t)seconds;
    return status;
}

static enum winnow_status set_verbose(const struct setting *setting)
{
    if (setting->options->verbose < 2)
        setting->options->verbose++;
    return WINNOW_OK;
}

static enum winnow_status set_nothing(const struct setting *setting)
{
    return refuse_plainly(setting, "only the command has this");
}

#define MEMBER(name) offsetof(struct winnow_options, name)
static const struct setter {
    const char *name;
    enum winnow_status (*set)(const struct setting *setting);
    size_t member; /* where `set` serves several options, else 0 */
} setters[] = {
    {"from", set_from, 0},
    {"field", set_string, MEMBER(field)},
    {"split", set_split, 0},
    {"files-from", set_string, MEMBER(files_from)},
    {"null", set_flag, MEMBER(null_separated)},
    {"url", set_string, MEMBER(url)},
    {"output", set_string, MEMBER(output)},
    {"to", set_to, 0},
    {"compress", set_compress, 0},
    {"level", set_level, 0},
    {"ledger", set_string, MEMBER(ledger)},
    {"inline-ledger", set_flag, MEMBER(inline_ledger)},
    {"ledger-text", set_flag, MEMBER(ledger_text)},
    {"explain", set_flag, MEMBER(explain)},
    {"locate", set_locate, MEMBER(locate)},
    {"shard-size", set_shard_size, 0},
    {"skip-empty", set_flag, MEMBER(skip_empty)},
    {"keep", set_keep, 0},
    {"remove", set_remove, 0},
    {"favor", set_favor, 0},
    {"metadata", set_metadata, 0},
    {"filters", set_filters, 0},
    {"phrases", set_phrases, MEMBER(phrases_file)},
    {"languages", set_languages, MEMBER(languages)},
    {"min-words", set_min_words, 0},
    {"max-record", set_max_record, 0},
    {"max-document", set_max_document, 0},
    {"max-ratio", set_max_count, MEMBER(max_ratio)},
    {"max-memory", set_max_memory, 0},
    {"max-nodes", set_max_count, MEMBER(max_nodes)},
    {"max-depth", set_max_count, MEMBER(max_depth)},
    {"max-attributes", set_max_count, MEMBER(max_attributes)},
    {"max-blocks", set_max_count, MEMBER(max_blocks)},
    {"max-output", set_max_output, 0},
    {"jobs", set_jobs, 0},
    {"timeout", set_timeout, 0},
    {"checkpoint", set_checkpoint, 0},
    {"restart", set_flag, MEMBER(restart)},
    {"stats", set_flag, MEMBER(stats)},
    {"progress", set_progress, 0},
    {"quiet", set_flag, MEMBER(quiet)},
    {"verbose", set_verbose, 0},
    {"list-kinds", set_nothing, 0},
    {"list-filters", set_nothing, 0},
    {"help", set_nothing, 0},
    {"version", set_nothing, 0},
};
_Static_assert(N_OF(setters) == N_OF(table),
               "every row of options.def has its function");

/* ---- the public calls ---------------------------------------------------- */

static void set_default_policy(int8_t policy[WINNOW_N_KINDS])
{
    enum { AROUND = 0, BODY = 1, FIELD = -1 };

#define KIND(constant, name, group, summary)                                   \
    policy[WINNOW_KIND_##constant] = group;
#include "kinds.def"
#undef KIND
}

enum winnow_status winnow_options_new(winnow_options **options)
{
    struct winnow_options *made = calloc(1, sizeof *made);

    *options = NULL;
    if (made == NULL)
        return WINNOW_ERR_MEMORY;
    set_default_policy(made->policy);
    for (size_t row = 0; row < WINNOW_FILTERS_MAX; row++)
        made->filter_on[row] = winnow_options_filter_is_on(row);
    made->stop = &made->is_stopped;
    made->max_document_bytes = 64 * MIB;
    made->max_ratio = 1000;
    made->max_memory_bytes = GIB;
    made->max_nodes = MIB;
    made->max_depth = 4096;
    made->max_attributes = 4000;
    made->max_blocks = 64 * KIB;
    made->max_output_bytes = 256 * MIB;
    made->jobs = -1;
    made->timeout_seconds = 120;
    made->checkpoint_bytes = 64 * MIB;
    made->beta_squared_percent = 100;
    made->field = strdup("html");
    if (made->field == NULL || winnow_options_write_given(made) != WINNOW_OK) {
        winnow_options_free(made);
        return WINNOW_ERR_MEMORY;
    }
    *options = made;
    return WINNOW_OK;
}

static const struct winnow_option_info *find_option(const char *name)
{
    for (size_t i = 0; i < N_OF(table); i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

static const struct setter *find_setter(const char *name)
{
    for (size_t i = 0; i < N_OF(setters); i++)
        if (strcmp(setters[i].name, name) == 0)
            return &setters[i];
    return NULL;
}

enum winnow_status winnow_options_set(winnow_options *options, const char *name,
                                      const char *value)
{
    const struct winnow_option_info *option = find_option(name);
    const struct setter *setter = find_setter(name);
    struct setting setting = {options, NULL, value, 0};
    enum winnow_status status;

    options->error[0] = '\0';
    if (option == NULL || setter == NULL)
        return refuse(&setting, "no option ", winnow_view_of(name), "");
    setting.name = name;
    setting.member = setter->member;
    if (option->argument != NULL && value == NULL)
        return refuse_plainly(&setting, "a value is missing");
    if (option->argument == NULL && value != NULL)
        return refuse_plainly(&setting, "takes no value");
    status = setter->set(&setting);
    return status == WINNOW_OK ? winnow_options_write_given(options) : status;
}

const char *winnow_options_error(const winnow_options *options)
{
    return options->error;
}

void winnow_options_free(winnow_options *options)
{
    if (options == NULL)
        return;
    free(options->phrases_file);
    free(options->field);
    free(options->url);
    free(options->languages);
    free(options->locate);
    free(options->files_from);
    free(options->output);
    free(options->ledger);
    winnow_buffer_free(&options->phrases);
    winnow_buffer_free(&options->given);
    free(options);
}

void winnow_options_stop(winnow_options *options)
{
    options->is_stopped = 1;
}

static bool copy_string(char **to, const char *from)
{
    *to = from == NULL ? NULL : strdup(from);
    return from == NULL || *to != NULL;
}

static bool copy_buffer(struct winnow_buffer *to,
                        const struct winnow_buffer *from)
{
    *to = (struct winnow_buffer){0};
    winnow_buffer_append(to, from->data, from->length_bytes);
    return !to->failed;
}

enum winnow_status winnow_options_copy(const struct winnow_options *options,
                                       struct winnow_options **copy)
{
    struct winnow_options *made = calloc(1, sizeof *made);
    bool whole;

    *copy = NULL;
    if (made == NULL)
        return WINNOW_ERR_MEMORY;
    *made = *options;
    whole = copy_string(&made->phrases_file, options->phrases_file);
    whole &= copy_string(&made->field, options->field);
    whole &= copy_string(&made->url, options->url);
    whole &= copy_string(&made->languages, options->languages);
    whole &= copy_string(&made->locate, options->locate);
    whole &= copy_string(&made->files_from, options->files_from);
    whole &= copy_string(&made->output, options->output);
    whole &= copy_string(&made->ledger, options->ledger);
    whole &= copy_buffer(&made->phrases, &options->phrases);
    whole &= copy_buffer(&made->given, &options->given);
    if (!whole) {
        winnow_options_free(made);
        return WINNOW_ERR_MEMORY;
    }
    *copy = made;
    return WINNOW_OK;
}
