/* An HTTP response taken apart (RFC 9112, RFC 9110), as archives hold it: by
 * many writers, some of which took chunks and codings off and left the head as
 * it was, or the reverse. What the head says is tried, verified against the
 * bytes, and dropped when they say otherwise.
 */
#include "decode/coding.h"
#include "decode/decode.h"

#include <string.h>

enum {
    CODINGS_LISTED_MAX = 8,
    CODINGS_DECODED_MAX = 2,
    INTERIM_MAX = 8, /* 1xx responses before the one that counts */
    LOOKED_AT_BYTES = 512
};

/* What of a head matters here. */
struct head {
    int status;
    size_t body_start;
    bool malformed;
    struct winnow_view media_type, charset, last_modified;
    bool chunked;
    /* In the order they were put on; transfer codings are the outer ones. */
    enum winnow_coding content[CODINGS_LISTED_MAX];
    enum winnow_coding transfer[CODINGS_LISTED_MAX];
    size_t n_content, n_transfer;
};

/* A header field. The value keeps the line ends of folded lines, which count
 * as white space. */
struct field {
    struct winnow_view name, value;
};

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Whether `view` is `word`, which is in lower case, in any letter case. */
static bool is_word(struct winnow_view view, const char *word)
{
    if (view.length_bytes != strlen(word))
        return false;
    for (size_t i = 0; i < view.length_bytes; i++)
        if (lower(view.data[i]) != word[i])
            return false;
    return true;
}

static struct winnow_view part(struct winnow_view view, size_t start,
                               size_t end)
{
    struct winnow_view result = {view.data + start, end - start};
    return result;
}

static struct winnow_view rest(struct winnow_view view, size_t start)
{
    return part(view, start, view.length_bytes);
}

static struct winnow_view first_bytes(struct winnow_view view, size_t n)
{
    return part(view, 0, view.length_bytes < n ? view.length_bytes : n);
}

/* The line at `at` without its end; `*next` is where the next one starts. */
static struct winnow_view line_at(struct winnow_view content, size_t at,
                                  size_t *next)
{
    const char *start = content.data + at;
    size_t left = content.length_bytes - at;
    const char *end = left == 0 ? NULL : memchr(start, '\n', left);
    size_t n = end == NULL ? left : (size_t)(end - start);

    *next = at + n + (end != NULL);
    while (n != 0 && start[n - 1] == '\r')
        n--;
    return part(content, at, at + n);
}

/* The length of the name that a field starts with; 0: it is no field. */
static size_t name_length(struct winnow_view line)
{
    for (size_t i = 0; i < line.length_bytes; i++) {
        char c = line.data[i];
        if (c == ':')
            return i;
        if (c == '<' || c == '>' || c == '"' || c == '\0')
            return 0;
    }
    return 0;
}

/* "HTTP/1.1 200 OK": the status, or 0. */
static int status_of(struct winnow_view line)
{
    size_t i = 0;
    int status = 0, n_digits = 0;

    if (line.length_bytes < 5 || !is_word(part(line, 0, 5), "http/"))
        return 0;
    while (i < line.length_bytes && !is_space(line.data[i]))
        i++;
    while (i < line.length_bytes && is_space(line.data[i]))
        i++;
    for (; i < line.length_bytes && n_digits < 3; i++, n_digits++) {
        if (line.data[i] < '0' || line.data[i] > '9')
            return 0;
        status = status * 10 + (line.data[i] - '0');
    }
    return status >= 100 ? status : 0;
}

/* ---- the fields -----------------------------------------------------------
 */

/* The next element of a comma-separated list; false: there is none. */
static bool next_element(struct winnow_view *list, struct winnow_view *element)
{
    size_t n = 0;

    if (list->length_bytes == 0)
        return false;
    while (n < list->length_bytes && list->data[n] != ',')
        n++;
    *element = winnow_view_trim(part(*list, 0, n));
    *list = rest(*list, n < list->length_bytes ? n + 1 : n);
    return true;
}

static void add_coding(enum winnow_coding *codings, size_t *n,
                       struct winnow_view name)
{
    enum winnow_coding coding = winnow_coding_find(name);

    if (coding != WINNOW_CODING_NONE && *n < CODINGS_LISTED_MAX)
        codings[(*n)++] = coding;
}

