/* Phrase files to the compiled form of phrases-table.h; the syntax stands in
 * phrases.h. The same code runs at build time (tools/phrases-to-c.c) and at run
 * time on a user's own file.
 *
 * Everything is ordered by sorting, never by a hash, so that the same sources
 * give the same tables on any machine. */
#include "phrases.h"

#include "fold.h"
#include "phrases-table.h"
#include "token.h"

enum { SOURCES_BYTES_MAX = 256 << 20, SMALLEST_TABLE_SLOTS = 16 };

/* A word or stem where a phrase uses it. */
struct use {
    const char *bytes; /* folded; set once all are read */
    uint32_t offset, length_bytes;
    uint32_t place; /* of its symbol, in builder.symbols */
    bool is_stem;
};

struct phrase {
    const uint32_t *symbols; /* set once all are known */
    uint32_t place, n_tokens;
    uint16_t group, anchors;
};

/* The phrases below a node while the trie is made: [low, high) of the sorted
 * ones, which agree in their first `depth` symbols. */
struct span {
    uint32_t low, high, depth;
};

struct builder {
    char *error;
    size_t error_bytes;
    enum winnow_status status;
    const char *source; /* where the line at hand stands */
    uint32_t line;
    uint16_t group;
    bool has_group; /* a user's file: some section has begun */

    struct winnow_buffer bytes;   /* char: folded words */
    struct winnow_buffer uses;    /* struct use */
    struct winnow_buffer symbols; /* uint32_t: the phrases, one by one */
    struct winnow_buffer phrases; /* struct phrase */
    struct winnow_buffer spans;   /* struct span, one a node */
};

/* What winnow_phrases_build gives out: the tables and what holds them. */
struct built {
    struct winnow_phrases phrases;
    struct winnow_buffer group_names, pool, words, stems, nodes, edges, outputs;
    uint64_t word_filter[WINNOW_WORD_FILTER_LENGTH];
    uint64_t stem_filter[WINNOW_STEM_FILTER_LENGTH];
    uint16_t stem_lengths[WINNOW_STEM_LENGTHS_LENGTH];
};

/* ---- arrays in buffers --------------------------------------------------- */

static void *items(const struct winnow_buffer *buffer)
{
    return buffer->data;
}

#define COUNT(buffer, type) ((uint32_t)((buffer).length_bytes / sizeof(type)))

/* `n` items of `size_bytes`, zeroed, at the end; NULL when memory is out. */
static void *extend(struct winnow_buffer *buffer, size_t n, size_t size_bytes)
{
    char *room = n > SIZE_MAX / size_bytes
                     ? NULL
                     : winnow_buffer_reserve(buffer, n * size_bytes);

    if (room == NULL) {
        buffer->failed = true;
        return NULL;
    }
    memset(room, 0, n * size_bytes);
    buffer->length_bytes += n * size_bytes;
    return room;
}

/* ---- errors -------------------------------------------------------------- */

static void fail(struct builder *builder, const char *why)
{
    if (builder->status != WINNOW_OK)
        return;
    builder->status = WINNOW_ERR_OPTION;
    snprintf(builder->error, builder->error_bytes, "%.60s: line %u: %s",
             builder->source, (unsigned)builder->line, why);
}

static void fail_memory(struct builder *builder)
{
    if (builder->status != WINNOW_OK)
        return;
    builder->status = WINNOW_ERR_MEMORY;
    snprintf(builder->error, builder->error_bytes, "out of memory");
}

/* ---- groups -------------------------------------------------------------- */

uint16_t winnow_phrases_n_groups(const struct winnow_phrases *phrases)
{
    return (uint16_t)phrases->n_groups;
}

const char *winnow_phrases_group_name(const struct winnow_phrases *phrases,
                                      uint16_t group)
{
    return phrases->pool + phrases->group_names[group];
}

uint16_t winnow_phrase_group(const struct winnow_phrases *phrases,
                             const char *name)
{
    for (uint16_t i = 0; i < phrases->n_groups; i++)
        if (strcmp(winnow_phrases_group_name(phrases, i), name) == 0)
            return i;
    return WINNOW_NO_GROUP;
}

static void view_groups(struct built *built)
{
    built->phrases.group_names = items(&built->group_names);
    built->phrases.n_groups = COUNT(built->group_names, uint32_t);
    built->phrases.pool = built->pool.data;
}

/* Makes the group called `name` the one that phrases go to. */
static void enter_group(struct builder *builder, struct built *built,
                        struct winnow_view name)
{
    uint32_t *offset;

