/* Heads of archive records; see head.h. */
#include "source/head.h"

enum { ARC_DATE_DIGITS = 14, ARC_LINE_MAX_FIELDS_AFTER_DATE = 8 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool winnow_ascii_starts(struct winnow_view view, const char *prefix)
{
    size_t i;

    for (i = 0; prefix[i] != 0 && i < view.length_bytes; i++)
        if (lower(view.data[i]) != lower(prefix[i]))
            return false;
    return prefix[i] == 0;
}

bool winnow_ascii_equal(struct winnow_view view, const char *string)
{
    return view.length_bytes == strlen(string) &&
           winnow_ascii_starts(view, string);
}

/* The front of `bytes` up to `separator` (or all); `bytes` goes on after it. */
static struct winnow_view take_until(struct winnow_view *bytes, char separator)
{
    struct winnow_view front = *bytes;
    const char *at = NULL;

    if (bytes->length_bytes != 0)
        at = memchr(bytes->data, separator, bytes->length_bytes);
    if (at == NULL) {
        *bytes = (struct winnow_view){NULL, 0};
        return front;
    }
    front.length_bytes = (size_t)(at - front.data);
    bytes->data += front.length_bytes + 1;
    bytes->length_bytes -= front.length_bytes + 1;
    return front;
}

/* ---- values -------------------------------------------------------------- */

static bool all_digits(struct winnow_view view)
{
    for (size_t i = 0; i < view.length_bytes; i++)
        if (!is_digit(view.data[i]))
            return false;
    return view.length_bytes != 0;
}

static bool read_number(struct winnow_view digits, uint64_t *number)
{
    *number = 0;
    if (!all_digits(digits))
        return false;
    for (size_t i = 0; i < digits.length_bytes; i++) {
        unsigned digit = (unsigned)(digits.data[i] - '0');
        if (*number > ((uint64_t)INT64_MAX - digit) / 10)
            return false;
        *number = *number * 10 + digit;
    }
    return true;
}

static unsigned two_digits(const char *digits)
{
    return (unsigned)(digits[0] - '0') * 10 + (unsigned)(digits[1] - '0');
}

/* Whether 14 digits are a day and a time that exist. */
static bool is_date(const char *d)
{
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
    unsigned year = two_digits(d) * 100 + two_digits(d + 2);
    unsigned month = two_digits(d + 4), day = two_digits(d + 6);
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    if (month < 1 || month > 12 || day < 1 || day > days[month - 1] ||
        (month == 2 && day == 29 && !leap))
        return false;
    return two_digits(d + 8) < 24 && two_digits(d + 10) < 60 &&
           two_digits(d + 12) <= 60;
}

/* How much of `value` follows the pattern, in which # is a digit. */
static size_t match_pattern(struct winnow_view value, const char *pattern)
{
    size_t i;

    for (i = 0; i < value.length_bytes && pattern[i] != 0; i++)
        if (pattern[i] == '#' ? !is_digit(value.data[i])
                              : value.data[i] != pattern[i])
            break;
    return i;
}

/* The digits of an ISO 8601 date as WARC writes them (W3C-DTF: cut short after
 * any part), filled up to 14; false when it is none. */
static bool iso_digits(struct winnow_view value, char digits[ARC_DATE_DIGITS])
{
    static const char least[] = "00000101000000";
    static const char pattern[] = "####-##-##T##:##:##";
    size_t length = match_pattern(value, pattern), n = 0;
    bool zone = length == 16 || length == 19;

    for (size_t i = 0; i < length; i++)
        if (is_digit(value.data[i]))
            digits[n++] = value.data[i];
    if (n < 4 || n % 2 != 0)
        return false;
    memcpy(digits + n, least + n, ARC_DATE_DIGITS - n);
    if (!zone)
        return length == value.length_bytes &&
               (length == 4 || length == 7 || length == 10);
    if (length == 19 && length < value.length_bytes &&
        value.data[length] == '.')
        do
            length++;
        while (length < value.length_bytes && is_digit(value.data[length]));
    return length == value.length_bytes ||
           (length + 1 == value.length_bytes && value.data[length] == 'Z') ||
           (length + 6 == value.length_bytes &&
            (value.data[length] == '+' || value.data[length] == '-'));
}

static void set_captured(struct winnow_head *head, struct winnow_view value)
{
    char d[ARC_DATE_DIGITS];

    head->captured.data = head->captured_text;
    head->captured.length_bytes = 0;
    if (value.length_bytes >= sizeof head->captured_text)
        return;
    if (value.length_bytes == sizeof d && all_digits(value)) {
        memcpy(d, value.data, sizeof d);
        if (!is_date(d))
            return;
        snprintf(head->captured_text, sizeof head->captured_text,
                 "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", d, d + 4, d + 6, d + 8,
                 d + 10, d + 12);
        head->captured = winnow_view_of(head->captured_text);
        return;
    }
    if (!iso_digits(value, d) || !is_date(d))
        return;
    memcpy(head->captured_text, value.data, value.length_bytes);
    head->captured.length_bytes = value.length_bytes;
}

static struct winnow_view strip_brackets(struct winnow_view value)
{
    if (value.length_bytes >= 2 && value.data[0] == '<' &&
        value.data[value.length_bytes - 1] == '>') {
        value.data++;
        value.length_bytes -= 2;
    }
    return winnow_view_trim(value);
}

struct winnow_view winnow_media_type_of(struct winnow_view content_type)
{
    return winnow_view_trim(take_until(&content_type, ';'));
}

struct winnow_view winnow_charset_parameter(struct winnow_view content_type)
{
    struct winnow_view parameter, name, none = {NULL, 0};

