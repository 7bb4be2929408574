/* The chain: builds filters and their states from the registry, and runs a
 * document through the stages of document.h. */
#include "chain.h"

#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "decode/decode.h"
#include "filter.h"
#include "html/html.h"
#include "json.h"
#include "label/label.h"
#include "language.h"
#include "metadata.h"
#include "phrases.h"
#include "shape.h"
#include "text.h"

/* ---- the registry -------------------------------------------------------- */

#define NORMALIZER(name)                                                       \
    extern const struct winnow_normalizer winnow_normalizer_##name;
#define FILTER(name) extern const struct winnow_filter winnow_filter_##name;
#include "filters.def"
#undef NORMALIZER
#undef FILTER

const struct winnow_normalizer *const winnow_normalizers[] = {
#define NORMALIZER(name) &winnow_normalizer_##name,
#define FILTER(name)
#include "filters.def"
#undef NORMALIZER
#undef FILTER
};
const size_t winnow_n_normalizers =
    sizeof winnow_normalizers / sizeof winnow_normalizers[0];
_Static_assert(sizeof winnow_normalizers / sizeof winnow_normalizers[0] <=
                   WINNOW_NORMALIZERS_MAX,
               "a document counts the changes of each");

const struct winnow_filter *const winnow_filters[] = {
#define NORMALIZER(name)
#define FILTER(name) &winnow_filter_##name,
#include "filters.def"
#undef NORMALIZER
#undef FILTER
};
const size_t winnow_n_filters =
    sizeof winnow_filters / sizeof winnow_filters[0];

bool winnow_filter_info(size_t i, const char **name, const char **summary)
{
    if (i < winnow_n_normalizers) {
        *name = winnow_normalizers[i]->name;
        *summary = winnow_normalizers[i]->summary;
        return true;
    }
    i -= winnow_n_normalizers;
    if (i >= winnow_n_filters)
        return false;
    *name = winnow_filters[i]->name;
    *summary = winnow_filters[i]->summary;
    return true;
}

/* ---- building ------------------------------------------------------------ */

enum { ARENA_KEPT_BYTES = 8 << 20 };

struct winnow_chain {
    struct winnow_options *options;
    struct winnow_arena arena;
    struct winnow_decoder *decoder;
    struct winnow_phrases *phrases_built; /* with the user's, or NULL */
    const struct winnow_phrases *phrases;
    struct winnow_empty_phrases empty_phrases;
    struct winnow_filter_ctx *contexts; /* one a filter */
    size_t n_open;                      /* filters whose open was called */
    struct winnow_buffer fed;
    struct winnow_result result;
    void (*passed)(void *user, enum winnow_stage stage); /* or NULL */
    void *passed_user;
};

static bool is_on(const struct winnow_chain *chain, size_t filter)
{
    return chain->options->filter_on[winnow_n_normalizers + filter];
}

static enum winnow_status open_phrases(struct winnow_chain *chain)
{
    const struct winnow_buffer *own = &chain->options->phrases;
    enum winnow_status status;
    char error[256];

    chain->phrases = winnow_phrases_builtin();
    if (own->length_bytes != 0) {
        const struct winnow_view text = {own->data, own->length_bytes};
        status = winnow_phrases_extend(text, &chain->phrases_built, error,
                                       sizeof error);
        if (status != WINNOW_OK)
            return status;
        chain->phrases = chain->phrases_built;
    }
    chain->empty_phrases.error_page =
        winnow_phrase_group(chain->phrases, "error-page");
    chain->empty_phrases.challenge_page =
        winnow_phrase_group(chain->phrases, "challenge-page");
    return WINNOW_OK;
}

static enum winnow_status open_filter(struct winnow_chain *chain, size_t i)
{
    const struct winnow_filter *filter = winnow_filters[i];
    struct winnow_filter_ctx *ctx = &chain->contexts[i];