    for (uint16_t i = 0; i < built->phrases.n_groups; i++)
        if (winnow_view_is(name,
                           winnow_phrases_group_name(&built->phrases, i))) {
            builder->group = i;
            return;
        }
    if (built->phrases.n_groups == WINNOW_NO_GROUP) {
        fail(builder, "too many groups");
        return;
    }
    offset = extend(&built->group_names, 1, sizeof *offset);
    if (offset != NULL)
        *offset = (uint32_t)built->pool.length_bytes;
    winnow_buffer_append(&built->pool, name.data, name.length_bytes);
    winnow_buffer_byte(&built->pool, '\0');
    if (offset == NULL || built->pool.failed) {
        fail_memory(builder);
        return;
    }
    view_groups(built);
    builder->group = (uint16_t)(built->phrases.n_groups - 1);
}

/* ---- one line ------------------------------------------------------------ */

static void put_symbol(struct builder *builder, struct phrase *phrase,
                       uint32_t symbol)
{
    uint32_t *place = extend(&builder->symbols, 1, sizeof *place);

    if (place == NULL)
        return;
    *place = symbol;
    if (++phrase->n_tokens > WINNOW_PHRASE_TOKENS_MAX)
        fail(builder, "a phrase has at most 128 words");
}

static void put_word(struct builder *builder, struct phrase *phrase,
                     const struct winnow_token *token, bool is_stem)
{
    struct use *use = extend(&builder->uses, 1, sizeof *use);

    if (use == NULL)
        return;
    use->offset = (uint32_t)builder->bytes.length_bytes;
    use->length_bytes = token->length_bytes;
    use->place = COUNT(builder->symbols, uint32_t);
    use->is_stem = is_stem;
    winnow_buffer_append(&builder->bytes, token->folded, token->length_bytes);
    put_symbol(builder, phrase, WINNOW_SYMBOL_NONE);
}

static bool holds_any(struct winnow_view view, const char *bytes)
{
    for (size_t i = 0; i < view.length_bytes; i++)
        if (view.data[i] != '\0' && strchr(bytes, view.data[i]) != NULL)
            return true;
    return false;
}

/* Words between spaces: mostly one, "don't" and Chinese have several; what is
 * only punctuation has none and is skipped as it is in texts. */
static void read_words(struct builder *builder, struct phrase *phrase,
                       struct winnow_view piece)
{
    struct winnow_token token;
    bool is_stem = piece.data[piece.length_bytes - 1] == '*';
    size_t at = 0;

    if (is_stem)
        piece.length_bytes--;
    if (holds_any(piece, "^*#$")) {
        fail(builder, "^ * # and $ are signs of the syntax, see phrases.h");
        return;
    }
    while (winnow_token_next(piece, at, &token)) {
        at = token.end;
        if (token.is_cut)
            fail(builder, "the word is too long");
        put_word(builder, phrase, &token, is_stem && at == piece.length_bytes);
    }
    if (is_stem && (at == 0 || at != piece.length_bytes))
        fail(builder, "* stands after the beginning of a word");
}