    take_until(&content_type, ';');
    while (content_type.length_bytes != 0) {
        parameter = take_until(&content_type, ';');
        name = winnow_view_trim(take_until(&parameter, '='));
        if (!winnow_ascii_equal(name, "charset"))
            continue;
        parameter = winnow_view_trim(parameter);
        if (parameter.length_bytes >= 2 && parameter.data[0] == '"') {
            parameter.data++;
            parameter.length_bytes--;
            parameter = take_until(&parameter, '"');
        }
        return winnow_view_trim(parameter);
    }
    return none;
}

/* A copy of `value` in `storage`, which has the room: views stay valid. */
static struct winnow_view store(struct winnow_buffer *storage,
                                struct winnow_view value, bool lower_case)
{
    struct winnow_view stored = {storage->data + storage->length_bytes,
                                 value.length_bytes};

    for (size_t i = 0; i < value.length_bytes; i++)
        winnow_buffer_byte(storage,
                           lower_case ? lower(value.data[i]) : value.data[i]);
    return stored;
}

/* ---- WARC ---------------------------------------------------------------- */

bool winnow_head_is_warc(struct winnow_view line)
{
    size_t i = 5;

    line = winnow_view_trim(line);
    if (line.length_bytes < 8 || line.length_bytes > 12 ||
        memcmp(line.data, "WARC/", 5) != 0)
        return false;
    while (i < line.length_bytes && is_digit(line.data[i]))
        i++;
    if (i == 5 || i + 1 >= line.length_bytes || line.data[i] != '.')
        return false;
    line.data += i + 1;
    line.length_bytes -= i + 1;
    return all_digits(line);
}

static void set_field(struct winnow_head *head, struct winnow_buffer *storage,
                      struct winnow_view name, struct winnow_view value)
{
    const struct {
        const char *name;
        struct winnow_view *field;
        bool lower_case;
    } fields[] = {
        {"WARC-Type", &head->type, true},
        {"WARC-Record-ID", &head->id, false},
        {"WARC-Target-URI", &head->uri, false},
        {"Content-Type", &head->content_type, true},
        {"WARC-Payload-Digest", &head->payload_digest, false},
        {"WARC-Block-Digest", &head->block_digest, false},
    };

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (winnow_ascii_equal(name, fields[i].name)) {
            if (fields[i].field->length_bytes == 0)
                *fields[i].field =
                    strip_brackets(store(storage, value, fields[i].lower_case));
            return;
        }
    if (winnow_ascii_equal(name, "WARC-Date"))
        set_captured(head, value);
    else if (winnow_ascii_equal(name, "Content-Length") && !head->length_known)
        head->length_known = read_number(value, &head->length_bytes);
}

/* One field with the lines folded into it: their line ends become a space. */
static struct winnow_view take_field(struct winnow_view *bytes)
{
    struct winnow_view field = *bytes;

    do
        take_until(bytes, '\n');
    while (bytes->length_bytes != 0 &&
           (bytes->data[0] == ' ' || bytes->data[0] == '\t'));
    field.length_bytes = (size_t)(bytes->data - field.data);
    return winnow_view_trim(field);
}

/* `value` with each folding (a line end and the white space around it) as one
 * space, in `storage`; the value itself when it has none. */
static struct winnow_view unfold(struct winnow_buffer *storage,
                                 struct winnow_view value)
{
    struct winnow_view line, unfolded;
    size_t from = storage->length_bytes;