    ctx->phrases = chain->phrases;
    if (filter->state_size != 0) {
        ctx->state = calloc(1, filter->state_size);
        if (ctx->state == NULL)
            return WINNOW_ERR_MEMORY;
    }
    chain->n_open = i + 1;
    return filter->open == NULL ? WINNOW_OK : filter->open(ctx);
}

static enum winnow_status build(struct winnow_chain *chain,
                                const winnow_options *options)
{
    enum winnow_status status = winnow_options_copy(options, &chain->options);

    if (status == WINNOW_OK)
        status = winnow_decode_open(&chain->decoder);
    if (status == WINNOW_OK)
        status = open_phrases(chain);
    if (status != WINNOW_OK)
        return status;
    chain->contexts = calloc(winnow_n_filters, sizeof *chain->contexts);
    if (chain->contexts == NULL)
        return WINNOW_ERR_MEMORY;
    for (size_t i = 0; i < winnow_n_filters && status == WINNOW_OK; i++)
        status = open_filter(chain, i);
    return status;
}

enum winnow_status winnow_chain_new(const winnow_options *options,
                                    winnow_chain **chain)
{
    struct winnow_chain *made = calloc(1, sizeof *made);
    enum winnow_status status;

    *chain = NULL;
    if (made == NULL)
        return WINNOW_ERR_MEMORY;
    winnow_arena_init(&made->arena);
    status = build(made, options);
    if (status != WINNOW_OK) {
        winnow_chain_free(made);
        return status;
    }
    *chain = made;
    return WINNOW_OK;
}

void winnow_chain_free(winnow_chain *chain)
{
    if (chain == NULL)
        return;
    for (size_t i = 0; i < chain->n_open; i++) {
        if (winnow_filters[i]->close != NULL)
            winnow_filters[i]->close(&chain->contexts[i]);
        free(chain->contexts[i].state);
    }
    free(chain->contexts);
    winnow_phrases_free(chain->phrases_built);
    winnow_decode_close(chain->decoder);
    winnow_options_free(chain->options);
    for (int to = 0; to <= WINNOW_TO_LOCATED; to++)
        winnow_buffer_free(&chain->result.rendered[to]);
    winnow_buffer_free(&chain->fed);
    winnow_arena_free(&chain->arena);
    free(chain);
}

/* ---- the stages ---------------------------------------------------------- */

void winnow_chain_watch(winnow_chain *chain,
                        void (*passed)(void *user, enum winnow_stage stage),
                        void *user)
{
    chain->passed = passed;
    chain->passed_user = user;
}

static void pass(const struct winnow_chain *chain, enum winnow_stage stage)
{
    if (chain->passed != NULL)
        chain->passed(chain->passed_user, stage);
}

/* Whether a code point that is no ASCII white space begins with the byte. */
static bool starts_character(char byte)
{
    return (unsigned char)byte > ' ' && ((unsigned char)byte & 0xc0) != 0x80;
}

/* Code points that are no ASCII white space, in [start, end); as many bytes at
 * once as a counter of one byte holds. */
static uint32_t count_characters(struct winnow_view text, size_t start,
                                 size_t end)
{
    uint32_t n = 0;

    while (start < end) {
        size_t n_bytes = end - start < UINT8_MAX ? end - start : UINT8_MAX;
        const char *at = text.data + start;
        uint8_t n_here = 0;
        for (size_t i = 0; i < n_bytes; i++)
            n_here = (uint8_t)(n_here + starts_character(at[i]));
        n += n_here;
        start += n_bytes;
    }
    return n;
}

static void measure_block(struct winnow_block *block)
{
    block->n_characters =
        count_characters(block->text, 0, block->text.length_bytes);
    block->ends_like_sentence = winnow_ends_like_sentence(block->text);
    for (uint32_t i = 0; i < block->n_marks; i++) {
        const struct winnow_mark *mark = &block->marks[i];
        struct winnow_view inside;
        if (mark->type != WINNOW_MARK_LINK)
            continue;
        if (mark->start == 0 && mark->end == block->text.length_bytes) {
            block->n_link_characters += block->n_characters;
            block->n_link_words += block->n_words;
            continue;
        }
        inside.data = block->text.data + mark->start;
        inside.length_bytes = mark->end - mark->start;
        block->n_link_characters +=
            count_characters(block->text, mark->start, mark->end);
        block->n_link_words += winnow_count_words(inside);
    }
}