static void read_content_encoding(struct head *head, struct winnow_view value)
{
    struct winnow_view element;

    while (next_element(&value, &element))
        add_coding(head->content, &head->n_content, element);
}

static void read_transfer_encoding(struct head *head, struct winnow_view value)
{
    struct winnow_view element;

    while (next_element(&value, &element)) {
        if (is_word(element, "chunked"))
            head->chunked = true;
        else
            add_coding(head->transfer, &head->n_transfer, element);
    }
}

/* Cuts `view` at its first byte that is in `stops`. */
static struct winnow_view cut(struct winnow_view view, const char *stops)
{
    for (size_t i = 0; i < view.length_bytes; i++)
        if (view.data[i] != '\0' && strchr(stops, view.data[i]) != NULL)
            return part(view, 0, i);
    return view;
}

static struct winnow_view unquote(struct winnow_view value)
{
    value = winnow_view_trim(value);
    if (value.length_bytes != 0 &&
        (value.data[0] == '"' || value.data[0] == '\'')) {
        char quote[2] = {value.data[0], '\0'};
        return winnow_view_trim(cut(rest(value, 1), quote));
    }
    return cut(value, " \t\r\n\"'");
}

/* The value of the parameter `charset`; empty when there is none. */
static struct winnow_view charset_parameter(struct winnow_view value)
{
    struct winnow_view none = {NULL, 0};

    for (;;) {
        struct winnow_view parameter, name;
        size_t n = cut(value, ";,").length_bytes;
        if (n == value.length_bytes)
            return none;
        value = rest(value, n + 1);
        parameter = cut(value, ";,");
        name = cut(parameter, "=");
        if (name.length_bytes != parameter.length_bytes &&
            is_word(winnow_view_trim(name), "charset"))
            return unquote(rest(parameter, name.length_bytes + 1));
    }
}

/* Of several fields the last one counts, as in browsers. */
static void read_content_type(struct head *head, struct winnow_view value)
{
    struct winnow_view trimmed = winnow_view_trim(value);
    struct winnow_view type = cut(trimmed, ";, \t\r\n");
    struct winnow_view charset = charset_parameter(trimmed);

    if (type.length_bytes != 0 && memchr(type.data, '/', type.length_bytes))
        head->media_type = type;
    if (charset.length_bytes != 0)
        head->charset = charset;
}

static void read_field(struct head *head, struct field field)
{
    if (is_word(field.name, "content-type"))
        read_content_type(head, field.value);
    else if (is_word(field.name, "content-encoding"))
        read_content_encoding(head, field.value);
    else if (is_word(field.name, "transfer-encoding"))
        read_transfer_encoding(head, field.value);
    else if (is_word(field.name, "last-modified"))
        head->last_modified = field.value;
}

/* The field at `at`, with the folded lines after it. */
static struct field field_at(struct winnow_view content, size_t at,
                             size_t n_name, size_t *next)
{
    struct field field;
    size_t end = *next;

    field.name = winnow_view_trim(part(content, at, at + n_name));
    while (end < content.length_bytes &&
           (content.data[end] == ' ' || content.data[end] == '\t')) {
        size_t after;
        struct winnow_view line = line_at(content, end, &after);
        if (winnow_view_trim(line).length_bytes == 0)
            break;
        end = after;
    }
    field.value = winnow_view_trim(part(content, at + n_name + 1, end));
    *next = end;
    return field;
}

/* ---- the head -------------------------------------------------------------
 */

/* Reads the fields from `at` on and finds where the body starts: behind an
 * empty line, or where markup starts without one. */
static void read_fields(struct winnow_view content, size_t at,
                        struct head *head)
{
    while (at < content.length_bytes) {
        size_t next, n_name;
        struct winnow_view line = line_at(content, at, &next);
        if (line.length_bytes == 0) {
            head->body_start = next;
            return;
        }
        if (line.data[0] == '<')
            break;
        n_name = name_length(line);
        if (n_name == 0) {
            head->malformed = true;
        } else {
            head->malformed |= is_space(line.data[n_name - 1]);
            read_field(head, field_at(content, at, n_name, &next));
        }
        at = next;
    }
    head->malformed = true;
    head->body_start = at;
}

/* Where a head starts: blank lines before it are passed over. */
static size_t skip_blank(struct winnow_view content, size_t at)
{
    while (at < content.length_bytes &&
           (content.data[at] == '\r' || content.data[at] == '\n'))
        at++;
    return at;
}

