/* The words of a text, folded; see token.h. */
#include "token.h"

/* A token while it is read. */
struct run {
    const char *at, *end; /* what is still to be read */
    struct winnow_token *token;
    size_t length_bytes;    /* folded so far */
    size_t number_bytes;    /* of those, the digits it begins with */
    enum winnow_class last; /* class of the last letter or digit */
    bool only_digits;       /* so far; separators among them */
};

static bool is_word_class(enum winnow_class class)
{
    return class >= WINNOW_CLASS_LETTER && class <= WINNOW_CLASS_IDEOGRAPH;
}

static enum winnow_class class_of_ascii(char folded)
{
    return folded <= '9' ? WINNOW_CLASS_DIGIT : WINNOW_CLASS_LETTER;
}

/* Class of the code point at `at`, and its length. */
static enum winnow_class class_at(const char *at, const char *end,
                                  uint32_t *code, size_t *length_bytes)
{
    if ((unsigned char)*at < 0x80) {
        char folded = winnow_ascii_fold[(unsigned char)*at];
        *code = (unsigned char)*at;
        *length_bytes = 1;
        return folded != 0 ? class_of_ascii(folded) : WINNOW_CLASS_OTHER;
    }
    *length_bytes = winnow_decode_code_point(at, end, code);
    return winnow_class_of(*code);
}

/* The code point that a token starts with. */
struct first {
    enum winnow_class class;
    uint32_t code;
    size_t length_bytes;
};

/* Where the next token starts at or after `offset`, or the text's end; `first`
 * is set where the token starts with no ASCII. */
static size_t find_start(struct winnow_view text, size_t offset,
                         struct first *first)
{
    const char *at = text.data + offset, *end = text.data + text.length_bytes;

    first->length_bytes = 0;
    while (at < end) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x80) {
            if (winnow_ascii_fold[byte] != 0)
                break;
            at++;
            continue;
        }
        first->class = class_at(at, end, &first->code, &first->length_bytes);
        if (is_word_class(first->class))
            break;
        at += first->length_bytes;
        first->length_bytes = 0;
    }
    return (size_t)(at - text.data);
}

/* Bytes were folded behind those before. */
static void added(struct run *run, size_t length_bytes)
{
    run->length_bytes += length_bytes;
    if (run->length_bytes > WINNOW_TOKEN_BYTES_MAX) {
        run->length_bytes = WINNOW_TOKEN_BYTES_MAX;
        run->token->is_cut = true;
    }
}

static void put(struct run *run, const char *bytes, size_t length_bytes)
{
    if (run->token->is_cut)
        return;
    memcpy(run->token->folded + run->length_bytes, bytes, length_bytes);
    added(run, length_bytes);
}

/* What a separator inside a number folds to; 0 if it is none. */
static char number_separator(uint32_t code)
{
    switch (code) {
    case '.':
    case 0xFF0E: /* full width */
    case 0x066B: /* Arabic */
        return '.';
    case ',':
    case 0xFF0C:
    case 0x066C:
        return ',';
    case ':':
    case 0xFF1A:
        return ':';
    default:
        return 0;
    }
}

/* Takes a separator if digits stand on both sides of it. */
static bool take_separator(struct run *run, uint32_t code, size_t length)
{
    char separator = number_separator(code);
    const char *next = run->at + length;
    uint32_t next_code;
    size_t next_length;

    if (separator == 0 || !run->only_digits || next >= run->end ||
        class_at(next, run->end, &next_code, &next_length) !=
            WINNOW_CLASS_DIGIT)
        return false;
    put(run, &separator, 1);
    run->at = next;
    return true;
}

static void take(struct run *run, enum winnow_class class, uint32_t code,
                 size_t length)
{
    struct winnow_token *token = run->token;

    if (run->only_digits && class != WINNOW_CLASS_DIGIT) {
        run->only_digits = false;
        run->number_bytes = run->length_bytes;
    }
    if (!token->is_cut) /* there is room for one more, always */
        added(run,
              winnow_fold_code_point(code, token->folded + run->length_bytes));
    token->has_digit |= class == WINNOW_CLASS_DIGIT;
    run->last = class;
    run->at += length;
}

/* Letters up to `at` were folded: there are `n` bytes now. */
static void took_letters(struct run *run, const char *at, size_t n)
{
    if (at == run->at)
        return;
    if (run->only_digits) {
        run->only_digits = false;
        run->number_bytes = run->length_bytes;
    }
    run->last = WINNOW_CLASS_LETTER;
    run->length_bytes = n;
    run->at = at;
}