static bool runs_on(const struct winnow_chain *chain, size_t filter,
                    const struct winnow_document *document)
{
    unsigned needed = document->from == WINNOW_FROM_HTML ? WINNOW_ON_PAGES
                                                         : WINNOW_ON_CAPTURES;

    return is_on(chain, filter) &&
           (winnow_filters[filter]->flags & needed) != 0;
}

/* What does not fit is not added: the document comes out without it. */
static void add_if_it_fits(struct winnow_chain *chain, size_t filter,
                           struct winnow_document *document)
{
    struct winnow_arena *arena = document->arena;
    const struct winnow_arena_mark mark = winnow_arena_mark(arena);
    jmp_buf *const outer = arena->escape;
    jmp_buf escape;
    int code = setjmp(escape);

    if (code == 0) {
        arena->escape = &escape;
        winnow_filters[filter]->add(&chain->contexts[filter], document);
        arena->escape = outer;
        return;
    }
    arena->escape = outer;
    if (code == WINNOW_ARENA_NO_MEMORY)
        longjmp(*outer, code);
    winnow_arena_release(arena, mark);
}

static void add_blocks(struct winnow_chain *chain,
                       struct winnow_document *document)
{
    for (size_t i = 0; i < winnow_n_filters; i++)
        if (winnow_filters[i]->add != NULL && runs_on(chain, i, document))
            add_if_it_fits(chain, i, document);
}

static void run_filters(struct winnow_chain *chain,
                        struct winnow_document *document)
{
    for (size_t i = 0; i < winnow_n_filters; i++)
        if (runs_on(chain, i, document))
            winnow_filters[i]->document(&chain->contexts[i], document);
}

static bool is_in_language(struct winnow_document *document,
                           const char *languages)
{
    winnow_find_language(document);
    return winnow_language_is_among(
        document->fields[WINNOW_FIELD_LANGUAGE].value, languages);
}

/* A block that no field says stays, unless it is told to go. */
static bool is_kept(const struct winnow_options *options,
                    const struct winnow_document *document,
                    const struct winnow_block *block)
{
    return winnow_options_keep(options, block->kind, options->to) ||
           (options->policy[block->kind] < 0 &&
            !winnow_field_says(document, block));
}

static void apply_policy(const struct winnow_chain *chain,
                         struct winnow_document *document)
{
    const struct winnow_options *options = chain->options;
    uint64_t words = 0;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        block->kept =
            block->text.length_bytes != 0 && is_kept(options, document, block);
        if (block->kept)
            words += block->n_words;
    }
    document->empty = winnow_find_empty(document, &chain->empty_phrases);
    if (document->empty == WINNOW_NOT_EMPTY && words < options->min_words)
        document->empty = WINNOW_EMPTY_TOO_SHORT;
    if (document->empty == WINNOW_NOT_EMPTY && options->languages != NULL &&
        !is_in_language(document, options->languages))
        document->empty = WINNOW_EMPTY_OTHER_LANGUAGE;
    if (document->empty == WINNOW_NOT_EMPTY)
        return;
    for (uint32_t i = 0; i < document->n_blocks; i++)
        document->blocks[i].kept = false;
}

static void read_blocks(struct winnow_document *document)
{
    if (document->from != WINNOW_FROM_HTML) {
        winnow_capture_blocks(document);
        return;
    }
    winnow_html_blocks(document);
    document->renderer = NULL;
}

/* What is said of the document becomes text as its blocks are, on one line. */
static void normalize_candidate(struct winnow_chain *chain,
                                struct winnow_candidate *candidate)
{
    struct winnow_block block = {.text = candidate->value};
    char *line;

