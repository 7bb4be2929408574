/* Documents rendered, bytes written (src/writer). Documents are put together by
 * hand here; what real pages give is tested by the samples and by readers.py.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "hash.h"
#include "writer/terminal.h"
#include "writer/writer.h"

/* ---- documents by hand
 * -------------------------------------------------------- */

enum { BLOCKS_MAX = 32, ELEMENTS_MAX = 64 };

struct fixture {
    winnow_options *options;
    struct winnow_document document;
    struct winnow_block blocks[BLOCKS_MAX];
    struct winnow_element elements[ELEMENTS_MAX];
    struct winnow_buffer out;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    if (f == NULL || winnow_options_new(&f->options) != WINNOW_OK)
        return -1;
    f->document.options = f->options;
    f->document.blocks = f->blocks;
    f->document.elements = f->elements;
    f->document.n_elements = 1;
    f->document.from = WINNOW_FROM_HTML;
    for (int i = 0; i < WINNOW_N_FIELDS; i++)
        f->document.fields[i].block = WINNOW_NO_BLOCK;
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    winnow_buffer_free(&f->out);
    winnow_options_free(f->options);
    free(f);
    return 0;
}

static struct winnow_block *add(struct fixture *f, enum winnow_kind kind,
                                const char *text)
{
    struct winnow_block *block = &f->blocks[f->document.n_blocks++];

    block->kind = block->form = kind;
    block->text = winnow_view_of(text);
    block->kept = kind <= WINNOW_KIND_POST;
    block->n_words = 1;
    block->filter = "labeller";
    block->rule = "labeller.body";
    return block;
}

static struct winnow_block *add_item(struct fixture *f, uint32_t list,
                                     uint8_t level, uint32_t ordinal,
                                     const char *text)
{
    struct winnow_block *block = add(f, WINNOW_KIND_LIST, text);

    block->list = list;
    block->level = level;
    block->ordinal = ordinal;
    return block;
}

static struct winnow_block *add_cell(struct fixture *f, uint32_t row,
                                     const char *text)
{
    struct winnow_block *block = add(f, WINNOW_KIND_TABLE, text);

    block->row = row;
    return block;
}

static uint32_t add_element(struct fixture *f, enum winnow_tag tag,
                            uint32_t parent)
{
    uint32_t index = f->document.n_elements++;

    f->elements[index].tag = tag;
    f->elements[index].parent = parent;
    for (uint32_t i = index; i != 0; i = f->elements[i].parent)
        f->elements[i].end = index + 1;
    return index;
}

static const char *render(struct fixture *f, enum winnow_to to)
{
    winnow_buffer_clear(&f->out);
    winnow_render(&f->document, NULL, to, &f->out);
    winnow_buffer_byte(&f->out, '\0');
    assert_false(f->out.failed);
    return f->out.data;
}

static void check_text(struct fixture *f, const char *expected)
{
    assert_string_equal(render(f, WINNOW_TO_TEXT), expected);
}

static void check_markdown(struct fixture *f, const char *expected)
{
    assert_string_equal(render(f, WINNOW_TO_MARKDOWN), expected);
}

/* The bytes of the last rendering that a block says are its own. */
static void check_output(struct fixture *f, const struct winnow_block *block,
                         const char *expected)
{
    struct winnow_view own = {f->out.data + block->output.start,
                              block->output.end - block->output.start};

    assert_true(winnow_view_is(own, expected));
}

/* ---- text
 * --------------------------------------------------------------------- */

static void paragraphs_stand_apart(void **state)
{
    struct fixture *f = *state;
    struct winnow_block *last;

    add(f, WINNOW_KIND_HEADING, "On walls");
    add(f, WINNOW_KIND_NAVIGATION, "Home");
    add(f, WINNOW_KIND_PARAGRAPH, "First line\nsecond line");
    add(f, WINNOW_KIND_CODE, "if (dry)\n    water();");
    last = add(f, WINNOW_KIND_QUOTE, "Dry stone stands.");
    check_text(f, "On walls\n\nFirst line\nsecond line\n\n"
                  "if (dry)\n    water();\n\nDry stone stands.\n");
    check_output(f, last, "Dry stone stands.");
    check_output(f, &f->blocks[1], "");
}