static void read_one_head(struct winnow_view content, size_t at,
                          struct head *head)
{
    size_t start = skip_blank(content, at), next;
    struct winnow_view line = line_at(content, start, &next);

    memset(head, 0, sizeof *head);
    head->body_start = at;
    head->status = status_of(line);
    if (head->status != 0) {
        read_fields(content, next, head);
        return;
    }
    head->malformed = true;
    if (name_length(line) != 0)
        read_fields(content, start, head);
}

static void read_head(struct winnow_view content, struct head *head)
{
    size_t at = 0, next;

    read_one_head(content, at, head);
    for (int i = 0; i < INTERIM_MAX && head->status / 100 == 1; i++) {
        at = head->body_start;
        if (status_of(line_at(content, skip_blank(content, at), &next)) == 0)
            return;
        read_one_head(content, at, head);
    }
}

void winnow_decode_http_head(struct winnow_view content, int *status,
                             struct winnow_view *media_type)
{
    struct head head;

    if (content.length_bytes == 0)
        content.data = "";
    read_head(content, &head);
    *status = head.status;
    *media_type = head.media_type;
}

/* ---- chunks ---------------------------------------------------------------
 */

enum chunk { CHUNK_DATA, CHUNK_LAST, CHUNK_CUT, CHUNK_BAD };

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The size that a chunk's first line gives; false: it gives none. */
static bool chunk_size(struct winnow_view line, size_t *size)
{
    size_t n = 0;

    *size = 0;
    while (n < line.length_bytes && hex_digit(line.data[n]) >= 0) {
        if (*size > SIZE_MAX / 16)
            return false;
        *size = *size * 16 + (size_t)hex_digit(line.data[n++]);
    }
    if (n == 0)
        return false;
    line = winnow_view_trim(rest(line, n));
    return line.length_bytes == 0 || line.data[0] == ';';
}

/* Reads the chunk at `*at` and goes behind it. BAD leaves `*at`. */
static enum chunk next_chunk(struct winnow_view body, size_t *at,
                             struct winnow_view *data)
{
    size_t next, after, size;
    struct winnow_view line = line_at(body, *at, &next);

    if (*at == body.length_bytes) {
        *data = rest(body, *at);
        return CHUNK_CUT;
    }
    if (!chunk_size(line, &size) || body.data[next - 1] != '\n')
        return CHUNK_BAD;
    if (size == 0) {
        *at = next;
        return CHUNK_LAST;
    }
    if (size >= body.length_bytes - next) {
        *data = rest(body, next);
        *at = body.length_bytes;
        return CHUNK_CUT;
    }
    *data = part(body, next, next + size);
    if (line_at(body, next + size, &after).length_bytes != 0)
        return CHUNK_BAD;
    *at = after;
    return CHUNK_DATA;
}

/* What walking over the chunks finds. */
struct chunks {
    size_t n_data;  /* whole chunks */
    size_t n_bytes; /* in them, and in one that is cut */
    size_t end;     /* where the walk ended */
    enum chunk ended_by;
};

/* Walks over the chunks and copies their data to `out`, when not NULL. */
static struct chunks walk_chunks(struct winnow_view body, char *out)
{
    struct chunks chunks = {0, 0, 0, CHUNK_DATA};
    struct winnow_view data = {NULL, 0};

    for (;;) {
        chunks.ended_by = next_chunk(body, &chunks.end, &data);
        if (chunks.ended_by != CHUNK_DATA && chunks.ended_by != CHUNK_CUT)
            return chunks;
        if (out != NULL && data.length_bytes != 0)
            memcpy(out + chunks.n_bytes, data.data, data.length_bytes);
        chunks.n_bytes += data.length_bytes;
        if (chunks.ended_by == CHUNK_CUT)
            return chunks;
        chunks.n_data++;
    }
}

/* Whether the bytes are chunked: as the head says, one good size line is
 * enough; where it does not say so, every chunk must be right. */
static bool is_chunked(struct winnow_view body, const struct chunks *chunks,
                       bool declared)
{
    const char *end = memchr(body.data, '\n', body.length_bytes);

    if (!declared && (end == NULL || end == body.data || end[-1] != '\r'))
        return false;
    if (chunks->ended_by == CHUNK_LAST)
        return declared || chunks->n_data != 0;
    if (chunks->ended_by == CHUNK_CUT)
        return chunks->n_data != 0 || (declared && chunks->n_bytes != 0);
    return declared && chunks->n_data != 0;
}