    winnow_text_normalize_all(&chain->result.document, &block,
                              chain->options->filter_on);
    if (block.text.length_bytes != 0 &&
        memchr(block.text.data, '\n', block.text.length_bytes) != NULL) {
        line = winnow_arena_copy(&chain->arena, block.text.data,
                                 block.text.length_bytes);
        for (size_t i = 0; i < block.text.length_bytes; i++)
            if (line[i] == '\n')
                line[i] = ' ';
        block.text.data = line;
    }
    candidate->value = block.text;
}

static void choose_metadata(struct winnow_chain *chain,
                            struct winnow_document *document)
{
    uint32_t n_changes[WINNOW_NORMALIZERS_MAX], n = 0;
    struct winnow_diags diags;

    /* Changes and what they tell of are counted in the text alone; what nothing
     * is left of is no candidate. */
    memcpy(n_changes, document->n_changes, sizeof n_changes);
    diags = document->diags;
    for (uint32_t i = 0; i < document->n_candidates; i++) {
        struct winnow_candidate *candidate = &document->candidates[i];
        normalize_candidate(chain, candidate);
        if (candidate->chosen)
            document->fields[candidate->field].value = candidate->value;
        if (candidate->value.length_bytes != 0)
            document->candidates[n++] = *candidate;
    }
    document->n_candidates = n;
    memcpy(document->n_changes, n_changes, sizeof n_changes);
    document->diags = diags;
    winnow_metadata_choose(document);
}

static void run_stages(struct winnow_chain *chain,
                       struct winnow_document *document)
{
    if (document->from == WINNOW_FROM_AUTO)
        winnow_decode_sniff(document);
    if (document->refused != NULL)
        return;
    pass(chain, WINNOW_STAGE_PREPARE);
    winnow_decode_charset(chain->decoder, document);
    pass(chain, WINNOW_STAGE_DECODE);
    read_blocks(document);
    pass(chain, WINNOW_STAGE_STRUCTURE);
    add_blocks(chain, document);
    pass(chain, WINNOW_STAGE_ADD);
    for (uint32_t i = 0; i < document->n_blocks; i++)
        winnow_text_normalize_all(document, &document->blocks[i],
                                  chain->options->filter_on);
    pass(chain, WINNOW_STAGE_NORMALIZE);
    winnow_phrases_match(chain->phrases, document);
    pass(chain, WINNOW_STAGE_PHRASES);
    for (uint32_t i = 0; i < document->n_blocks; i++)
        measure_block(&document->blocks[i]);
    winnow_measure_for_stretch(document);
    pass(chain, WINNOW_STAGE_MEASURE);
    run_filters(chain, document);
    pass(chain, WINNOW_STAGE_FILTERS);
    winnow_label(document);
    pass(chain, WINNOW_STAGE_LABELLER);
    choose_metadata(chain, document);
    apply_policy(chain, document);
    if (document->empty == WINNOW_EMPTY_NO_TEXT)
        winnow_diag_count(&document->diags, WINNOW_DIAG_NO_TEXT, 0);
    pass(chain, WINNOW_STAGE_POLICY);
}

/* ---- one document -------------------------------------------------------- */

static uint64_t budget_of(const struct winnow_options *options, size_t bytes)
{
    uint64_t budget = UINT64_C(64) << 20;

    budget += (uint64_t)bytes * 64;
    if (budget > options->max_memory_bytes)
        budget = options->max_memory_bytes;
    return budget;
}

static struct winnow_document *begin(struct winnow_chain *chain)
{
    struct winnow_document *document = &chain->result.document;

    winnow_arena_reset(&chain->arena, ARENA_KEPT_BYTES);
    memset(document, 0, sizeof *document);
    document->arena = &chain->arena;
    document->options = chain->options;
    document->phrases = chain->phrases;
    for (int i = 0; i < WINNOW_N_FIELDS; i++)
        document->fields[i].block = WINNOW_NO_BLOCK;
    for (int to = 0; to <= WINNOW_TO_LOCATED; to++)
        winnow_buffer_clear(&chain->result.rendered[to]);
    chain->result.has_origin = false;
    return document;
}