/* Letters and digits of ASCII in a row, while they keep their kind. */
static void take_ascii(struct run *run)
{
    char *folded = run->token->folded;
    size_t n = run->length_bytes;
    const char *at = run->at;
    char byte = 0;

    while (at < run->end && n < WINNOW_TOKEN_BYTES_MAX &&
           (byte = winnow_ascii_fold[(unsigned char)*at]) > '9') {
        folded[n++] = byte;
        at++;
    }
    took_letters(run, at, n);
}

/* Letters of two bytes in a row: Greek, Cyrillic, Arabic, Latin with marks.
 * What take_next would do with each, without asking what else it may be. */
static void take_letters(struct run *run)
{
    char *folded = run->token->folded;
    size_t n = run->length_bytes;
    const char *at = run->at;

    while (run->end - at >= 2) {
        unsigned char lead = (unsigned char)at[0];
        unsigned char next = (unsigned char)at[1];
        uint32_t code = (lead & 0x1Fu) << 6 | (next & 0x3Fu);
        size_t n_bytes;
        if (lead < 0xC2 || lead >= 0xE0 || (next & 0xC0) != 0x80 ||
            winnow_class_of(code) != WINNOW_CLASS_LETTER)
            break;
        n_bytes = winnow_fold_code_point(code, folded + n);
        if (n + n_bytes > WINNOW_TOKEN_BYTES_MAX)
            break;
        n += n_bytes;
        at += 2;
    }
    took_letters(run, at, n);
}

/* Whether an ASCII byte ends a word, as it does unless inside a number. */
static bool is_plain_end(char byte)
{
    return (unsigned char)byte < 0x80 &&
           winnow_ascii_fold[(unsigned char)byte] == 0;
}

/* Whether what follows belongs to the run; takes it if so. */
static bool take_next(struct run *run)
{
    uint32_t code;
    size_t length;
    enum winnow_class class;

    if (run->at >= run->end || (!run->only_digits && is_plain_end(*run->at)))
        return false;
    class = class_at(run->at, run->end, &code, &length);
    if (class == WINNOW_CLASS_IGNORED) {
        run->at += length;
        return true;
    }
    if (!is_word_class(class) || class == WINNOW_CLASS_IDEOGRAPH)
        return take_separator(run, code, length);
    if ((class == WINNOW_CLASS_DIGIT && run->last == WINNOW_CLASS_APART) ||
        (class == WINNOW_CLASS_APART && run->last == WINNOW_CLASS_DIGIT))
        return false;
    take(run, class, code, length);
    return true;
}

/* Whether a byte begins no mark: ASCII, and most ideographs (U+4000 to
 * U+9FFF). */
static bool begins_no_mark(unsigned char byte)
{
    return byte < 0x80 || (byte >= 0xE4 && byte <= 0xE9);
}

static void take_ideograph(struct run *run, const struct first *first)
{
    uint32_t code, mark;
    size_t length;
    enum winnow_class class;
    char bytes[WINNOW_FOLD_BYTES_MAX];
    size_t n_bytes;

    run->at += first->length_bytes;
    n_bytes = winnow_fold_code_point(first->code, bytes);
    while (run->at < run->end && !begins_no_mark((unsigned char)*run->at)) {
        class = class_at(run->at, run->end, &mark, &length);
        if (class != WINNOW_CLASS_VOICING && class != WINNOW_CLASS_IGNORED)
            break;
        run->at += length;
        if (class == WINNOW_CLASS_VOICING) {
            winnow_decode_code_point(bytes, bytes + n_bytes, &code);
            code = winnow_fold_voiced(code, mark == 0x309A || mark == 0xFF9F);
            n_bytes = winnow_encode_code_point(code, bytes);
        }
    }
    run->only_digits = false;
    put(run, bytes, n_bytes);
}

/* A multiplier written against a counter: 1.2K, 3M, 5\u043A (Cyrillic). */
static bool is_multiplier(const char *bytes, size_t length_bytes)
{
    if (length_bytes == 1)
        return *bytes == 'k' || *bytes == 'm' || *bytes == 'b';
    return length_bytes == 2 &&
           (memcmp(bytes, "\u043A", 2) == 0 || memcmp(bytes, "\u043C", 2) == 0);
}