    if (value.length_bytes == 0 ||
        memchr(value.data, '\n', value.length_bytes) == NULL)
        return value;
    while (value.length_bytes != 0) {
        line = winnow_view_trim(take_until(&value, '\n'));
        if (line.length_bytes == 0)
            continue;
        if (storage->length_bytes != from)
            winnow_buffer_byte(storage, ' ');
        winnow_buffer_append(storage, line.data, line.length_bytes);
    }
    unfolded.data = storage->data + from;
    unfolded.length_bytes = storage->length_bytes - from;
    return unfolded;
}

bool winnow_head_read_warc(struct winnow_view bytes,
                           struct winnow_buffer *storage,
                           struct winnow_head *head)
{
    struct winnow_view field, name;

    *head = (struct winnow_head){0};
    winnow_buffer_clear(storage);
    /* A value is stored twice at most, unfolded and as a field. */
    if (bytes.length_bytes > SIZE_MAX / 2 ||
        winnow_buffer_reserve(storage, 2 * bytes.length_bytes) == NULL)
        return false;
    take_until(&bytes, '\n');
    while (bytes.length_bytes != 0) {
        field = take_field(&bytes);
        if (field.length_bytes == 0)
            continue;
        if (memchr(field.data, ':', field.length_bytes) == NULL) {
            head->malformed = true;
            continue;
        }
        name = winnow_view_trim(take_until(&field, ':'));
        set_field(head, storage, name,
                  unfold(storage, winnow_view_trim(field)));
    }
    return true;
}

/* ---- ARC ----------------------------------------------------------------- */

/* Cuts the last word off `line`. */
static struct winnow_view take_last_word(struct winnow_view *line)
{
    struct winnow_view word = *line;
    size_t at = line->length_bytes;

    while (at != 0 && line->data[at - 1] != ' ')
        at--;
    word.data += at;
    word.length_bytes -= at;
    line->length_bytes = at == 0 ? 0 : at - 1;
    return word;
}

struct arc_fields {
    struct winnow_view url, date, media_type, length;
};

static bool is_address(struct winnow_view word)
{
    for (size_t i = 0; i < word.length_bytes; i++)
        if (!is_digit(word.data[i]) && word.data[i] != '.' &&
            word.data[i] != ':' && !is_letter(word.data[i]))
            return false;
    return word.length_bytes != 0;
}

static bool has_scheme(struct winnow_view url)
{
    size_t i = 0;

    while (i < url.length_bytes &&
           (is_letter(url.data[i]) || is_digit(url.data[i]) ||
            (i != 0 && memchr("+-.", url.data[i], 3) != NULL)))
        i++;
    return i > 1 && i < url.length_bytes && is_letter(url.data[0]) &&
           url.data[i] == ':';
}

/* The date is what tells the line: the address and the URL, in which spaces
 * have been met, stand before it, the media type after it, the length last. */
static bool split_arc(struct winnow_view line, struct arc_fields *fields)
{
    struct winnow_view word = {NULL, 0}, after;

    line = winnow_view_trim(line);
    if (!has_scheme(line))
        return false;
    fields->length = take_last_word(&line);
    if (!all_digits(fields->length))
        return false;
    for (int i = 0; i < ARC_LINE_MAX_FIELDS_AFTER_DATE; i++) {
        after = word;
        word = take_last_word(&line);
        if (word.length_bytes == ARC_DATE_DIGITS && all_digits(word) &&
            after.length_bytes != 0) {
            fields->date = word;
            fields->media_type = after;
            word = take_last_word(&line);
            fields->url = line;
            return is_address(word) && line.length_bytes != 0;
        }
    }
    return false;
}

bool winnow_head_is_arc(struct winnow_view line)
{
    struct arc_fields fields;

    return split_arc(line, &fields);
}

bool winnow_head_read_arc(struct winnow_view line,
                          struct winnow_buffer *storage,
                          struct winnow_head *head)
{
    struct arc_fields fields = {0};

    *head = (struct winnow_head){0};
    winnow_buffer_clear(storage);
    if (winnow_buffer_reserve(storage, line.length_bytes) == NULL)
        return false;
    split_arc(line, &fields);
    head->uri = store(storage, fields.url, false);
    head->content_type = store(storage, fields.media_type, true);
    head->length_known = read_number(fields.length, &head->length_bytes);
    set_captured(head, fields.date);
    head->type = winnow_view_of("response");
    if (head->uri.length_bytes >= 9 &&
        memcmp(head->uri.data, "filedesc:", 9) == 0)
        head->type = winnow_view_of("filedesc");
    return true;
}