static void the_title_comes_once_and_first(void **state)
{
    struct fixture *f = *state;

    add(f, WINNOW_KIND_TITLE, "Dry stone | Hedge Weekly");
    add(f, WINNOW_KIND_BYLINE, "By Ada Fenn");
    add(f, WINNOW_KIND_TITLE, "Dry stone");
    add(f, WINNOW_KIND_PARAGRAPH, "Text.");
    f->document.fields[WINNOW_FIELD_TITLE].value = winnow_view_of("Dry stone");
    f->document.fields[WINNOW_FIELD_TITLE].block = 0;
    check_text(f, "Dry stone\n\nBy Ada Fenn\n\nText.\n");
    check_output(f, &f->blocks[0], "Dry stone");
    check_markdown(f, "# Dry stone\n\nBy Ada Fenn\n\nText.\n");
    check_output(f, &f->blocks[0], "# Dry stone");
}

static void a_title_of_the_head_alone_is_written(void **state)
{
    struct fixture *f = *state;

    add(f, WINNOW_KIND_PARAGRAPH, "Text.");
    f->document.fields[WINNOW_FIELD_TITLE].value = winnow_view_of("Walls");
    check_text(f, "Walls\n\nText.\n");
    add(f, WINNOW_KIND_HEADING, "Walls");
    check_text(f, "Text.\n\nWalls\n");
}

static void an_empty_document_is_an_empty_text(void **state)
{
    struct fixture *f = *state;

    add(f, WINNOW_KIND_TITLE, "Walls");
    add(f, WINNOW_KIND_PARAGRAPH, "Text.");
    f->document.empty = WINNOW_EMPTY_TOO_SHORT;
    check_text(f, "");
    check_markdown(f, "");
}

static void lists_nest(void **state)
{
    struct fixture *f = *state;

    add(f, WINNOW_KIND_PARAGRAPH, "Tools:");
    add_item(f, 1, 1, 0, "hammer");
    add_item(f, 2, 2, 1, "walling\nhammer");
    add_item(f, 2, 2, 2, "club hammer");
    add_item(f, 1, 1, 0, "line");
    add_item(f, 3, 1, 0, "another list");
    add(f, WINNOW_KIND_PARAGRAPH, "End.");
    check_text(f, "Tools:\n\n- hammer\n  1. walling\n     hammer\n"
                  "  2. club hammer\n- line\n\n- another list\n\nEnd.\n");
    check_output(f, &f->blocks[2], "1. walling\n     hammer");
    check_markdown(f, "Tools:\n\n- hammer\n  1. walling\\\n     hammer\n"
                      "  2. club hammer\n- line\n\n* another list\n\nEnd.\n");
    check_output(f, &f->blocks[5], "* another list");
}

/* <li>text<p>more</p></li> and a paragraph that an advertisement cuts. */
static void parts_of_an_item_stay_in_it(void **state)
{
    struct fixture *f = *state;
    uint32_t ul = add_element(f, WINNOW_TAG_UL, 0);
    uint32_t li = add_element(f, WINNOW_TAG_LI, ul);
    uint32_t p = add_element(f, WINNOW_TAG_P, li);
    uint32_t pre = add_element(f, WINNOW_TAG_PRE, li);
    struct winnow_block *block;

    add_item(f, ul, 1, 0, "item")->element = li;
    block = add_item(f, ul, 1, 0, "more");
    block->element = p;
    block->continues = true;
    add(f, WINNOW_KIND_CODE, "a\n\nb")->element = pre;
    check_text(f, "- item\n\n  more\n\n  a\n\n  b\n");
    check_markdown(f, "- item\n\n  more\n\n  ```\n  a\n  \n  b\n  ```\n");
}

static void what_was_cut_goes_on(void **state)
{
    struct fixture *f = *state;
    uint32_t p = add_element(f, WINNOW_TAG_P, 0);
    uint32_t div = add_element(f, WINNOW_TAG_DIV, p);
    struct winnow_block *last;

    add(f, WINNOW_KIND_PARAGRAPH, "A wall without")->element = p;
    add(f, WINNOW_KIND_ADVERT, "Buy walls")->element = div;
    last = add(f, WINNOW_KIND_PARAGRAPH, "mortar stands.");
    last->element = p;
    last->continues = true;
    check_text(f, "A wall without mortar stands.\n");
    check_markdown(f, "A wall without mortar stands.\n");
    check_output(f, last, "mortar stands.");
    f->blocks[1].kept = true;
    check_text(f, "A wall without\n\nBuy walls\n\nmortar stands.\n");
}

static void rows_are_lines(void **state)
{
    struct fixture *f = *state;

    add_cell(f, 1, "Stone");
    add_cell(f, 1, "Weight\nin kg");
    add_cell(f, 2, "slate|shale");
    add_cell(f, 2, "30");
    add_cell(f, 2, "extra");
    add(f, WINNOW_KIND_PARAGRAPH, "End.");
    check_text(f, "Stone\tWeight in kg\nslate|shale\t30\textra\n\nEnd.\n");
    check_markdown(f, "| Stone | Weight in kg |  |\n| --- | --- | --- |\n"
                      "| slate\\|shale | 30 | extra |\n\nEnd.\n");
    check_output(f, &f->blocks[3], "30");
}