static void read_piece(struct builder *builder, struct phrase *phrase,
                       struct winnow_view piece)
{
    if (winnow_view_is(piece, "#"))
        put_symbol(builder, phrase, WINNOW_SYMBOL_NUMBER);
    else if (winnow_view_is(piece, "$"))
        put_symbol(builder, phrase, WINNOW_SYMBOL_PRICE);
    else
        read_words(builder, phrase, piece);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Takes the next piece between spaces off `rest`. */
static bool next_piece(struct winnow_view *rest, struct winnow_view *piece)
{
    *rest = winnow_view_trim(*rest);
    piece->data = rest->data;
    piece->length_bytes = 0;
    while (piece->length_bytes < rest->length_bytes &&
           !is_blank(rest->data[piece->length_bytes]))
        piece->length_bytes++;
    rest->data += piece->length_bytes;
    rest->length_bytes -= piece->length_bytes;
    return piece->length_bytes != 0;
}

/* Takes the anchors off both ends of a line. A "$" of its own is a price. */
static struct winnow_view take_anchors(struct winnow_view line,
                                       uint16_t *anchors)
{
    size_t n;

    if (line.length_bytes > 1 && line.data[0] == '^') {
        *anchors |= WINNOW_ANCHOR_START;
        line.data++;
        line.length_bytes--;
    }
    n = line.length_bytes;
    if (n > 1 && line.data[n - 1] == '$' && !is_blank(line.data[n - 2])) {
        *anchors |= WINNOW_ANCHOR_END;
        line.length_bytes--;
    }
    return line;
}

static void read_phrase(struct builder *builder, struct winnow_view line)
{
    struct phrase phrase = {.place = COUNT(builder->symbols, uint32_t),
                            .group = builder->group};
    struct phrase *kept;
    struct winnow_view piece;

    if (!builder->has_group) {
        fail(builder, "a section such as [share] comes first");
        return;
    }
    line = take_anchors(line, &phrase.anchors);
    while (builder->status == WINNOW_OK && next_piece(&line, &piece))
        read_piece(builder, &phrase, piece);
    if (phrase.n_tokens == 0)
        fail(builder, "the phrase has no word");
    kept = extend(&builder->phrases, 1, sizeof *kept);
    if (kept != NULL)
        *kept = phrase;
}

static bool is_tag(struct winnow_view name)
{
    for (size_t i = 0; i < name.length_bytes; i++) {
        char c = name.data[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
            !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return name.length_bytes != 0;
}

/* "[de]" in a group's own file, "[share]" in a user's. */
static void read_section(struct builder *builder, struct built *built,
                         struct winnow_view line, bool names_group)
{
    struct winnow_view name = {line.data + 1, line.length_bytes - 1};

    if (name.length_bytes == 0 || name.data[name.length_bytes - 1] != ']') {
        fail(builder, "the section does not end with ]");
        return;
    }
    name.length_bytes--;
    if (!is_tag(name)) {
        fail(builder, "a section's name has letters, digits and hyphens only");
        return;
    }
    if (names_group) {
        enter_group(builder, built, name);
        builder->has_group = true;
    }
}

static bool is_utf8(struct winnow_view view)
{
    const char *at = view.data, *end = view.data + view.length_bytes;
    uint32_t code;

    while (at < end) {
        size_t length = winnow_decode_code_point(at, end, &code);
        if (code == 0xFFFD) /* nor what was broken before */
            return false;
        at += length;
    }
    return true;
}

static void read_line(struct builder *builder, struct built *built,
                      struct winnow_view line, bool names_group)
{
    line = winnow_view_trim(line);
    if (line.length_bytes == 0 || line.data[0] == ';')
        return;
    if (!is_utf8(line))
        fail(builder, "the line is not UTF-8");
    else if (line.data[0] == '[')
        read_section(builder, built, line, names_group);
    else
        read_phrase(builder, line);
}

static void read_source(struct builder *builder, struct built *built,
                        const struct winnow_phrase_source *source)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const char *at = source->text.data;
    const char *end = at == NULL ? NULL : at + source->text.length_bytes;
    bool names_group = source->group == NULL;

    builder->source = names_group ? "phrases" : source->group;
    builder->line = 0;
    builder->has_group = !names_group;
    if (!names_group)
        enter_group(builder, built, winnow_view_of(source->group));
    if (source->text.length_bytes >= 3 && memcmp(at, mark, 3) == 0)
        at += 3;
    while (at < end && builder->status == WINNOW_OK) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        struct winnow_view line = {at, 0};
        if (stop == NULL)
            stop = end;
        line.length_bytes = (size_t)(stop - at);
        builder->line++;
        read_line(builder, built, line, names_group);
        at = stop == end ? end : stop + 1;
    }
}

/* ---- words to symbols ---------------------------------------------------- */

static int compare_uses(const void *left, const void *right)
{
    const struct use *a = left, *b = right;
    uint32_t shared =
        a->length_bytes < b->length_bytes ? a->length_bytes : b->length_bytes;
    int order;

    if (a->is_stem != b->is_stem)
        return a->is_stem ? 1 : -1;
    order = memcmp(a->bytes, b->bytes, shared);
    if (order != 0)
        return order;
    if (a->length_bytes != b->length_bytes)
        return a->length_bytes < b->length_bytes ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static bool same_term(const struct use *a, const struct use *b)
{
    return a->is_stem == b->is_stem && a->length_bytes == b->length_bytes &&
           memcmp(a->bytes, b->bytes, a->length_bytes) == 0;
}

static uint64_t hash_of(const char *bytes, uint32_t length_bytes)
{
    char folded[WINNOW_TOKEN_BYTES_MAX + WINNOW_STRIDE_BYTES] = {0};

    memcpy(folded, bytes, length_bytes);
    return winnow_token_hash(folded, length_bytes);
}

static uint32_t make_table(struct winnow_buffer *table, uint32_t n_terms)
{
    uint32_t n_slots = SMALLEST_TABLE_SLOTS;

    while (n_slots / 2 < n_terms)
        n_slots *= 2;
    extend(table, n_slots, sizeof(struct winnow_phrase_slot));
    return n_slots - 1;
}

static void let_word(struct built *built, uint64_t hash, bool starts_phrase)
{
    built->word_filter[winnow_word_filter_index(hash, starts_phrase)] |=
        winnow_filter_mask(hash);
}

/* A stem of one byte goes on with any other. */
static void let_stem(uint16_t *lengths, const struct use *use)
{
    unsigned char first = (unsigned char)use->bytes[0];
    uint16_t bit = (uint16_t)winnow_stem_length_bit(use->length_bytes);

    if (use->length_bytes > 1) {
        unsigned char second = (unsigned char)use->bytes[1];
        lengths[winnow_stem_start(first, second)] |= bit;
        return;
    }
    for (unsigned char second = 0; second < 64; second++)
        lengths[winnow_stem_start(first, second)] |= bit;
}

static void put_term(struct built *built, const struct use *use,
                     uint32_t symbol)
{
    const struct winnow_buffer *table =
        use->is_stem ? &built->stems : &built->words;
    uint32_t mask =
        use->is_stem ? built->phrases.stem_mask : built->phrases.word_mask;
    struct winnow_phrase_slot *slots = items(table);
    uint64_t hash = hash_of(use->bytes, use->length_bytes);
    uint32_t i = (uint32_t)(hash >> 32) & mask;

    while (slots[i].symbol != WINNOW_SYMBOL_NONE)
        i = (i + 1) & mask;
    slots[i].symbol = symbol;
    slots[i].hash = hash;
    if (!use->is_stem) {
        let_word(built, hash, false);
        return;
    }
    built->stem_filter[winnow_stem_filter_index(hash)] |=
        winnow_filter_mask(hash);
    let_stem(built->stem_lengths, use);
}

/* Counts the different words and stems of the sorted uses. */
static void count_terms(const struct use *uses, uint32_t n, uint32_t *n_words,
                        uint32_t *n_stems)
{
    *n_words = *n_stems = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i != 0 && same_term(&uses[i - 1], &uses[i]))
            continue;
        if (uses[i].is_stem)
            ++*n_stems;
        else
            ++*n_words;
    }
}