static void finish(struct run *run, struct winnow_view text)
{
    struct winnow_token *token = run->token;

    token->end = (size_t)(run->at - text.data);
    token->length_bytes = (uint16_t)run->length_bytes;
    token->folded[run->length_bytes] = '\0';
    token->hash = winnow_token_hash(token->folded, run->length_bytes);
    token->is_number = run->only_digits ||
                       (run->number_bytes != 0 &&
                        is_multiplier(token->folded + run->number_bytes,
                                      run->length_bytes - run->number_bytes));
}

/* Most words are letters of ASCII between other bytes of ASCII: takes one that
 * starts at token->start; false where it is more than that. */
static bool take_plain_word(struct winnow_view text, struct winnow_token *token)
{
    const char *word = text.data + token->start;
    size_t most = text.length_bytes - token->start, n = 0;
    char letter;

    if (most > WINNOW_TOKEN_BYTES_MAX)
        most = WINNOW_TOKEN_BYTES_MAX;
    while (n < most &&
           (letter = winnow_ascii_fold[(unsigned char)word[n]]) >= 'a')
        token->folded[n++] = letter;
    if (n == 0 ||
        (token->start + n < text.length_bytes && !is_plain_end(word[n])))
        return false;
    token->end = token->start + n;
    token->length_bytes = (uint16_t)n;
    token->folded[n] = '\0';
    token->hash = winnow_token_hash(token->folded, n);
    token->is_number = false;
    return true;
}

/* Up to eight bytes of the text from `at` on as a number, the first lowest; the
 * text has eight. */
static uint64_t bytes_from(struct winnow_view text, size_t at)
{
    size_t last = text.length_bytes - WINNOW_STRIDE_BYTES;

    if (at <= last)
        return winnow_load_stride(text.data + at);
    return winnow_load_stride(text.data + last) >> (at - last) * 8;
}

/* Folds `n` letters or digits of ASCII, 1 to 16, into the token, and hashes
 * them. */
static void fold_ascii(struct winnow_view text, size_t n,
                       struct winnow_token *token)
{
    const uint64_t lower = WINNOW_EVERY_BYTE(0x20); /* which digits have */
    size_t n_first = n < WINNOW_STRIDE_BYTES ? n : WINNOW_STRIDE_BYTES;
    size_t next = token->start + WINNOW_STRIDE_BYTES;
    uint64_t first = bytes_from(text, token->start) | lower, second;

    first = winnow_first_of_stride(first, n_first);
    token->hash = winnow_token_hash_stride(WINNOW_TOKEN_HASH_START, first);
    winnow_store_stride(token->folded, first);
    if (n == n_first)
        return;
    second =
        winnow_first_of_stride(bytes_from(text, next) | lower, n - n_first);
    token->hash = winnow_token_hash_stride(token->hash, second);
    winnow_store_stride(token->folded + WINNOW_STRIDE_BYTES, second);
}

/* What is found by looking at WINNOW_STEP_BYTES. */
enum near {
    NEAR_TOKEN,
    NEAR_END, /* no token follows */
    NEAR_MORE /* more than a step tells */
};

/* Whether a byte behind digits may go on with them. */
static bool may_go_on(char byte)
{
    return byte == '.' || byte == ',' || byte == ':';
}

/* Takes the first token at or after `offset` where it is letters of ASCII, or
 * its digits, between other bytes of ASCII, all within a step. */
static enum near take_near_token(struct winnow_view text, size_t offset,
                                 struct winnow_token *token)
{
    size_t last = text.length_bytes - WINNOW_STEP_BYTES, from = offset, n;
    struct winnow_word_bits bits;
    uint32_t words, own;

    if (text.length_bytes < WINNOW_STEP_BYTES)
        return NEAR_MORE;
    if (from > last)
        from = last;
    bits = winnow_word_bits_at(text.data + from);
    words = (bits.letters | bits.digits | bits.beyond) >> (offset - from);
    if (words == 0)
        return from == last ? NEAR_END : NEAR_MORE;
    token->start = offset + (size_t)__builtin_ctz(words);
    words >>= token->start - offset;
    own = bits.letters >> (token->start - from);
    token->is_number = (own & 1) == 0;
    if (token->is_number)
        own = bits.digits >> (token->start - from);
    n = (size_t)__builtin_ctz(~own);
    token->end = token->start + n;
    if (n == 0 || (words >> n & 1) != 0 ||
        (token->end - from == WINNOW_STEP_BYTES && from != last))
        return NEAR_MORE;
    if (token->is_number && token->end != text.length_bytes &&
        may_go_on(text.data[token->end]))
        return NEAR_MORE;
    token->length_bytes = (uint16_t)n;
    token->has_digit = token->is_number;
    fold_ascii(text, n, token);
    return NEAR_TOKEN;
}