static void refuse(struct winnow_document *document, enum winnow_diag diag)
{
    winnow_diag_count(&document->diags, diag, 0);
    document->refused = winnow_diag_name(diag);
}

/* What a refused document says of itself: nothing but that. */
static void drop_text(struct winnow_document *document)
{
    document->n_blocks = 0;
    document->n_elements = 0;
    document->n_meta = 0;
    document->n_candidates = 0;
    for (int i = 0; i < WINNOW_N_FIELDS; i++)
        document->fields[i].value = (struct winnow_view){NULL, 0};
}

/* Runs `prepare` (which fills in the body) and the stages inside the
 * document's budget. */
static enum winnow_status
run(struct winnow_chain *chain, struct winnow_document *document,
    void (*prepare)(struct winnow_chain *chain, const void *given),
    const void *given, size_t bytes)
{
    jmp_buf escape;
    int code = setjmp(escape);

    if (code == 0) {
        chain->arena.escape = &escape;
        chain->arena.budget_bytes = budget_of(chain->options, bytes);
        prepare(chain, given);
        if (document->refused == NULL &&
            document->body.length_bytes > chain->options->max_document_bytes)
            refuse(document, WINNOW_DIAG_BODY_TOO_LARGE);
        chain->arena.budget_bytes =
            budget_of(chain->options, document->body.length_bytes + bytes);
        if (document->refused == NULL)
            run_stages(chain, document);
    }
    chain->arena.escape = NULL;
    if (code == WINNOW_ARENA_NO_MEMORY)
        return WINNOW_ERR_MEMORY;
    if (code == WINNOW_ARENA_OVER_BUDGET)
        refuse(document, WINNOW_DIAG_MEMORY_BUDGET);
    if (document->refused != NULL)
        drop_text(document);
    return WINNOW_OK;
}

static struct winnow_view copied(struct winnow_arena *arena, const char *string)
{
    struct winnow_view view = winnow_view_of(string);

    view.data = winnow_arena_copy(arena, view.data, view.length_bytes);
    return view;
}

static void prepare_input(struct winnow_chain *chain, const void *given)
{
    const struct winnow_input *input = given;
    struct winnow_document *document = &chain->result.document;

    document->body.data = input->bytes;
    document->body.length_bytes = input->length_bytes;
    document->from = input->from;
    if (document->from == WINNOW_FROM_AUTO &&
        chain->options->from == WINNOW_INPUT_HTML)
        document->from = WINNOW_FROM_HTML;
    if (document->from == WINNOW_FROM_AUTO &&
        chain->options->from == WINNOW_INPUT_TEXT)
        document->from = WINNOW_FROM_TEXT;
    document->url = copied(
        &chain->arena, input->url != NULL ? input->url : chain->options->url);
    document->id = copied(&chain->arena, input->id);
    document->media_type = copied(&chain->arena, input->media_type);
    document->charset_declared = copied(&chain->arena, input->charset);
}

enum winnow_status winnow_chain_run(winnow_chain *chain,
                                    const struct winnow_input *input,
                                    const winnow_result **result)
{
    struct winnow_document *document = begin(chain);
    enum winnow_status status =
        run(chain, document, prepare_input, input, input->length_bytes);

    *result = &chain->result;
    return status;
}

enum winnow_status winnow_chain_feed(winnow_chain *chain, const void *bytes,
                                     size_t length_bytes)
{
    if (length_bytes > chain->options->max_document_bytes ||
        chain->fed.length_bytes >
            chain->options->max_document_bytes - length_bytes)
        return WINNOW_ERR_USE;
    winnow_buffer_append(&chain->fed, bytes, length_bytes);
    return chain->fed.failed ? WINNOW_ERR_MEMORY : WINNOW_OK;
}