static void number_words(struct builder *builder, struct built *built)
{
    uint32_t n = COUNT(builder->uses, struct use), n_words, n_stems;
    struct use *uses = items(&builder->uses);
    uint32_t *symbols = items(&builder->symbols);
    uint32_t symbol = WINNOW_SYMBOL_FIRST_WORD - 1;

    for (uint32_t i = 0; i < n; i++)
        uses[i].bytes = builder->bytes.data + uses[i].offset;
    if (n != 0)
        qsort(uses, n, sizeof *uses, compare_uses);
    count_terms(uses, n, &n_words, &n_stems);
    built->phrases.word_mask = make_table(&built->words, n_words);
    built->phrases.stem_mask = make_table(&built->stems, n_stems);
    if (built->words.failed || built->stems.failed)
        return;
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || !same_term(&uses[i - 1], &uses[i]))
            put_term(built, &uses[i], ++symbol);
        symbols[uses[i].place] = symbol;
    }
    built->phrases.n_symbols = symbol + 1;
}

/* ---- phrases to a trie --------------------------------------------------- */

static int compare_phrases(const void *left, const void *right)
{
    const struct phrase *a = left, *b = right;

    for (uint32_t i = 0; i < a->n_tokens && i < b->n_tokens; i++)
        if (a->symbols[i] != b->symbols[i])
            return a->symbols[i] < b->symbols[i] ? -1 : 1;
    if (a->n_tokens != b->n_tokens)
        return a->n_tokens < b->n_tokens ? -1 : 1;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return a->anchors < b->anchors ? -1 : a->anchors > b->anchors;
}

/* Moves the phrases that end at the node to its outputs; they come first. */
static void make_outputs(struct built *built, const struct phrase *phrases,
                         struct span *span, struct winnow_phrase_node *node)
{
    node->first_output = COUNT(built->outputs, struct winnow_phrase_output);
    for (; span->low < span->high && phrases[span->low].n_tokens == span->depth;
         span->low++) {
        const struct phrase *phrase = &phrases[span->low];
        struct winnow_phrase_output *output;
        if (node->n_outputs != 0 && compare_phrases(phrase - 1, phrase) == 0)
            continue;
        output = extend(&built->outputs, 1, sizeof *output);
        if (output == NULL)
            return;
        output->group = phrase->group;
        output->anchors = phrase->anchors;
        node->n_outputs++;
    }
}

