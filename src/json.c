/* JSON (RFC 8259); see json.h. Strings are written by hand, since a document's
 * text is most of a line and a tree of it would be waste; lines are read by
 * jansson; the values of a page's scripts are found where they stand. */
#include "json.h"

#include "fold.h"
#include "utf8.h"

#include <jansson.h>
#include <string.h>

/* ---- writing strings ----------------------------------------------------- */

#define EVERY_BYTE(byte) (0x0101010101010101u * (byte))

/* Has its high bit set in some byte where `word` has a byte of 0. */
static uint64_t zero_bytes(uint64_t word)
{
    return (word - EVERY_BYTE(1)) & ~word & EVERY_BYTE(0x80);
}

/* Whether all 8 bytes are printable ASCII and neither '"' nor '\\'. */
static bool is_plain_word(uint64_t word)
{
    uint64_t stops = word;

    stops |= (word - EVERY_BYTE(0x20)) & ~word;
    stops |= zero_bytes(word ^ EVERY_BYTE('"'));
    stops |= zero_bytes(word ^ EVERY_BYTE('\\'));
    stops |= zero_bytes(word ^ EVERY_BYTE(0x7F));
    return (stops & EVERY_BYTE(0x80)) == 0;
}

static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

/* How many bytes from `bytes` on need no look at all. */
static size_t plain_length(const unsigned char *bytes, size_t n)
{
    size_t i = 0;
    uint64_t word;

    while (n - i >= sizeof word) {
        memcpy(&word, bytes + i, sizeof word);
        if (!is_plain_word(word))
            break;
        i += sizeof word;
    }
    while (i < n && is_plain(bytes[i]))
        i++;
    return i;
}

static void write_u_escape(struct winnow_buffer *out, uint32_t code)
{
    static const char digits[] = "0123456789abcdef";
    char escape[6] = {'\\', 'u'};

    for (size_t i = 0; i < 4; i++)
        escape[2 + i] = digits[code >> (12 - 4 * i) & 15];
    winnow_buffer_append(out, escape, sizeof escape);
}

static void write_ascii_escape(struct winnow_buffer *out, unsigned char byte)
{
    static const char letters[] = "\"\"\\\\\bb\tt\nn\ff\rr";

    for (size_t i = 0; i + 1 < sizeof letters; i += 2) {
        if ((unsigned char)letters[i] != byte)
            continue;
        winnow_buffer_byte(out, '\\');
        winnow_buffer_byte(out, letters[i + 1]);
        return;
    }
    write_u_escape(out, byte);
}

/* C1 controls, the line separators of JavaScript, bidi controls. */
static bool needs_escape(uint32_t code)
{
    return code < 0xA0 || code == 0x2028 || code == 0x2029 ||
           winnow_is_bidi_control(code);
}

/* The lead bytes below which such characters lie: C2, D8, E2. */
static bool may_need_escape(unsigned char lead)
{
    return lead == 0xC2 || lead == 0xD8 || lead == 0xE2;
}

/* How many bytes from `bytes` on are valid UTF-8 beyond ASCII that stands as it
 * is. */
static size_t multibyte_length(const unsigned char *bytes, size_t n)
{
    size_t i = 0;

    while (i < n && bytes[i] >= 0x80) {
        bool is_valid;
        size_t length = winnow_utf8_sequence(bytes + i, n - i, &is_valid);
        if (!is_valid)
            break;
        if (may_need_escape(bytes[i]) &&
            needs_escape(winnow_utf8_code_point(bytes + i, length)))
            break;
        i += length;
    }
    return i;
}

/* Writes what stands at `bytes` as an escape; returns how many bytes it was. */
static size_t write_escape(struct winnow_buffer *out,
                           const unsigned char *bytes, size_t n)
{
    bool is_valid;
    size_t length = winnow_utf8_sequence(bytes, n, &is_valid);

    if (!is_valid)
        winnow_buffer_string(out, WINNOW_UTF8_REPLACEMENT);
    else if (length == 1)
        write_ascii_escape(out, bytes[0]);
    else
        write_u_escape(out, winnow_utf8_code_point(bytes, length));
    return length;
}