/* Takes the token that starts at token->start, whatever it is. */
static void take_token(struct winnow_view text, struct winnow_token *token,
                       struct first *first)
{
    struct run run = {.token = token,
                      .only_digits = true,
                      .at = text.data + token->start,
                      .end = text.data + text.length_bytes};

    if (first->length_bytes == 0)
        first->class =
            class_at(run.at, run.end, &first->code, &first->length_bytes);
    token->is_ideograph = first->class == WINNOW_CLASS_IDEOGRAPH;
    if (token->is_ideograph) {
        take_ideograph(&run, first);
    } else {
        run.last = first->class;
        do {
            take_ascii(&run);
            take_letters(&run);
        } while (take_next(&run));
    }
    finish(&run, text);
}

/* Most words of Chinese and Japanese: an ideograph that is no mark's base and
 * folds to itself. */
static bool take_near_ideograph(struct winnow_view text, size_t offset,
                                struct winnow_token *token)
{
    const char *at = text.data + offset, *end = text.data + text.length_bytes;
    uint32_t code;
    uint64_t bytes;

    if (end - at < 4 || (unsigned char)*at < 0xE4 ||
        (unsigned char)*at > 0xE9 || !begins_no_mark((unsigned char)at[3]) ||
        winnow_decode_code_point(at, end, &code) != 3 ||
        !winnow_is_plain_ideograph(code))
        return false;
    bytes = (unsigned char)at[0] | (uint64_t)(unsigned char)at[1] << 8 |
            (uint64_t)(unsigned char)at[2] << 16;
    token->start = offset;
    token->end = offset + 3;
    token->is_ideograph = true;
    token->is_number = false;
    token->length_bytes = 3;
    token->hash = winnow_token_hash_stride(WINNOW_TOKEN_HASH_START, bytes);
    winnow_store_stride(token->folded, bytes);
    return true;
}

/* Out of line, so that what is taken nearly always costs little. */
__attribute__((noinline)) static bool take_far_token(struct winnow_view text,
                                                     size_t offset,
                                                     struct winnow_token *token)
{
    struct first first;

    token->start = find_start(text, offset, &first);
    if (token->start == text.length_bytes)
        return false;
    if (first.length_bytes != 0 || !take_plain_word(text, token))
        take_token(text, token, &first);
    return true;
}

bool winnow_token_next(struct winnow_view text, size_t offset,
                       struct winnow_token *token)
{
    enum near near;

    if (offset >= text.length_bytes)
        return false;
    token->is_cut = false;
    token->has_digit = false;
    if (take_near_ideograph(text, offset, token))
        return true;
    token->is_ideograph = false;
    near = take_near_token(text, offset, token);
    if (near != NEAR_MORE)
        return near == NEAR_TOKEN;
    return take_far_token(text, offset, token);
}

/* ---- words --------------------------------------------------------------- */

/* Whether a folded word has three characters, by its lead bytes: the third is
 * among the first nine bytes. */
static bool is_long(const struct winnow_token *token)
{
    size_t n = token->length_bytes;
    size_t n_first = n < WINNOW_STRIDE_BYTES ? n : WINNOW_STRIDE_BYTES;
    uint64_t bytes = winnow_load_stride(token->folded);
    uint64_t leads = (~bytes | bytes << 1) & WINNOW_EVERY_BYTE(0x80);

    if (n == 0)
        return false;
    leads = winnow_first_of_stride(leads, n_first);
    leads &= leads - 1; /* without the first one, and the second */
    leads &= leads - 1;
    return leads != 0 || (n > WINNOW_STRIDE_BYTES &&
                          (token->folded[WINNOW_STRIDE_BYTES] & 0xC0) != 0x80);
}

winnow_word winnow_word_of(const struct winnow_token *token)
{
    const winnow_word kinds = WINNOW_WORD_LONG | WINNOW_WORD_IDEOGRAPH;

    return (token->hash & ~kinds) | (is_long(token) ? WINNOW_WORD_LONG : 0) |
           (token->is_ideograph ? WINNOW_WORD_IDEOGRAPH : 0);
}