/* A child for each symbol that comes next; they join the end of the queue. */
static void make_edges(struct builder *builder, struct built *built,
                       struct span span, struct winnow_phrase_node *node)
{
    const struct phrase *phrases = items(&builder->phrases);

    node->first_edge = COUNT(built->edges, struct winnow_phrase_edge);
    while (span.low < span.high) {
        struct span below = {span.low, span.low, span.depth + 1};
        uint32_t symbol = phrases[span.low].symbols[span.depth];
        struct winnow_phrase_edge edge = {symbol,
                                          COUNT(builder->spans, struct span)};
        while (below.high < span.high &&
               phrases[below.high].symbols[span.depth] == symbol)
            below.high++;
        winnow_buffer_append(&builder->spans, &below, sizeof below);
        winnow_buffer_append(&built->edges, &edge, sizeof edge);
        node->n_edges++;
        span.low = below.high;
    }
}

static void sort_phrases(struct builder *builder)
{
    uint32_t n = COUNT(builder->phrases, struct phrase);
    struct phrase *phrases = items(&builder->phrases);
    const uint32_t *symbols = items(&builder->symbols);

    for (uint32_t i = 0; i < n; i++)
        phrases[i].symbols = symbols + phrases[i].place;
    if (n != 0)
        qsort(phrases, n, sizeof *phrases, compare_phrases);
}

/* Breadth first: node i is what span i of the queue becomes. */
static void make_nodes(struct builder *builder, struct built *built)
{
    struct span root = {0, COUNT(builder->phrases, struct phrase), 0};

    winnow_buffer_append(&builder->spans, &root, sizeof root);
    for (uint32_t i = 0; i < COUNT(builder->spans, struct span); i++) {
        const struct span *spans = items(&builder->spans);
        struct span span = spans[i];
        struct winnow_phrase_node node = {0};
        make_outputs(built, items(&builder->phrases), &span, &node);
        make_edges(builder, built, span, &node);
        winnow_buffer_append(&built->nodes, &node, sizeof node);
    }
}

/* Says at every edge what is to be done where it leads. */
static void mark_edges(struct built *built)
{
    const struct winnow_phrase_node *nodes = items(&built->nodes);
    struct winnow_phrase_edge *edges = items(&built->edges);

    for (uint32_t i = 0; i < COUNT(built->edges, struct winnow_phrase_edge);
         i++) {
        const struct winnow_phrase_node *to = &nodes[edges[i].node];
        if (to->n_outputs != 0)
            edges[i].node |= WINNOW_NODE_ENDS;
        if (to->n_edges != 0)
            edges[i].node |= WINNOW_NODE_GOES_ON;
    }
}

static uint32_t find_root(const struct winnow_phrases *phrases, uint32_t symbol)
{
    return winnow_phrase_follow(phrases, 0, symbol);
}

static void find_roots(const struct winnow_phrases *phrases,
                       struct winnow_buffer *table, uint32_t mask)
{
    struct winnow_phrase_slot *slots = items(table);

    for (uint32_t i = 0; i <= mask; i++)
        if (slots[i].symbol != WINNOW_SYMBOL_NONE)
            slots[i].root = find_root(phrases, slots[i].symbol);
}

static void make_roots(struct built *built)
{
    struct winnow_phrases *phrases = &built->phrases;

    mark_edges(built);
    find_roots(phrases, &built->words, phrases->word_mask);
    find_roots(phrases, &built->stems, phrases->stem_mask);
    phrases->number_root = find_root(phrases, WINNOW_SYMBOL_NUMBER);
    phrases->price_root = find_root(phrases, WINNOW_SYMBOL_PRICE);
    for (uint32_t i = 0; i <= phrases->word_mask; i++)
        if (phrases->words[i].root != 0)
            let_word(built, phrases->words[i].hash, true);
}

/* ---- the whole ----------------------------------------------------------- */

static bool any_failed(const struct builder *builder, const struct built *built)
{
    const struct winnow_buffer *all[] = {
        &builder->bytes,   &builder->uses,  &builder->symbols,
        &builder->phrases, &builder->spans, &built->group_names,
        &built->pool,      &built->words,   &built->stems,
        &built->nodes,     &built->edges,   &built->outputs,
    };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i]->failed)
            return true;
    return false;
}