void winnow_json_string(struct winnow_buffer *out, struct winnow_view string)
{
    const unsigned char *bytes = (const unsigned char *)string.data;
    size_t n = string.length_bytes, start = 0, i = 0;

    winnow_buffer_byte(out, '"');
    while (i < n) {
        size_t before = i;
        i += plain_length(bytes + i, n - i);
        i += multibyte_length(bytes + i, n - i);
        if (i != before)
            continue;
        winnow_buffer_append(out, bytes + start, i - start);
        i += write_escape(out, bytes + i, n - i);
        start = i;
    }
    if (n != start)
        winnow_buffer_append(out, bytes + start, n - start);
    winnow_buffer_byte(out, '"');
}

/* ---- repairing lines ------------------------------------------------------
 */

/* Crawlers write what they got: bytes that are not UTF-8, and \u escapes of
 * lone surrogates, which RFC 8259 allows in its grammar and most readers
 * refuse. Both become U+FFFD. */

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    digit = (char)(digit | 0x20);
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* The value of the "\uXXXX" at `at`, or -1 when none stands there. */
static int u_escape(const char *at, const char *end)
{
    int value = 0;

    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = hex_value(at[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* The length of the escape that starts at the backslash `at`; `*is_lone`: it is
 * half a surrogate pair. */
static size_t escape_length(const char *at, const char *end, bool *is_lone)
{
    int value = u_escape(at, end);

    *is_lone = false;
    if (value < 0)
        return end - at < 2 ? 1 : 2;
    if (value < 0xD800 || value > 0xDFFF)
        return 6;
    if (value <= 0xDBFF) {
        int low = u_escape(at + 6, end);
        if (low >= 0xDC00 && low <= 0xDFFF)
            return 12;
    }
    *is_lone = true;
    return 6;
}

/* The length of the sequence or escape at `at`, and what must stand instead,
 * or NULL when it may stay. */
static size_t check_sequence(const char *at, const char *end,
                             const char **instead)
{
    size_t length;
    bool is_bad;

    *instead = NULL;
    if (*at == '\\') {
        length = escape_length(at, end, &is_bad);
        if (is_bad)
            *instead = "\\ufffd";
        return length;
    }
    length = winnow_utf8_sequence((const unsigned char *)at, (size_t)(end - at),
                                  &is_bad);
    if (!is_bad)
        *instead = WINNOW_UTF8_REPLACEMENT;
    return length;
}

static bool is_quiet(char byte)
{
    return (unsigned char)byte < 0x80 && byte != '\\';
}

/* Appends JSON text with both repaired; returns whether anything was. */
static bool append_repaired(struct winnow_buffer *out, struct winnow_view text)
{
    const char *at = text.data, *start = at, *end = at + text.length_bytes;
    bool is_changed = false;

    while (at != end) {
        const char *instead;
        size_t length;
        if (is_quiet(*at)) {
            at++;
            continue;
        }
        length = check_sequence(at, end, &instead);
        if (instead != NULL) {
            winnow_buffer_append(out, start, (size_t)(at - start));
            winnow_buffer_string(out, instead);
            start = at + length;
            is_changed = true;
        }
        at += length;
    }
    winnow_buffer_append(out, start, (size_t)(end - start));
    return is_changed;
}

/* ---- reading lines --------------------------------------------------------
 */

static struct winnow_view without_bom(struct winnow_view line)
{
    if (line.length_bytes >= 3 && memcmp(line.data, "\xEF\xBB\xBF", 3) == 0) {
        line.data += 3;
        line.length_bytes -= 3;
    }
    return line;
}

static json_t *load(struct winnow_view text)
{
    return json_loadb(text.data, text.length_bytes,
                      JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, NULL);
}

static json_t *load_repaired(struct winnow_view line)
{
    struct winnow_buffer repaired = {0};
    json_t *root = NULL;

    if (append_repaired(&repaired, line) && !repaired.failed)
        root = load((struct winnow_view){repaired.data, repaired.length_bytes});
    winnow_buffer_free(&repaired);
    return root;
}

/* Copies the string into the arena; when the arena leaves, the tree does not
 * stay behind. */
static void copy_string(struct winnow_arena *arena, json_t *root,
                        const json_t *string, struct winnow_view *value)
{
    jmp_buf here, *outer = arena->escape;
    int code = setjmp(here);

    if (code != 0) {
        arena->escape = outer;
        json_decref(root);
        longjmp(*outer, code);
    }
    if (outer != NULL)
        arena->escape = &here;
    value->length_bytes = json_string_length(string);
    value->data = winnow_arena_copy(arena, json_string_value(string),
                                    value->length_bytes);
    arena->escape = outer;
}

bool winnow_json_field(struct winnow_arena *arena, struct winnow_view line,
                       const char *field, struct winnow_view *value,
                       bool *is_object)
{
    json_t *root, *string;

    line = without_bom(line);
    *is_object = false;
    if (line.length_bytes == 0)
        return false;
    root = load(line);
    if (root == NULL)
        root = load_repaired(line);
    *is_object = json_is_object(root);
    string = json_object_get(root, field);
    if (!json_is_string(string)) {
        json_decref(root);
        return false;
    }
    copy_string(arena, root, string, value);
    json_decref(root);
    return true;
}

/* ---- members of a line ----------------------------------------------------
 */

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static const char *skip_white(const char *at, const char *end)
{
    while (at != end && is_white(*at))
        at++;
    return at;
}

/* These give one past what starts at `at`, or NULL where it is not valid. */

static const char *end_of_escape(const char *at, const char *end)
{
    if (end - at < 2)
        return NULL;
    if (at[1] == 'u')
        return u_escape(at, end) < 0 ? NULL : at + 6;
    return at[1] != '\0' && strchr("\"\\/bfnrt", at[1]) != NULL ? at + 2 : NULL;
}

static const char *end_of_string(const char *at, const char *end)
{
    const char *quote = at;

    at++;
    for (;;) {
        const char *backslash;
        if (quote < at)
            quote = memchr(at, '"', (size_t)(end - at));
        if (quote == NULL)
            return NULL;
        backslash = memchr(at, '\\', (size_t)(quote - at));
        if (backslash == NULL)
            return quote + 1;
        at = end_of_escape(backslash, end);
        if (at == NULL)
            return NULL;
    }
}

/* The same, of JSON that was read already. */
static const char *skip_string(const char *at, const char *end)
{
    const char *after = end_of_string(at, end);

    return after == NULL ? end : after;
}

/* One past the value that starts at `at`, of valid JSON. */
static const char *skip_value(const char *at, const char *end)
{
    size_t depth = 0;

    while (at != end) {
        char byte = *at;
        if (byte == '"') {
            at = skip_string(at, end);
            continue;
        }
        if (depth == 0 && (byte == ',' || byte == '}' || is_white(byte)))
            return at;
        if (byte == '{' || byte == '[')
            depth++;
        if (byte == '}' || byte == ']')
            depth--;
        at++;
    }
    return end;
}

/* Whether the quoted `name` says, decoded, one of the strings. */
static bool is_among(struct winnow_view name, const char *const *strings,
                     size_t n)
{
    struct winnow_view inside;
    json_t *decoded = NULL;
    bool found = false;

    if (name.length_bytes < 2)
        return false;
    inside = (struct winnow_view){name.data + 1, name.length_bytes - 2};
    if (memchr(inside.data, '\\', inside.length_bytes) != NULL)
        decoded = json_loadb(name.data, name.length_bytes,
                             JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    if (decoded != NULL) {
        inside.data = json_string_value(decoded);
        inside.length_bytes = json_string_length(decoded);
    }
    for (size_t i = 0; i < n && !found; i++)
        found = winnow_view_is(inside, strings[i]);
    json_decref(decoded);
    return found;
}

size_t winnow_json_members(struct winnow_buffer *out, struct winnow_view line,
                           const char *const *without, size_t n)
{
    const char *end, *at;
    size_t n_written = 0;

    line = winnow_view_trim(without_bom(line));
    if (line.length_bytes < 2)
        return 0;
    end = line.data + line.length_bytes - 1; /* the closing brace */
    at = skip_white(line.data + 1, end);
    while (at != end && *at == '"') {
        const char *name = at, *name_end = skip_string(at, end), *value_end;
        at = skip_white(name_end, end);
        if (at == end)
            break;
        value_end = skip_value(skip_white(at + 1, end), end);
        if (!is_among((struct winnow_view){name, (size_t)(name_end - name)},
                      without, n)) {
            if (n_written++ != 0)
                winnow_buffer_byte(out, ',');
            append_repaired(
                out, (struct winnow_view){name, (size_t)(value_end - name)});
        }
        at = skip_white(value_end, end);
        if (at != end)
            at = skip_white(at + 1, end); /* past the comma */
    }
    return n_written;
}

/* ---- values and where they stand ------------------------------------------
 */

/* The library gives values, not where they stand, and takes memory for each:
 * here text is checked by the grammar of RFC 8259 while it is walked over.
 * White space is every control character too, as pages have them, also in
 * strings. */

enum {
    INDEX_BYTES_MOST = 8 << 20,
    INDEX_VALUES_MOST = 1 << 18,
    INDEX_DEPTH_MOST = 64
};

/* What may stand next. */
enum expected {
    EXPECT_VALUE,
    EXPECT_ITEM, /* a value, or the end of the array */
    EXPECT_NAME,
    EXPECT_MEMBER, /* a name, or the end of the object */
    EXPECT_COLON,
    EXPECT_MORE /* a comma, or the end of what is open */
};

struct index {
    struct winnow_arena *arena;
    struct winnow_json_value *values;
    uint32_t n, capacity;
    uint32_t open, depth;   /* the innermost object or array, and how deep */
    enum expected expected; /* of valid text */
    struct winnow_view key; /* read, its value not yet; `data` NULL: none */
};

static void add_value(struct index *index, enum winnow_json_type type,
                      struct winnow_view raw)
{
    if (index->n == index->capacity) {
        uint32_t grown = index->capacity == 0 ? 64 : index->capacity * 2;
        index->values = winnow_arena_grow(index->arena, index->values,
                                          index->n * sizeof *index->values,
                                          grown * sizeof *index->values);
        index->capacity = grown;
    }
    index->values[index->n++] =
        (struct winnow_json_value){type, index->open, index->key, raw};
    index->key = (struct winnow_view){NULL, 0};
}

static void open_value(struct index *index, enum winnow_json_type type)
{
    add_value(index, type, (struct winnow_view){NULL, 0});
    index->open = index->n - 1;
    index->depth++;
}

static void close_value(struct index *index)
{
    index->open = index->values[index->open].parent;
    index->depth--;
}

/* A string: the name of a member, or a value. */
static void index_string(struct index *index, struct winnow_view raw)
{
    bool is_member = index->values[index->open].type == WINNOW_JSON_OBJECT;

    if (is_member && index->key.data == NULL)
        index->key = raw;
    else
        add_value(index, WINNOW_JSON_STRING, raw);
}

/* As end_of_string: one past it, or NULL where it is not valid. */

static const char *end_of_digits(const char *at, const char *end)
{
    const char *first = at;

    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at == first ? NULL : at;
}

static const char *end_of_number(const char *at, const char *end)
{
    at += *at == '-';
    at = at < end && *at == '0' ? at + 1 : end_of_digits(at, end);
    if (at != NULL && at < end && *at == '.')
        at = end_of_digits(at + 1, end);
    if (at != NULL && at < end && (*at | 0x20) == 'e') {
        at++;
        at += at < end && (*at == '+' || *at == '-');
        at = end_of_digits(at, end);
    }
    return at;
}

static const char *end_of_literal(const char *at, const char *end)
{
    static const char *const literals[] = {"true", "false", "null"};

    for (size_t i = 0; i < sizeof literals / sizeof literals[0]; i++) {
        size_t n = strlen(literals[i]);
        if ((size_t)(end - at) >= n && memcmp(at, literals[i], n) == 0)
            return at + n;
    }
    return NULL;
}

static const char *read_value(struct index *index, const char *at,
                              const char *end)
{
    const char *after;

    switch (*at) {
    case '{':
        open_value(index, WINNOW_JSON_OBJECT);
        index->expected = EXPECT_MEMBER;
        return at + 1;
    case '[':
        open_value(index, WINNOW_JSON_ARRAY);
        index->expected = EXPECT_ITEM;
        return at + 1;
    case '"':
        after = end_of_string(at, end);
        if (after != NULL)
            add_value(index, WINNOW_JSON_STRING,
                      (struct winnow_view){at + 1, (size_t)(after - at) - 2});
        break;
    case 't':
    case 'f':
    case 'n':
        after = end_of_literal(at, end);
        break;
    default:
        after = end_of_number(at, end);
    }
    index->expected = EXPECT_MORE;
    index->key = (struct winnow_view){NULL, 0};
    return after;
}

static const char *read_name(struct index *index, const char *at,
                             const char *end)
{
    const char *after = *at == '"' ? end_of_string(at, end) : NULL;

    if (after == NULL)
        return NULL;
    index->key = (struct winnow_view){at + 1, (size_t)(after - at) - 2};
    index->expected = EXPECT_COLON;
    return after;
}

/* Past a comma, or the bracket that closes what is open. */
static const char *read_more(struct index *index, const char *at)
{
    bool in_object = index->values[index->open].type == WINNOW_JSON_OBJECT;

    if (*at == ',') {
        index->expected = in_object ? EXPECT_NAME : EXPECT_VALUE;
        return at + 1;
    }
    if (*at != (in_object ? '}' : ']'))
        return NULL;
    close_value(index);
    index->expected = EXPECT_MORE;
    return at + 1;
}

/* Reads what stands next from `at`, which is below `end`. */
static const char *index_next(struct index *index, const char *at,
                              const char *end)
{
    switch (index->expected) {
    case EXPECT_VALUE:
        return read_value(index, at, end);
    case EXPECT_ITEM:
        return *at == ']' ? read_more(index, at) : read_value(index, at, end);
    case EXPECT_NAME:
        return read_name(index, at, end);
    case EXPECT_MEMBER:
        return *at == '}' ? read_more(index, at) : read_name(index, at, end);
    case EXPECT_COLON:
        index->expected = EXPECT_VALUE;
        return *at == ':' ? at + 1 : NULL;
    case EXPECT_MORE:
        return read_more(index, at);
    }
    return NULL;
}

const struct winnow_json_value *winnow_json_index(struct winnow_arena *arena,
                                                  struct winnow_view text,
                                                  uint32_t *n)
{
    struct index index = {.arena = arena};
    const char *at = text.data, *end;

    *n = 0;
    if (text.length_bytes == 0 || text.length_bytes > INDEX_BYTES_MOST ||
        (*at != '{' && *at != '['))
        return NULL;
    end = at + text.length_bytes;
    do {
        at = index_next(&index, at, end);
        while (at != NULL && at < end && (unsigned char)*at <= ' ')
            at++;
    } while (at != NULL && at < end && index.depth != 0 &&
             index.depth <= INDEX_DEPTH_MOST && index.n < INDEX_VALUES_MOST);
    if (at == NULL || index.depth != 0)
        return NULL;
    *n = index.n;
    return index.values;
}

/* ---- JSON that is none ----------------------------------------------------
 */

/* Whether a member begins at `at`, as behind a comma that was left out. */
static bool is_member(const char *at, const char *end)
{
    enum { NAME_BYTES_MOST = 40 };
    const char *quote;

    if (end - at > NAME_BYTES_MOST)
        end = at + NAME_BYTES_MOST;
    if (at == end || *at != '"')
        return false;
    quote = memchr(at + 1, '"', (size_t)(end - at - 1));
    at = quote == NULL ? end : skip_white(quote + 1, end);
    return at < end && *at == ':';
}

static bool may_follow_string(const char *at, const char *end)
{
    const char *next = skip_white(at, end);

    return next == end || *next == ',' || *next == ':' || *next == '}' ||
           *next == ']' || (next > at && is_member(next, end));
}

/* As skip_string, but past a bare quote inside the string: one behind which
 * nothing stands that could follow a string. `*inside_end` is where the
 * string's own bytes end. */
static const char *skip_loose_string(const char *at, const char *end,
                                     const char **inside_end)
{
    for (at++; at < end; at++) {
        if (*at == '\\')
            at++;
        else if (*at == '"' && may_follow_string(at + 1, end)) {
            *inside_end = at;
            return at + 1;
        }
    }
    *inside_end = end;
    return end;
}

/* A bracket closes the innermost value that its like opened, and all inside
 * it; one that no value waits for closes nothing. */
static void close_loosely(struct index *index, enum winnow_json_type type)
{
    uint32_t open = index->open, depth = index->depth;

    while (depth != 0 && index->values[open].type != type) {
        open = index->values[open].parent;
        depth--;
    }
    if (depth == 0)
        return;
    index->open = index->values[open].parent;
    index->depth = depth - 1;
    index->key = (struct winnow_view){NULL, 0};
}

/* One past the bracket that closes what opens at `at`, however deep it goes. */
static const char *skip_too_deep(const char *at, const char *end)
{
    const char *inside_end;
    size_t depth = 0;

    while (at < end) {
        if (*at == '"') {
            at = skip_loose_string(at, end, &inside_end);
            continue;
        }
        depth += *at == '{' || *at == '[';
        if ((*at == '}' || *at == ']') && --depth == 0)
            return at + 1;
        at++;
    }
    return end;
}

/* As index_next, of text that may be anything. */
static const char *index_next_loosely(struct index *index, const char *at,
                                      const char *end)
{
    const char *after, *inside_end;

    switch (*at) {
    case '{':
    case '[':
        if (index->depth == INDEX_DEPTH_MOST)
            return skip_too_deep(at, end);
        open_value(index, *at == '{' ? WINNOW_JSON_OBJECT : WINNOW_JSON_ARRAY);
        return at + 1;
    case '}':
        close_loosely(index, WINNOW_JSON_OBJECT);
        return at + 1;
    case ']':
        close_loosely(index, WINNOW_JSON_ARRAY);
        return at + 1;
    case '"':
        after = skip_loose_string(at, end, &inside_end);
        index_string(
            index, (struct winnow_view){at + 1, (size_t)(inside_end - at) - 1});
        return after;
    case ',':
        index->key = (struct winnow_view){NULL, 0};
        return at + 1;
    default:
        return at + 1;
    }
}

/* The text from its first object or array on; the brackets of a CDATA section,
 * as scripts are wrapped in for XML, are none. */
static struct winnow_view from_bracket(struct winnow_view text)
{
    static const char section[] = "[CDATA[";

    while (text.length_bytes != 0 && *text.data != '{') {
        size_t n = 1;
        if (text.length_bytes >= sizeof section - 1 &&
            memcmp(text.data, section, sizeof section - 1) == 0)
            n = sizeof section - 1;
        else if (*text.data == '[')
            break;
        text.data += n;
        text.length_bytes -= n;
    }
    return text;
}

const struct winnow_json_value *
winnow_json_index_loosely(struct winnow_arena *arena, struct winnow_view text,
                          size_t most_bytes, uint32_t *n, unsigned *faults)
{
    struct index index = {.arena = arena};
    const struct winnow_json_value *values;
    const char *at, *end;

    *n = 0;
    *faults = 0;
    text = from_bracket(text);
    if (text.length_bytes > most_bytes) {
        text.length_bytes = most_bytes;
        *faults = WINNOW_JSON_CUT;
    } else {
        values = winnow_json_index(arena, text, n);
        if (values != NULL)
            return values;
        *faults = WINNOW_JSON_BROKEN;
    }
    at = text.data;
    end = at + text.length_bytes;
    while (at < end && index.n < INDEX_VALUES_MOST &&
           (index.depth != 0 || index.n == 0))
        at = index_next_loosely(&index, at, end);
    if (index.n == INDEX_VALUES_MOST)
        *faults |= WINNOW_JSON_CUT;
    *n = index.n;
    return index.values;
}

/* The character of an escape that is no \u. */
static uint32_t short_escape(char letter)
{
    static const char letters[] = "b\bf\fn\nr\rt\t";

    for (size_t i = 0; i + 1 < sizeof letters; i += 2)
        if (letters[i] == letter)
            return (unsigned char)letters[i + 1];
    return (unsigned char)letter;
}

size_t winnow_json_character(struct winnow_view raw, size_t at, uint32_t *code)
{
    const char *here = raw.data + at, *end = raw.data + raw.length_bytes;
    bool is_bad;
    size_t length;
    int value = u_escape(here, end);

    if (*here != '\\') {
        length = winnow_utf8_sequence((const unsigned char *)here,
                                      (size_t)(end - here), &is_bad);
        *code = winnow_utf8_code_point((const unsigned char *)here, length);
        return length;
    }
    length = escape_length(here, end, &is_bad);
    if (value < 0)
        *code = short_escape(here[length - 1]);
    else if (length == 12)
        *code = 0x10000 + (((uint32_t)value & 0x3FF) << 10) +
                ((uint32_t)u_escape(here + 6, end) & 0x3FF);
    else
        *code = is_bad ? 0xFFFD : (uint32_t)value;
    return length;
}

struct winnow_view winnow_json_unescape(struct winnow_arena *arena,
                                        struct winnow_view raw)
{
    char *text;
    size_t n = 0, at = 0;

    if (raw.length_bytes == 0 ||
        memchr(raw.data, '\\', raw.length_bytes) == NULL)
        return raw;
    text = winnow_arena_alloc(arena, raw.length_bytes);
    while (at < raw.length_bytes) {
        uint32_t code;
        at += winnow_json_character(raw, at, &code);
        n += winnow_encode_code_point(code, text + n);
    }
    return (struct winnow_view){text, n};
}

/* ---- members ------------------------------------------------------------- */

void winnow_json_name(struct winnow_buffer *out, const char *name)
{
    winnow_buffer_byte(out, '"');
    winnow_buffer_string(out, name);
    winnow_buffer_string(out, "\":");
}

void winnow_json_put_view(struct winnow_buffer *out, const char *name,
                          struct winnow_view value)
{
    winnow_json_name(out, name);
    winnow_json_string(out, value);
    winnow_buffer_byte(out, ',');
}

void winnow_json_put_string(struct winnow_buffer *out, const char *name,
                            const char *value)
{
    winnow_json_put_view(out, name, winnow_view_of(value));
}

void winnow_json_put_number(struct winnow_buffer *out, const char *name,
                            uint64_t number)
{
    winnow_json_name(out, name);
    winnow_buffer_number(out, number);
    winnow_buffer_byte(out, ',');
}

void winnow_json_open_object(struct winnow_buffer *out, const char *name)
{
    winnow_json_name(out, name);
    winnow_buffer_byte(out, '{');
}

void winnow_json_close_object(struct winnow_buffer *out, const char *after)
{
    if (!out->failed && out->data[out->length_bytes - 1] == ',')
        out->length_bytes--;
    winnow_buffer_byte(out, '}');
    winnow_buffer_string(out, after);
}