enum winnow_status winnow_chain_finish(winnow_chain *chain,
                                       const struct winnow_input *input,
                                       const winnow_result **result)
{
    struct winnow_input whole = *input;
    enum winnow_status status;

    whole.bytes = chain->fed.data;
    whole.length_bytes = chain->fed.length_bytes;
    status = winnow_chain_run(chain, &whole, result);
    winnow_buffer_clear(&chain->fed); /* keeps the bytes for the result */
    return status;
}

/* What is costly and not asked of every document. */
void winnow_result_complete(struct winnow_result *result)
{
    struct winnow_document *document = &result->document;
    jmp_buf escape;

    if (document->refused != NULL || document->language_is_found ||
        (document->empty != WINNOW_NOT_EMPTY &&
         document->empty != WINNOW_EMPTY_OTHER_LANGUAGE))
        return;
    if (setjmp(escape) == 0) {
        document->arena->escape = &escape;
        winnow_find_language(document);
    }
    document->arena->escape = NULL;
}

/* ---- records ------------------------------------------------------------- */

static void read_http(struct winnow_chain *chain,
                      const struct winnow_record *record)
{
    struct winnow_document *document = &chain->result.document;
    struct winnow_entity entity = {0};
    uint64_t most = winnow_options_unpacked_bytes(chain->options,
                                                  record->content.length_bytes);
    enum winnow_diag past_most = WINNOW_DIAG_BODY_RATIO;

    if (most >= chain->options->max_document_bytes) {
        most = chain->options->max_document_bytes;
        past_most = WINNOW_DIAG_BODY_TOO_LARGE;
    }
    winnow_decode_http(&chain->arena, record->content, most, past_most,
                       &document->diags, &entity);
    document->body = entity.body;
    document->media_type = entity.media_type;
    document->charset_declared = entity.charset;
    document->last_modified = entity.last_modified;
    document->refused = entity.refused;
    chain->result.origin.http_status = entity.status;
}

static void read_line(struct winnow_chain *chain,
                      const struct winnow_record *record)
{
    struct winnow_document *document = &chain->result.document;
    bool is_object;

    if (!winnow_json_field(&chain->arena, record->line, chain->options->field,
                           &document->body, &is_object)) {
        refuse(document, is_object ? WINNOW_DIAG_LINE_NO_FIELD
                                   : WINNOW_DIAG_LINE_NOT_JSON);
        return;
    }
    document->charset_declared = winnow_view_of("utf-8");
    winnow_json_field(&chain->arena, record->line, "url", &document->url,
                      &is_object);
    winnow_json_field(&chain->arena, record->line, "id", &document->id,
                      &is_object);
}

static void prepare_record(struct winnow_chain *chain, const void *given)
{
    const struct winnow_record *record = given;
    struct winnow_document *document = &chain->result.document;

    document->url = record->uri;
    document->media_type = record->media_type;
    document->charset_declared = record->charset;
    document->captured = record->captured;
    document->body = record->content;
    if (record->format == WINNOW_INPUT_HTML)
        document->from = WINNOW_FROM_HTML;
    if (record->format == WINNOW_INPUT_TEXT)
        document->from = WINNOW_FROM_TEXT;
    document->refused = record->refused;
    if (winnow_view_is(record->type, "conversion"))
        document->renderer = "wet";
    document->id = record->id;
    if (record->refused != NULL)
        return;
    if (record->format == WINNOW_INPUT_JSONL)
        read_line(chain, record);
    else if (record->content_is == WINNOW_CONTENT_HTTP)
        read_http(chain, record);
    if (document->url.length_bytes == 0)
        document->url = winnow_view_of(chain->options->url);
}

enum winnow_status winnow_chain_record(winnow_chain *chain,
                                       const struct winnow_record *record,
                                       struct winnow_result **result)
{
    struct winnow_document *document = begin(chain);
    struct winnow_origin *origin = &chain->result.origin;
    enum winnow_status status;

    *origin = (struct winnow_origin){.record = record};
    status = run(chain, document, prepare_record, record,
                 record->content.length_bytes + record->line.length_bytes);
    chain->result.has_origin = true;
    *result = &chain->result;
    return status;
}