static void view_tables(struct built *built)
{
    struct winnow_phrases *phrases = &built->phrases;

    view_groups(built);
    phrases->pool_bytes = (uint32_t)built->pool.length_bytes;
    phrases->words = items(&built->words);
    phrases->stems = items(&built->stems);
    phrases->word_filter = built->word_filter;
    phrases->stem_filter = built->stem_filter;
    phrases->stem_lengths = built->stem_lengths;
    phrases->nodes = items(&built->nodes);
    phrases->edges = items(&built->edges);
    phrases->outputs = items(&built->outputs);
    phrases->n_nodes = COUNT(built->nodes, struct winnow_phrase_node);
    phrases->n_edges = COUNT(built->edges, struct winnow_phrase_edge);
    phrases->n_outputs = COUNT(built->outputs, struct winnow_phrase_output);
}

static void build(struct builder *builder, struct built *built,
                  const struct winnow_phrase_source *sources, size_t n)
{
    for (size_t i = 0; i < n && builder->status == WINNOW_OK; i++)
        read_source(builder, built, &sources[i]);
    if (any_failed(builder, built))
        fail_memory(builder);
    if (builder->status != WINNOW_OK)
        return;
    number_words(builder, built);
    if (!any_failed(builder, built)) {
        sort_phrases(builder);
        make_nodes(builder, built);
    }
    if (any_failed(builder, built))
        fail_memory(builder);
    view_tables(built);
    if (builder->status == WINNOW_OK)
        make_roots(built);
}

static bool is_too_large(const struct winnow_phrase_source *sources, size_t n)
{
    size_t total = 0;

    for (size_t i = 0; i < n; i++) {
        if (sources[i].text.length_bytes > SOURCES_BYTES_MAX - total)
            return true;
        total += sources[i].text.length_bytes;
    }
    return false;
}

static void free_builder(struct builder *builder)
{
    winnow_buffer_free(&builder->bytes);
    winnow_buffer_free(&builder->uses);
    winnow_buffer_free(&builder->symbols);
    winnow_buffer_free(&builder->phrases);
    winnow_buffer_free(&builder->spans);
}

enum winnow_status
winnow_phrases_build(const struct winnow_phrase_source *sources, size_t n,
                     struct winnow_phrases **phrases, char *error,
                     size_t error_bytes)
{
    struct builder builder = {.error = error, .error_bytes = error_bytes};
    struct built *built;

    *phrases = NULL;
    if (is_too_large(sources, n)) {
        snprintf(error, error_bytes, "the phrases are too large");
        return WINNOW_ERR_OPTION;
    }
    built = calloc(1, sizeof *built);
    if (built == NULL)
        return WINNOW_ERR_MEMORY;
    build(&builder, built, sources, n);
    free_builder(&builder);
    if (builder.status != WINNOW_OK) {
        winnow_phrases_free(&built->phrases);
        return builder.status;
    }
    *phrases = &built->phrases;
    return WINNOW_OK;
}

void winnow_phrases_free(struct winnow_phrases *phrases)
{
    struct built *built = (void *)phrases; /* its first member */

    if (built == NULL)
        return;
    winnow_buffer_free(&built->group_names);
    winnow_buffer_free(&built->pool);
    winnow_buffer_free(&built->words);
    winnow_buffer_free(&built->stems);
    winnow_buffer_free(&built->nodes);
    winnow_buffer_free(&built->edges);
    winnow_buffer_free(&built->outputs);
    free(built);
}

#ifndef WINNOW_NO_BUILTIN_PHRASES

enum winnow_status winnow_phrases_extend(struct winnow_view file,
                                         struct winnow_phrases **phrases,
                                         char *error, size_t error_bytes)
{
    size_t n;
    const struct winnow_phrase_source *builtin =
        winnow_phrases_builtin_sources(&n);
    struct winnow_phrase_source *sources = calloc(n + 1, sizeof *sources);
    enum winnow_status status;

    *phrases = NULL;
    if (sources == NULL)
        return WINNOW_ERR_MEMORY;
    if (n != 0)
        memcpy(sources, builtin, n * sizeof *sources);
    sources[n].text = file;
    status = winnow_phrases_build(sources, n + 1, phrases, error, error_bytes);
    free(sources);
    return status;
}

#endif