/* An empty corner, an empty cell, a cell with two paragraphs; then another
 * table. */
static void empty_cells_keep_their_place(void **state)
{
    struct fixture *f = *state;
    uint32_t table = add_element(f, WINNOW_TAG_TABLE, 0);
    uint32_t row = add_element(f, WINNOW_TAG_TR, table);
    uint32_t cell, paragraph;

    add_element(f, WINNOW_TAG_TH, row);
    cell = add_element(f, WINNOW_TAG_TH, row);
    add_cell(f, row, "North")->element = cell;
    row = add_element(f, WINNOW_TAG_TR, table);
    cell = add_element(f, WINNOW_TAG_TD, row);
    paragraph = add_element(f, WINNOW_TAG_P, cell);
    add_cell(f, row, "dry")->element = paragraph;
    paragraph = add_element(f, WINNOW_TAG_P, cell);
    add_cell(f, row, "stone")->element = paragraph;
    add_element(f, WINNOW_TAG_TD, row);
    cell = add_element(f, WINNOW_TAG_TD, row);
    add_cell(f, row, "5")->element = cell;
    table = add_element(f, WINNOW_TAG_TABLE, 0);
    row = add_element(f, WINNOW_TAG_TR, table);
    cell = add_element(f, WINNOW_TAG_TD, row);
    add_cell(f, row, "other")->element = cell;
    check_text(f, "\tNorth\ndry stone\t\t5\n\nother\n");
    check_markdown(f, "|  | North |  |\n| --- | --- | --- |\n"
                      "| dry stone |  | 5 |\n\n| other |\n| --- |\n");
}

/* ---- markdown
 * ------------------------------------------------------------------ */

static void page_text_makes_no_markup(void **state)
{
    static const struct {
        const char *text, *markdown;
    } cases[] = {
        {"# no heading", "\\# no heading"},
        {"1. no item", "1\\. no item"},
        {"2024) no item", "2024\\) no item"},
        {"3.14 is pi", "3.14 is pi"},
        {"- no item", "\\- no item"},
        {"-5 degrees", "-5 degrees"},
        {"+ no item", "\\+ no item"},
        {"a\n---\nb", "a\\\n\\---\\\nb"},
        {"a\n===", "a\\\n\\==="},
        {"> no quote", "\\> no quote"},
        {"*a* _b_ `c` ~d~", "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~"},
        {"snake_case_name", "snake_case_name"},
        {"<script>x</script> &amp; &", "\\<script>x\\</script> \\&amp; &"},
        {"![alt](u) [a]: b", "!\\[alt\\](u) \\[a\\]: b"},
        {"a|b\n:-|-:", "a\\|b\\\n\\:-\\|-:"},
        {"    indented", "indented"},
        {"C:\\temp\\", "C:\\\\temp\\\\"},
        {"a\n\n\nb\n", "a\\\nb"},
        {"a\r# b", "a\\\n\\# b"},
    };
    struct fixture *f = *state;

    add(f, WINNOW_KIND_PARAGRAPH, "");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char expected[128];
        f->blocks[0].text = winnow_view_of(cases[i].text);
        snprintf(expected, sizeof expected, "%s\n", cases[i].markdown);
        check_markdown(f, expected);
    }
}

static void check_marked(struct fixture *f, const char *text,
                         const struct winnow_mark *marks, uint32_t n,
                         const char *expected)
{
    f->document.n_blocks = 0;
    add(f, WINNOW_KIND_PARAGRAPH, text)->marks = marks;
    f->blocks[0].n_marks = n;
    check_markdown(f, expected);
}

#define LINK(start, end, href)                                                 \
    {                                                                          \
        WINNOW_MARK_LINK, start, end, {href, sizeof(href) - 1},                \
            WINNOW_ROLE_NONE                                                   \
    }
#define MARK(type, start, end)                                                 \
    {                                                                          \
        WINNOW_MARK_##type, start, end, {NULL, 0}, WINNOW_ROLE_NONE            \
    }
#define CHECK_MARKED(text, expected, ...)                                      \
    do {                                                                       \
        const struct winnow_mark marks[] = {__VA_ARGS__};                      \
        check_marked(f, text, marks, sizeof marks / sizeof marks[0],           \
                     expected "\n");                                           \
    } while (0)