/* An empty line too many behind the head hides the first chunk. */
static struct winnow_view skip_line_end(struct winnow_view body)
{
    if (body.length_bytes >= 2 && memcmp(body.data, "\r\n", 2) == 0)
        return rest(body, 2);
    return body;
}

static struct winnow_view join_chunks(struct winnow_arena *arena,
                                      struct winnow_view body,
                                      const struct chunks *chunks)
{
    /* What follows chunks that break off is the page's too. */
    size_t n_rest =
        chunks->ended_by == CHUNK_BAD ? body.length_bytes - chunks->end : 0;
    struct winnow_view joined = {NULL, chunks->n_bytes + n_rest};
    char *out = winnow_arena_alloc(arena, joined.length_bytes);

    walk_chunks(body, out);
    if (n_rest != 0)
        memcpy(out + chunks->n_bytes, body.data + chunks->end, n_rest);
    joined.data = out;
    return joined;
}

static struct winnow_view remove_chunks(struct winnow_arena *arena,
                                        struct winnow_view body, bool declared,
                                        struct winnow_diags *diags)
{
    struct winnow_view start = skip_line_end(body);
    struct chunks chunks = walk_chunks(start, NULL);

    if (!is_chunked(start, &chunks, declared)) {
        if (declared && body.length_bytes != 0)
            winnow_diag_count(diags, WINNOW_DIAG_HTTP_CHUNKED, 0);
        return body;
    }
    if (!declared || chunks.ended_by != CHUNK_LAST)
        winnow_diag_count(diags, WINNOW_DIAG_HTTP_CHUNKED, 0);
    return join_chunks(arena, start, &chunks);
}

/* ---- codings --------------------------------------------------------------
 */

struct unpacking {
    struct winnow_arena *arena;
    struct winnow_diags *diags;
    struct winnow_entity *entity; /* its body shrinks from step to step */
    size_t max_bytes;
    enum winnow_diag past_max; /* what passing that is called */
    unsigned n_decoded;
};

static void refuse(struct unpacking *unpacking, enum winnow_diag diag)
{
    struct winnow_view empty = {"", 0};

    winnow_diag_count(unpacking->diags, diag, 0);
    unpacking->entity->refused = winnow_diag_name(diag);
    unpacking->entity->body = empty;
}

/* Whether the bytes read as text: compressed ones hold many controls. */
static bool reads_as_text(struct winnow_view body)
{
    struct winnow_view sample = first_bytes(body, LOOKED_AT_BYTES);
    size_t n_controls = 0;

    for (size_t i = 0; i < sample.length_bytes; i++) {
        unsigned char c = (unsigned char)sample.data[i];
        n_controls += c < 0x20 && !is_space((char)c) && c != 0x1B;
    }
    return n_controls <= sample.length_bytes / 32;
}

static enum winnow_decoded try_coding(const struct unpacking *unpacking,
                                      enum winnow_coding coding,
                                      struct winnow_view *out)
{
    struct winnow_view body = unpacking->entity->body;
    struct winnow_view start = skip_line_end(body);
    enum winnow_decoded decoded;

    decoded = winnow_coding_decode(unpacking->arena, coding, body,
                                   unpacking->max_bytes, out);
    if (decoded == WINNOW_DECODED_NOT && start.data != body.data)
        decoded = winnow_coding_decode(unpacking->arena, coding, start,
                                       unpacking->max_bytes, out);
    /* Some codings have no mark: text can seem to be their damaged start. */
    if (decoded == WINNOW_DECODED_TRUNCATED &&
        winnow_coding_sniff(body) != coding && reads_as_text(body))
        return WINNOW_DECODED_NOT;
    return decoded;
}

static void accept(struct unpacking *unpacking, enum winnow_decoded decoded,
                   struct winnow_view out)
{
    unpacking->entity->body = out;
    unpacking->n_decoded++;
    if (decoded == WINNOW_DECODED_TRUNCATED)
        winnow_diag_count(unpacking->diags, WINNOW_DIAG_HTTP_CODING_TRUNCATED,
                          out.length_bytes);
}