static void marks_become_markup(void **state)
{
    struct fixture *f = *state;

    CHECK_MARKED("a bold word", "a **bold** word", MARK(STRONG, 2, 6));
    CHECK_MARKED("a b c", "**a *b* c**", MARK(STRONG, 0, 5),
                 MARK(EMPHASIS, 2, 3));
    CHECK_MARKED("see here.", "see [here](/a%20b\\(c\\)?d\\&e=1).",
                 LINK(4, 8, "/a b(c)?d&e=1"));
    CHECK_MARKED("Wow!here", "Wow\\![here](HTTPS://x.example/)",
                 LINK(4, 8, "HTTPS://x.example/"));
    CHECK_MARKED("a `b` c", "a `` `b` `` c", MARK(CODE, 2, 5));
    CHECK_MARKED("an *x* in code", "an `*x* in` code", MARK(CODE, 3, 9),
                 MARK(STRONG, 4, 5));
    CHECK_MARKED("a b", "[**a** b](u)", LINK(0, 3, "u"), MARK(STRONG, 0, 1));
}

static void marks_that_cannot_be_written_are_left_out(void **state)
{
    struct fixture *f = *state;

    CHECK_MARKED("see here", "see here", LINK(4, 8, "javascript:alert(1)"));
    CHECK_MARKED("see here", "see here", LINK(4, 8, " java\nscript:a"));
    CHECK_MARKED("see here", "see here", LINK(4, 8, "data:text/html,x"));
    CHECK_MARKED("see here", "see here", LINK(4, 8, ""));
    /* no run of delimiters may stand between a letter and a quote */
    CHECK_MARKED("a\"b\"c", "a\"b\"c", MARK(STRONG, 1, 4));
    CHECK_MARKED("a b c", "a b c", MARK(STRONG, 1, 3));
    CHECK_MARKED("ab", "**a**b", MARK(STRONG, 0, 1), MARK(STRONG, 1, 2));
    CHECK_MARKED("abc", "**ab**c", MARK(STRONG, 0, 2), MARK(EMPHASIS, 0, 1));
    CHECK_MARKED("ab", "`a`b", MARK(CODE, 0, 1), MARK(CODE, 1, 2));
    CHECK_MARKED("abc", "[abc](u)", LINK(0, 3, "u"), LINK(1, 2, "v"));
    CHECK_MARKED("12. x", "12\\. x", MARK(STRONG, 2, 3));
    CHECK_MARKED("a ]:b", "[a \\]:b](u)", LINK(0, 5, "u"), MARK(CODE, 2, 4));
    CHECK_MARKED("a  x b", "a  `x` b", MARK(STRONG, 1, 4), MARK(CODE, 3, 4));
}

static void code_cannot_end_its_fence(void **state)
{
    struct fixture *f = *state;

    add(f, WINNOW_KIND_CODE, "a\n```\r# b");
    check_markdown(f, "````\na\n```\n# b\n````\n");
}

static void quotes_stand_together(void **state)
{
    struct fixture *f = *state;
    uint32_t quote = add_element(f, WINNOW_TAG_BLOCKQUOTE, 0);

    add(f, WINNOW_KIND_QUOTE, "one\ntwo")->element = quote;
    add(f, WINNOW_KIND_QUOTE, "# three")->element = quote;
    add(f, WINNOW_KIND_QUOTE, "four");
    check_markdown(f, "> one\\\n> two\n>\n> \\# three\n\n> four\n");
}

/* ---- JSON
 * ---------------------------------------------------------------------- */

static json_t *load(const char *line)
{
    json_t *root = json_loads(line, 0, NULL);

    assert_non_null(root);
    assert_int_equal(line[strlen(line) - 1], '\n');
    return root;
}

static void check_member(const json_t *root, const char *name,
                         const char *expected)
{
    assert_string_equal(json_string_value(json_object_get(root, name)),
                        expected);
}

static void a_line_says_all(void **state)
{
    struct fixture *f = *state;
    json_t *root, *cleaning;

    f->document.url = winnow_view_of("https://hedge.example/walls");
    f->document.body = winnow_view_of("abc");
    add(f, WINNOW_KIND_TITLE, "Walls");
    add(f, WINNOW_KIND_PARAGRAPH, "Line\n\"two\"");
    add(f, WINNOW_KIND_SHARE, "Share this")->n_words = 2;
    f->document.fields[WINNOW_FIELD_TITLE].value = winnow_view_of("Walls");
    f->document.fields[WINNOW_FIELD_TITLE].block = 0;
    root = load(render(f, WINNOW_TO_JSONL));
    check_member(root, "id",
                 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f2001"
                 "5ad");
    check_member(root, "title", "Walls");
    check_member(root, "text", "Line\n\"two\"");
    check_member(root, "empty", "");
    cleaning = json_object_get(root, "cleaning");
    assert_int_equal(
        json_integer_value(json_object_get(cleaning, "blocks_kept")), 1);
    assert_int_equal(json_integer_value(json_object_get(
                         json_object_get(cleaning, "removed"), "share")),
                     2);
    assert_null(json_object_get(root, "ledger"));
    json_decref(root);
}

static void a_line_passes_other_members_on(void **state)
{
    struct fixture *f = *state;
    struct winnow_record record = {
        .file = "in.jsonl",
        .line = winnow_view_of("{\"crawl\":[7],\"html\":\"<p>a\",\"id\":1}")};
    struct winnow_origin origin = {&record, 200};

    f->document.id = winnow_view_of("record-7");
    add(f, WINNOW_KIND_PARAGRAPH, "a");
    winnow_render(&f->document, &origin, WINNOW_TO_JSONL, &f->out);
    winnow_buffer_byte(&f->out, '\0');
    assert_memory_equal(f->out.data, "{\"crawl\":[7],\"id\":\"record-7\",", 29);
    json_decref(load(f->out.data));
}

static void the_ledger_gives_the_ranges_of_the_text(void **state)
{
    static const struct winnow_range spans[] = {{3, 7}, {9, 12}};
    static const struct winnow_hint hint = {NULL, WINNOW_KIND_SHARE, -30,
                                            "share.verb"};
    struct fixture *f = *state;
    const char *line;

    add(f, WINNOW_KIND_NAVIGATION, "Home");
    add(f, WINNOW_KIND_PARAGRAPH, "Text.");
    f->blocks[1].spans = spans;
    f->blocks[1].n_spans = 2;
    f->blocks[1].hints = &hint;
    f->blocks[1].score = 900;
    render(f, WINNOW_TO_TEXT);
    line = render(f, WINNOW_TO_LEDGER);
    json_decref(load(line));
    assert_non_null(strstr(
        line, "{\"kind\":\"navigation\",\"kept\":false,\"form\":\"navigation\","
              "\"filter\":\"labeller\",\"rule\":\"labeller.body\",\"verdict\":"
              "false,\"score\":0,"
              "\"spans\":[],\"output\":[],\"words\":1,\"hints\":[]}"));
    assert_non_null(strstr(line,
                           "\"verdict\":false,\"score\":900,\"spans\":[[3,7],["
                           "9,12]],\"output\":[0,5],\"words\":1,"
                           "\"hints\":[{\"kind\":\"share\",\"strength\":-30,"
                           "\"rule\":\"share.verb\"}]}]}\n"));
}

/* ---- WARC
 * ---------------------------------------------------------------------- */

static void a_record_cannot_be_forged(void **state)
{
    struct fixture *f = *state;
    struct winnow_record record = {.id = winnow_view_of("urn:uuid:1\r\nX-A: b"),
                                   .captured =
                                       winnow_view_of("2024-05-06T07:08:09Z")};
    struct winnow_origin origin = {&record, 200};

    f->document.id = winnow_view_of("urn:uuid:1");
    f->document.url =
        winnow_view_of("https://x.example/a b\r\nX-B: c\xC3\xA9\x1b[2J");
    add(f, WINNOW_KIND_PARAGRAPH, "caf\xC3\xA9\r\nWARC/1.1");
    winnow_render(&f->document, &origin, WINNOW_TO_WARC, &f->out);
    winnow_buffer_byte(&f->out, '\0');
    assert_non_null(strstr(f->out.data,
                           "\r\nWARC-Refers-To: "
                           "<urn:uuid:1%0D%0AX-A:%20b>\r\nWARC-Target-URI: "
                           "https://x.example/"
                           "a%20b%0D%0AX-B:%20c%C3%A9%1B[2J\r\nWARC-Date: "
                           "2024-05-06T07:08:09Z\r\n"));
    assert_non_null(strstr(f->out.data,
                           "\r\nContent-Type: text/plain\r\nContent-Length: "
                           "16\r\n\r\ncaf\xC3\xA9\r\nWARC/1.1\n\r\n\r\n"));
}

static void a_record_is_the_same_every_time(void **state)
{
    struct fixture *f = *state;
    char first[600];

    add(f, WINNOW_KIND_PARAGRAPH, "Text.");
    snprintf(first, sizeof first, "%s", render(f, WINNOW_TO_WARC));
    assert_string_equal(render(f, WINNOW_TO_WARC), first);
    assert_non_null(strstr(first, "WARC-Date: 1970-01-01T00:00:00Z\r\n"));
    f->blocks[0].text = winnow_view_of("Other.");
    assert_string_not_equal(render(f, WINNOW_TO_WARC), first);
}