static void remove_coding(struct unpacking *unpacking,
                          enum winnow_coding coding)
{
    struct winnow_view body = unpacking->entity->body, out = {NULL, 0};
    enum winnow_decoded decoded;

    if (body.length_bytes == 0 || unpacking->entity->refused != NULL)
        return;
    if (coding == WINNOW_CODING_OTHER && !reads_as_text(body)) {
        refuse(unpacking, WINNOW_DIAG_HTTP_CODING_UNSUPPORTED);
        return;
    }
    decoded = unpacking->n_decoded == CODINGS_DECODED_MAX
                  ? WINNOW_DECODED_NOT
                  : try_coding(unpacking, coding, &out);
    if (decoded == WINNOW_DECODED_TOO_LARGE)
        refuse(unpacking, unpacking->past_max);
    else if (decoded == WINNOW_DECODED_NOT)
        winnow_diag_count(unpacking->diags, WINNOW_DIAG_HTTP_CODING, 0);
    else
        accept(unpacking, decoded, out);
}

/* Whether a body of this type is text once its codings are off. */
static bool is_text_type(struct winnow_view type)
{
    return type.length_bytes == 0 || is_word(first_bytes(type, 5), "text/") ||
           is_word(type, "application/xhtml+xml") ||
           is_word(type, "application/xml");
}

/* A coding that the head does not tell of. */
static void remove_undeclared(struct unpacking *unpacking)
{
    struct winnow_view out = {NULL, 0};
    enum winnow_coding coding = winnow_coding_sniff(unpacking->entity->body);
    enum winnow_decoded decoded;

    if (coding == WINNOW_CODING_NONE || coding == WINNOW_CODING_OTHER ||
        unpacking->n_decoded == CODINGS_DECODED_MAX ||
        !is_text_type(unpacking->entity->media_type))
        return;
    decoded = try_coding(unpacking, coding, &out);
    if (decoded == WINNOW_DECODED_TOO_LARGE) {
        refuse(unpacking, unpacking->past_max);
        return;
    }
    if (decoded == WINNOW_DECODED_NOT)
        return;
    winnow_diag_count(unpacking->diags, WINNOW_DIAG_HTTP_CODING, 0);
    accept(unpacking, decoded, out);
}

static void remove_codings(struct unpacking *unpacking, const struct head *head)
{
    for (size_t i = head->n_transfer; i-- != 0;)
        remove_coding(unpacking, head->transfer[i]);
    for (size_t i = head->n_content; i-- != 0;)
        remove_coding(unpacking, head->content[i]);
    if (unpacking->entity->refused == NULL)
        remove_undeclared(unpacking);
    if (unpacking->entity->body.length_bytes > unpacking->max_bytes)
        refuse(unpacking, unpacking->past_max);
}

static struct winnow_view lower_copy(struct winnow_arena *arena,
                                     struct winnow_view view)
{
    struct winnow_view copy = {"", view.length_bytes};
    char *bytes;

    if (view.length_bytes == 0)
        return copy;
    bytes = winnow_arena_copy(arena, view.data, view.length_bytes);
    for (size_t i = 0; i < view.length_bytes; i++)
        bytes[i] = lower(bytes[i]);
    copy.data = bytes;
    return copy;
}

void winnow_decode_http(struct winnow_arena *arena, struct winnow_view content,
                        uint64_t max_body_bytes, enum winnow_diag past_max,
                        struct winnow_diags *diags,
                        struct winnow_entity *entity)
{
    struct head head;
    struct unpacking unpacking = {.arena = arena,
                                  .diags = diags,
                                  .entity = entity,
                                  .max_bytes = max_body_bytes < SIZE_MAX
                                                   ? (size_t)max_body_bytes
                                                   : SIZE_MAX,
                                  .past_max = past_max};

    memset(entity, 0, sizeof *entity);
    if (content.length_bytes == 0)
        content.data = "";
    read_head(content, &head);
    if (head.malformed)
        winnow_diag_count(diags, WINNOW_DIAG_HTTP_HEAD, 0);
    entity->status = head.status;
    entity->media_type = lower_copy(arena, head.media_type);
    entity->charset = head.charset;
    entity->last_modified = head.last_modified;
    entity->body = remove_chunks(arena, rest(content, head.body_start),
                                 head.chunked, diags);
    remove_codings(&unpacking, &head);
}