static void digests_are_as_published(void **state)
{
    char sha1[38], sha256[65];

    (void)state;
    winnow_sha1_warc("", 0, sha1);
    assert_string_equal(sha1, "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
    winnow_sha256_hex("", 0, sha256);
    assert_string_equal(
        sha256,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* ---- sinks
 * --------------------------------------------------------------------- */

static char directory[] = "/tmp/winnow-writer-XXXXXX";

static int make_directory(void **state)
{
    (void)state;
    return mkdtemp(directory) == NULL ? -1 : 0;
}

static int remove_directory(void **state)
{
    (void)state;
    return rmdir(directory);
}

static const char *path_of(const char *name)
{
    static char path[sizeof directory + 32];

    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static size_t file_size(const char *path)
{
    struct stat status;

    assert_int_equal(stat(path, &status), 0);
    return (size_t)status.st_size;
}

static void write_documents(const char *path, size_t n, bool members)
{
    winnow_sink *sink;

    assert_int_equal(winnow_sink_open(path, WINNOW_COMPRESS_BY_NAME, 0, &sink),
                     WINNOW_OK);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(winnow_sink_write(sink, "some text\n", 10), WINNOW_OK);
        assert_int_equal(winnow_sink_end_document(sink, members), WINNOW_OK);
    }
    assert_int_equal(winnow_sink_close(sink), WINNOW_OK);
}

/* How many gzip members a file holds, and how many bytes they inflate to. */
static void count_members(const char *path, size_t *n_members, size_t *n_bytes)
{
    static unsigned char in[1 << 20], out[4 << 20];
    FILE *file = fopen(path, "rb");
    z_stream stream = {0};

    assert_non_null(file);
    *n_members = *n_bytes = 0;
    stream.next_in = in;
    stream.avail_in = (uInt)fread(in, 1, sizeof in, file);
    assert_int_equal(memcmp(in, "\x1f\x8b\x08\0\0\0\0\0", 8), 0);
    assert_int_equal(in[9], 255);
    while (stream.avail_in != 0) {
        assert_int_equal(inflateInit2(&stream, 31), Z_OK);
        stream.next_out = out;
        stream.avail_out = sizeof out;
        assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
        *n_bytes += stream.total_out;
        ++*n_members;
        assert_int_equal(inflateEnd(&stream), Z_OK);
    }
    fclose(file);
}

static void members_can_be_sought(void **state)
{
    const char *path = path_of("a.gz");
    size_t n_members, n_bytes;

    (void)state;
    write_documents(path, 3, true);
    count_members(path, &n_members, &n_bytes);
    assert_int_equal(n_members, 3);
    assert_int_equal(n_bytes, 30);
    write_documents(path, 3, false);
    count_members(path, &n_members, &n_bytes);
    assert_int_equal(n_members, 1);
    assert_int_equal(n_bytes, 30);
    write_documents(path, 0, true);
    count_members(path, &n_members, &n_bytes);
    assert_int_equal(n_members, 1);
    assert_int_equal(n_bytes, 0);
    unlink(path);
}

enum { N_STOPS = 40, STOP_BYTES = 70000 };

static winnow_sink *
reopen(const char *path, const struct winnow_sink_state *state, bool has_thread)
{
    winnow_sink *sink;

    assert_int_equal(winnow_sink_reopen(path, winnow_compression_by_name(path),
                                        0, state, &sink),
                     WINNOW_OK);
    if (has_thread)
        winnow_sink_use_thread(sink);
    return sink;
}

/* Writes documents of many sizes; before document `stop` the output is given up
 * and opened again to go on. */
static void write_with_stop(const char *path, size_t stop, bool has_thread)
{
    static char text[STOP_BYTES], kept[4 << 20];
    struct winnow_sink_state state = {0};
    winnow_sink *sink = reopen(path, &state, has_thread);

    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + i * i % 23);
    for (size_t i = 0; i < N_STOPS; i++) {
        if (i == stop) {
            assert_int_equal(winnow_sink_sync(sink, &state), WINNOW_OK);
            assert_true(state.held.length_bytes < sizeof kept);
            if (state.held.length_bytes != 0)
                memcpy(kept, state.held.data, state.held.length_bytes);
            state.held.data = kept;
            /* written, but never taken note of */
            assert_int_equal(winnow_sink_write(sink, text, 4000), WINNOW_OK);
            assert_int_equal(winnow_sink_end_document(sink, true), WINNOW_OK);
            winnow_sink_abandon(sink);
            sink = reopen(path, &state, has_thread);
        }
        assert_int_equal(winnow_sink_write(sink, text, STOP_BYTES - 37 * i),
                         WINNOW_OK);
        assert_int_equal(winnow_sink_end_document(sink, false), WINNOW_OK);
    }
    assert_int_equal(winnow_sink_close(sink), WINNOW_OK);
}

static size_t read_bytes(const char *path, char *bytes, size_t room)
{
    FILE *file = fopen(path, "rb");
    size_t n;

    assert_non_null(file);
    n = fread(bytes, 1, room, file);
    assert_true(n < room);
    fclose(file);
    return n;
}

/* Neither does a thread that compresses. */
static void a_stop_changes_no_byte(void **state)
{
    static const char *const names[] = {"a.jsonl", "a.jsonl.gz",
#ifdef WINNOW_HAVE_ZSTD
                                        "a.jsonl.zst"
#endif
    };
    static char expected[4 << 20], got[4 << 20];

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *path = path_of(names[i]);
        size_t n;
        write_with_stop(path, N_STOPS, false);
        n = read_bytes(path, expected, sizeof expected);
        for (size_t stop = 0; stop <= N_STOPS; stop++) {
            write_with_stop(path, stop, stop % 2 == 0);
            assert_int_equal(read_bytes(path, got, sizeof got), n);
            assert_memory_equal(got, expected, n);
        }
        unlink(path);
    }
}

static void a_file_that_was_cut_is_noticed(void **state)
{
    const struct winnow_sink_state wanted = {.stored_bytes = 100};
    const char *path = path_of("a.txt");
    winnow_sink *sink;

    (void)state;
    write_documents(path, 5, false);
    assert_int_equal(
        winnow_sink_reopen(path, WINNOW_COMPRESS_NONE, 0, &wanted, &sink),
        WINNOW_ERR_WRITE);
    assert_int_equal(errno, EINVAL);
    assert_null(sink);
    unlink(path);
}

/* Long outputs are cut into members at documents' ends. */
static void members_have_a_size(void **state)
{
    const char *path = path_of("a.jsonl.gz");
    size_t n_members, n_bytes;

    (void)state;
    write_with_stop(path, N_STOPS, true);
    count_members(path, &n_members, &n_bytes);
    assert_int_equal(n_members, 3);
    unlink(path);
}

static void existing_files_are_replaced_late(void **state)
{
    const char *path = path_of("a.txt");
    winnow_sink *sink;

    (void)state;
    write_documents(path, 5, false);
    assert_int_equal(winnow_sink_open(path, WINNOW_COMPRESS_BY_NAME, 0, &sink),
                     WINNOW_OK);
    assert_true(winnow_sink_is(sink, path));
    assert_false(winnow_sink_is(sink, "/dev/null"));
    winnow_sink_abandon(sink);
    assert_int_equal(file_size(path), 50);
    write_documents(path, 1, false);
    assert_int_equal(file_size(path), 10);
    write_documents(path, 0, false);
    assert_int_equal(file_size(path), 0);
    unlink(path);
}

static void errors_are_kept(void **state)
{
    winnow_sink *sink;

    (void)state;
    assert_int_equal(winnow_sink_open("/tmp", WINNOW_COMPRESS_NONE, 0, &sink),
                     WINNOW_ERR_WRITE);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(
        winnow_sink_open("/tmp/no/such", WINNOW_COMPRESS_NONE, 0, &sink),
        WINNOW_ERR_WRITE);
    assert_int_equal(errno, ENOENT);
    assert_null(sink);
    if (access("/dev/full", W_OK) != 0)
        return;
    for (int codec = WINNOW_COMPRESS_NONE; codec <= WINNOW_COMPRESS_GZIP;
         codec++) {
        assert_int_equal(winnow_sink_open("/dev/full",
                                          (enum winnow_compression)codec, 0,
                                          &sink),
                         WINNOW_OK);
        assert_int_equal(winnow_sink_write(sink, "text", 4), WINNOW_OK);
        errno = 0;
        assert_int_equal(winnow_sink_close(sink), WINNOW_ERR_WRITE);
        assert_int_equal(errno, ENOSPC);
    }
}

/* A pipe gets each document when it ends, a broken one says so. */
static void pipes_are_flushed(void **state)
{
    const char *path = path_of("pipe");
    char bytes[64];
    winnow_sink *sink;
    int reader;

    (void)state;
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(mkfifo(path, 0600), 0);
    reader = open(path, O_RDONLY | O_NONBLOCK);
    assert_int_equal(winnow_sink_open(path, WINNOW_COMPRESS_GZIP, 0, &sink),
                     WINNOW_OK);
    assert_int_equal(winnow_sink_write(sink, "text", 4), WINNOW_OK);
    assert_int_equal(winnow_sink_end_document(sink, false), WINNOW_OK);
    assert_true(read(reader, bytes, sizeof bytes) > 10);
    close(reader);
    assert_int_equal(winnow_sink_write(sink, "text", 4), WINNOW_OK);
    assert_int_equal(winnow_sink_end_document(sink, false), WINNOW_ERR_WRITE);
    assert_int_equal(errno, EPIPE);
    assert_int_equal(winnow_sink_write(sink, "text", 4), WINNOW_ERR_WRITE);
    assert_int_equal(winnow_sink_close(sink), WINNOW_ERR_WRITE);
    assert_int_equal(errno, EPIPE);
    unlink(path);
}

static void large_writes_come_whole(void **state)
{
    enum { LARGE_BYTES = 1 << 20 };
    static const char *const names[] = {"b.txt", "b.gz"};
    char *bytes = malloc(LARGE_BYTES);
    uint32_t random = 1;

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < LARGE_BYTES; i++) {
        random = random * 1664525u + 1013904223u;
        bytes[i] = (char)(random >> 24);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *path = path_of(names[i]);
        char *back = malloc(LARGE_BYTES + 1);
        winnow_sink *sink;
        gzFile file;
        assert_int_equal(
            winnow_sink_open(path, WINNOW_COMPRESS_BY_NAME, 1, &sink),
            WINNOW_OK);
        assert_int_equal(winnow_sink_write(sink, "x", 1), WINNOW_OK);
        assert_int_equal(winnow_sink_write(sink, bytes + 1, LARGE_BYTES - 1),
                         WINNOW_OK);
        assert_int_equal(winnow_sink_close(sink), WINNOW_OK);
        file = gzopen(path, "rb"); /* reads plain files too */
        assert_int_equal(gzread(file, back, LARGE_BYTES + 1), LARGE_BYTES);
        assert_int_equal(back[0], 'x');
        assert_memory_equal(back + 1, bytes + 1, LARGE_BYTES - 1);
        gzclose(file);
        free(back);
        unlink(path);
    }
    free(bytes);
}

/* ---- terminals
 * ------------------------------------------------------------------ */

static void terminals_are_safe(void **state)
{
    struct winnow_buffer out = {0};

    (void)state;
    winnow_terminal_string(
        &out, winnow_view_of("caf\xC3\xA9 \x1b[2J\n\x7f \xC2\x9B \xE2\x80\xAE "
                             "\xE2\x82 \xFF\xF0\x9F\x8C\xB2"));
    winnow_buffer_byte(&out, '\0');
    assert_string_equal(out.data,
                        "caf\xC3\xA9 \\x1b[2J\\x0a\\x7f \\u{009b} \\u{202e} "
                        "\\xe2\\x82 \\xff\xF0\x9F\x8C\xB2");
    winnow_buffer_free(&out);
}

int main(void)
{
#define WITH_DOCUMENT(test)                                                    \
    cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(paragraphs_stand_apart),
        WITH_DOCUMENT(the_title_comes_once_and_first),
        WITH_DOCUMENT(a_title_of_the_head_alone_is_written),
        WITH_DOCUMENT(an_empty_document_is_an_empty_text),
        WITH_DOCUMENT(lists_nest),
        WITH_DOCUMENT(parts_of_an_item_stay_in_it),
        WITH_DOCUMENT(what_was_cut_goes_on),
        WITH_DOCUMENT(rows_are_lines),
        WITH_DOCUMENT(empty_cells_keep_their_place),
        WITH_DOCUMENT(page_text_makes_no_markup),
        WITH_DOCUMENT(marks_become_markup),
        WITH_DOCUMENT(marks_that_cannot_be_written_are_left_out),
        WITH_DOCUMENT(code_cannot_end_its_fence),
        WITH_DOCUMENT(quotes_stand_together),
        WITH_DOCUMENT(a_line_says_all),
        WITH_DOCUMENT(a_line_passes_other_members_on),
        WITH_DOCUMENT(the_ledger_gives_the_ranges_of_the_text),
        WITH_DOCUMENT(a_record_cannot_be_forged),
        WITH_DOCUMENT(a_record_is_the_same_every_time),
        cmocka_unit_test(digests_are_as_published),
        cmocka_unit_test(members_can_be_sought),
        cmocka_unit_test(a_stop_changes_no_byte),
        cmocka_unit_test(a_file_that_was_cut_is_noticed),
        cmocka_unit_test(members_have_a_size),
        cmocka_unit_test(existing_files_are_replaced_late),
        cmocka_unit_test(errors_are_kept),
        cmocka_unit_test(pipes_are_flushed),
        cmocka_unit_test(large_writes_come_whole),
        cmocka_unit_test(terminals_are_safe),
    };

    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
