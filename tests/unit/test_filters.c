/* Filters on hand-made documents: what each marks, what it leaves alone, and
 * which fields it sets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../src/genre.h"
#include "../../src/names.h"
#include "../../src/place.h"
#include "../../src/shape.h"
#include "phrases.h"

enum { BLOCKS_MOST = 64, ELEMENTS_MOST = 64, META_MOST = 4 };

static struct winnow_arena arena;
static jmp_buf escape;
static struct winnow_document document;
static struct winnow_block blocks[BLOCKS_MOST];
static struct winnow_element elements[ELEMENTS_MOST];
static struct winnow_meta meta[META_MOST];
static struct winnow_script script;

static void start(enum winnow_from from)
{
    winnow_arena_reset(&arena, 0);
    memset(&document, 0, sizeof document);
    memset(blocks, 0, sizeof blocks);
    memset(elements, 0, sizeof elements);
    document.arena = &arena;
    document.phrases = winnow_phrases_builtin();
    document.from = from;
    document.blocks = blocks;
    document.elements = elements;
    document.n_elements = 1;
    document.meta = meta;
}

static struct winnow_block *add(const char *text)
{
    struct winnow_block *block = &blocks[document.n_blocks++];

    assert_true(document.n_blocks <= BLOCKS_MOST);
    block->text = winnow_view_of(text);
    block->form = WINNOW_KIND_PARAGRAPH;
    for (size_t i = 0; i < block->text.length_bytes; i++)
        block->n_characters += text[i] != ' ';
    block->ends_like_sentence = winnow_ends_like_sentence(block->text);
    return block;
}

static void add_bullets(const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct winnow_block *block = add(texts[i]);
        block->bullet = true;
        block->form = WINNOW_KIND_LIST;
    }
}

static void add_prose(void)
{
    add("The keeper of the northern lighthouse has kept a book of every ship "
        "that passed, and of every storm that kept one away.");
    add("Nobody asked her to do so, she says, but the book is full now, and "
        "the harbour office would like to have it.");
    add("It holds the names of four thousand ships, some of which were seen "
        "by nobody else, and the weather of eleven winters.");
}

static void add_meta(const char *name, const char *content)
{
    meta[document.n_meta].name = winnow_view_of(name);
    meta[document.n_meta].content = winnow_view_of(content);
    document.n_meta++;
}

static void add_link(struct winnow_block *block)
{
    block->n_link_characters = block->n_characters;
}

/* An element around the blocks [first, n_blocks) so far, below the root. */
static uint32_t add_element(enum winnow_tag tag, const char *names,
                            uint32_t first)
{
    uint32_t i = document.n_elements++;

    elements[i].tag = tag;
    elements[i].class_names = winnow_view_of(names);
    elements[i].first_block = first;
    elements[i].end_block = document.n_blocks;
    for (uint32_t k = first; k < document.n_blocks; k++)
        blocks[k].element = i;
    return i;
}

static void run(const struct winnow_filter *filter)
{
    struct winnow_filter_ctx ctx = {.phrases = winnow_phrases_builtin()};

    if (filter->state_size != 0)
        ctx.state = winnow_arena_calloc(&arena, 1, filter->state_size);
    if (filter->open != NULL)
        assert_int_equal(filter->open(&ctx), WINNOW_OK);
    filter->document(&ctx, &document);
    if (filter->close != NULL)
        filter->close(&ctx);
}

static void close_elements(void)
{
    elements[0].end_block = document.n_blocks;
    for (uint32_t i = 0; i < document.n_elements; i++) {
        elements[i].end = i + 1;
        elements[i].depth = i == 0 ? 0 : elements[elements[i].parent].depth + 1;
    }
    for (uint32_t i = document.n_elements; i-- > 1;)
        if (elements[elements[i].parent].end < elements[i].end)
            elements[elements[i].parent].end = elements[i].end;
}

static void run_all(void)
{
    close_elements();
    winnow_phrases_match(winnow_phrases_builtin(), &document);
    winnow_measure_for_stretch(&document);
    for (size_t i = 0; i < winnow_n_filters; i++)
        if (winnow_filters[i]->flags &
            (document.from == WINNOW_FROM_HTML ? WINNOW_ON_PAGES
                                               : WINNOW_ON_CAPTURES))
            run(winnow_filters[i]);
}

/* The strength of a block's hints of a rule; 100 for a verdict of it. */
static int strength(const struct winnow_block *block, const char *rule)
{
    if (block->verdict_rule != NULL && strcmp(block->verdict_rule, rule) == 0)
        return 100;
    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next)
        if (strcmp(hint->rule, rule) == 0)
            return hint->strength;
    return 0;
}

/* What is said of a block, on standard error, where a test fails. */
static void print_marks(const struct winnow_block *block)
{
    if (block->verdict_rule != NULL)
        print_error("verdict %s\n", block->verdict_rule);
    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next)
        print_error("hint %s %d\n", hint->rule, hint->strength);
}

static bool is_unmarked(const struct winnow_block *block)
{
    print_marks(block);
    return block->verdict_rule == NULL && block->hints == NULL;
}

static void expect_field(enum winnow_field field, const char *value)
{
    struct winnow_view got = document.fields[field].value;

    if (!winnow_view_is(got, value))
        fail_msg("'%.*s', not '%s'", (int)got.length_bytes,
                 got.data == NULL ? "" : got.data, value);
}

/* ---- title -----------------------------------------------------------------
 */

static struct winnow_block *add_head(const char *title)
{
    struct winnow_block *block = add(title);

    block->form = WINNOW_KIND_TITLE;
    return block;
}

static struct winnow_block *add_heading(const char *text, uint8_t level)
{
    struct winnow_block *block = add(text);

    block->form = WINNOW_KIND_HEADING;
    block->level = level;
    return block;
}

static void title_of_a_page(void **state)
{
    (void)state;
    start(WINNOW_FROM_HTML);
    add_head("A book of every ship - The Northern Post");
    add_heading("The Northern Post", 1);
    add_heading("A book of every ship", 2);
    add_prose();
    run_all();
    assert_int_equal(strength(&blocks[0], "title.head"), 100);
    assert_int_equal(strength(&blocks[2], "title.heading"), 100);
    assert_true(blocks[1].verdict_rule == NULL);
    expect_field(WINNOW_FIELD_TITLE, "A book of every ship");
    assert_int_equal(document.fields[WINNOW_FIELD_TITLE].block, 2);
}

static void title_without_heading(void **state)
{
    (void)state;
    start(WINNOW_FROM_HTML);
    document.url = winnow_view_of("https://www.northernpost.example/a/1");
    add_head("A book of every ship | Northern Post");
    add_prose();
    run_all();
    assert_int_equal(strength(&blocks[0], "title.head-only"), 100);
    expect_field(WINNOW_FIELD_TITLE, "A book of every ship");
}

static void title_keeps_unknown_tail(void **state)
{
    (void)state;
    start(WINNOW_FROM_HTML);
    add_head("Ships - and those who count them");
    add_prose();
    run_all();
    expect_field(WINNOW_FIELD_TITLE, "Ships - and those who count them");
}

static void title_of_a_capture(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add("read by the sea since the war");
    add("Keeper of the lighthouse names four thousand ships");
    add("Published: 2013-04-05 10:20");
    add_prose();
    run_all();
    assert_int_equal(strength(&blocks[1], "title.line"), 100);
    assert_true(strength(&blocks[0], "nav.before-title") > 0);
    expect_field(WINNOW_FIELD_DATE, "2013-04-05T10:20");
}

static void no_title_in_prose_alone(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add_prose();
    run_all();
    expect_field(WINNOW_FIELD_TITLE, "");
    for (uint32_t i = 0; i < document.n_blocks; i++)
        assert_true(is_unmarked(&blocks[i]));
}

/* ---- byline ----------------------------------------------------------------
 */

static void expect_author(const char *line, const char *author)
{
    start(WINNOW_FROM_TEXT);
    add("Keeper of the lighthouse names four thousand ships");
    add(line);
    add_prose();
    run_all();
    expect_field(WINNOW_FIELD_AUTHOR, author);
    assert_int_equal(strength(&blocks[1], "byline.line"),
                     author[0] == '\0' ? 0 : 100);
}

static void names_of_authors(void **state)
{
    (void)state;
    expect_author("By Orla Quint", "Orla Quint");
    expect_author("By Orla Quint and Hamo van der Brill, Staff Writers",
                  "Orla Quint; Hamo van der Brill");
    expect_author("Von Mareike Dohlenau", "Mareike Dohlenau");
    expect_author("Por Inés Barradal", "Inés Barradal");
    expect_author("Автор: Лукерья Полозова", "Лукерья Полозова");
    expect_author("作者：林小樵", "林小樵");
    expect_author("By the light of the moon", "");
    expect_author("By noon the fleet was gone", "");
    expect_author("Von Jana Brandt, Oberwald", "Jana Brandt");
    expect_author("By Tom Hale, The Harbour Post", "Tom Hale");
    expect_author("By E. B. White", "E. B. White");
    expect_author("Par Solène Tardivel (avec AFP)", "Solène Tardivel");
    expect_author("By Orla Quint, PhD", "Orla Quint");
    expect_author("by tom hale | May 3, 2020", "tom hale");
    expect_author("By Orla Quint | Updated May 3, 2020", "Orla Quint");
    expect_author("Фото и текст: Анна Белова", "Анна Белова");
    expect_author("Af Karen Lindholm", "Karen Lindholm");
    expect_author("Autor Jan Kowalski", "Jan Kowalski");
    expect_author("Author Guidelines", "");
    expect_author("Text Messages", "");
}

static void expect_signature(const char *line, const char *author)
{
    start(WINNOW_FROM_TEXT);
    add("Keeper of the lighthouse names four thousand ships");
    add_prose();
    add(line);
    run_all();
    expect_field(WINNOW_FIELD_AUTHOR, author);
    assert_int_equal(strength(&blocks[4], "byline.role"), 100);
}

static void names_with_roles(void **state)
{
    (void)state;
    expect_signature("김하늘 기자 haneul@post.example", "김하늘");
    expect_signature("記者陳玉枝／霧溪報導", "陳玉枝");
    expect_signature("高瀬みのり 記者", "高瀬みのり");
    expect_signature("Karin Lund, reporter", "Karin Lund");
    expect_signature("Miloš Hladík, redaktor", "Miloš Hladík");
    expect_signature("Оксана Бондар, журналістка", "Оксана Бондар");
}

static void roles_without_names(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add("Keeper of the lighthouse names four thousand ships");
    add("Por Redação");
    add_prose();
    run_all();
    assert_int_equal(blocks[1].verdict, WINNOW_KIND_BYLINE);
    expect_field(WINNOW_FIELD_AUTHOR, "");
}

static void subheadings_are_no_bylines(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add("Keeper of the lighthouse names four thousand ships");
    add_prose();
    add("Por Santa Lucía");
    add_prose();
    run_all();
    assert_true(blocks[4].verdict_rule == NULL);
    expect_field(WINNOW_FIELD_AUTHOR, "");
}

/* ---- caption ---------------------------------------------------------------
 */

static int credit_strength(const char *line)
{
    start(WINNOW_FROM_TEXT);
    add_prose();
    add(line);
    add_prose();
    run_all();
    return strength(&blocks[3], "caption.credit");
}

static void credits_of_pictures(void **state)
{
    (void)state;
    assert_true(credit_strength("Photo: Northern Agency") > 0);
    assert_true(credit_strength("Photo by Orla Quint") > 0);
    assert_true(credit_strength("Foto di Mario Ferri") > 0);
    assert_true(credit_strength("Фото Фёдора Лыкова") > 0);
    assert_true(credit_strength("Fot.: Archiwum Muzeum") > 0);
    assert_true(credit_strength("撮影：沢井良子") > 0);
    assert_true(credit_strength("사진=김하늘") > 0);
    assert_true(credit_strength("写真＝田中一郎撮影") > 0);
    assert_true(credit_strength("李明摄") > 0);
    assert_true(credit_strength("Imagen: Archivo") > 0);
    assert_true(credit_strength("عکس: رضا") > 0);
    assert_int_equal(credit_strength("Photo by the sea, taken at noon"), 0);
    assert_int_equal(credit_strength("Фото дня"), 0);
}

static void author_from_the_head(void **state)
{
    (void)state;
    start(WINNOW_FROM_HTML);
    add_meta("author", "https://post.example/orla");
    script = (struct winnow_script){
        .type = winnow_view_of("application/ld+json"),
        .text = winnow_view_of(
            "{\"@type\":\"Article\",\"author\":[{\"@type\":\"Person\",\"name\":"
            "\"Orla Qu\\u00ednt\"}],\"datePublished\":\"2013-04-05\"}")};
    document.text = script.text;
    document.scripts = &script;
    document.n_scripts = 1;
    add_prose();
    run_all();
    expect_field(WINNOW_FIELD_AUTHOR, "Orla Quínt");
    expect_field(WINNOW_FIELD_DATE, "2013-04-05");
}

/* ---- dateline --------------------------------------------------------------
 */

static void publication_before_update(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add("Keeper of the lighthouse names four thousand ships");
    add("Updated : 2013-04-06 08:00");
    add("Posted : 2013-04-05 10:20");
    add_prose();
    run_all();
    assert_int_equal(blocks[1].verdict, WINNOW_KIND_DATELINE);
    assert_int_equal(blocks[2].verdict, WINNOW_KIND_DATELINE);
    expect_field(WINNOW_FIELD_DATE, "2013-04-05T10:20");
}

/* Counted back from the capture, where its day is known. */
static void relative_date(void **state)
{
    static const char *const captured[] = {"", "2024-01-01T00:00:00Z",
                                           "2024-03-01T02:30:00Z"};

    (void)state;
    for (size_t i = 0; i < sizeof captured / sizeof captured[0]; i++) {
        start(WINNOW_FROM_TEXT);
        document.captured = winnow_view_of(captured[i]);
        add("Keeper of the lighthouse names four thousand ships");
        add("Published 3 hours ago");
        add_prose();
        run_all();
        assert_int_equal(blocks[1].verdict, WINNOW_KIND_DATELINE);
        expect_field(WINNOW_FIELD_DATE, i == 2 ? "2024-02-29" : "");
    }
}

static void clock_over_the_title(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add("Fri, March 31, 2017 | 03:25");
    add("Keeper of the lighthouse names four thousand ships");
    add("Posted : 2013-04-05 10:20");
    add_prose();
    run_all();
    assert_true(strength(&blocks[0], "dateline.clock") > 0);
    expect_field(WINNOW_FIELD_DATE, "2013-04-05T10:20");
}

static void date_inside_the_text(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add("Keeper of the lighthouse names four thousand ships");
    add_prose();
    add("April 5, 2013");
    add_prose();
    run_all();
    assert_int_equal(blocks[4].verdict_rule == NULL, true);
    expect_field(WINNOW_FIELD_DATE, "");
}

/* The date of a page in `language` with this line under its title. */
static void expect_date(const char *language, const char *line,
                        const char *date)
{
    start(WINNOW_FROM_HTML);
    winnow_field_set(&document, WINNOW_FIELD_LANGUAGE, winnow_view_of(language),
                     WINNOW_NO_BLOCK);
    add_heading("Keeper of the lighthouse names four thousand ships", 1);
    add(line);
    add_prose();
    run_all();
    if (blocks[1].verdict != WINNOW_KIND_DATELINE)
        fail_msg("%s is no dateline", line);
    expect_field(WINNOW_FIELD_DATE, date);
}

static void order_of_day_and_month(void **state)
{
    (void)state;
    expect_date("fr", "Mis en ligne le 03/04/2013", "2013-04-03");
    expect_date("", "Publié le 03/04/2013 à 18h30", "2013-04-03T18:30");
    expect_date("en", "Publicado el 03/04/2013", "2013-04-03");
    expect_date("en-GB", "Published: 03/04/2013", "2013-04-03");
    expect_date("en-US", "Published: 03/04/2013", "2013-03-04");
    expect_date("en_US", "03/04/2013", "2013-03-04");
    expect_date("en-CA", "Published: 03/04/2013", "");
    expect_date("en", "Published: 03/04/2013", "");
    expect_date("", "Published: 03/04/2013 | Updated: 03/28/2013",
                "2013-03-04");
}

static void relative_dates(void **state)
{
    (void)state;
    expect_date("pt", "Atualizado há 2 horas", "");
    expect_date("en", "2 hours ago", "");
    expect_date("de", "vor 3 Stunden", "");
    expect_date("ja", "3時間前", "");
    expect_date("ko", "2시간 전", "");
    expect_date("cs", "před 2 hodinami", "");
}

static void dates_in_many_languages(void **state)
{
    (void)state;
    expect_date("cs", "Publikováno 14. srpna 2023 v 10:30", "2023-08-14T10:30");
    expect_date("da", "Offentliggjort 14. august 2023 kl. 10.30",
                "2023-08-14T10:30");
    expect_date("fi", "Julkaistu 14. elokuuta 2023 klo 10.30",
                "2023-08-14T10:30");
    expect_date("no", "Publisert 14. desember 2023", "2023-12-14");
    expect_date("hi", "प्रकाशित: 14 अगस्त 2023", "2023-08-14");
    expect_date("vi", "Ngày 14 tháng 8 năm 2023", "2023-08-14");
    expect_date("ja", "公開日：令和5年8月14日", "2023-08-14");
    expect_date("fa", "تاریخ انتشار: ۱۴۰۲/۰۵/۲۳", "2023-08-14");
}

/* ---- nav -------------------------------------------------------------------
 */

static const char *const menu[] = {"Home",  "Politics", "Business",
                                   "Sport", "Culture",  "Contact us"};
static const char *const shopping[] = {"flour", "two eggs", "butter", "salt",
                                       "a lemon"};

static void menu_before_the_text(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add_bullets(menu, 6);
    add("Keeper of the lighthouse names four thousand ships");
    add_prose();
    run_all();
    for (uint32_t i = 0; i < 6; i++)
        assert_int_equal(strength(&blocks[i], "nav.menu-run"), 100);
    assert_int_equal(blocks[6].verdict, WINNOW_KIND_TITLE);
}

static void list_inside_the_text(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add_prose();
    add_bullets(shopping, 5);
    add_prose();
    run_all();
    for (uint32_t i = 3; i < 8; i++)
        assert_true(is_unmarked(&blocks[i]));
}

static void nav_element(void **state)
{
    (void)state;
    start(WINNOW_FROM_HTML);
    add_link(add("Harbour"));
    add_link(add("Weather"));
    add_element(WINNOW_TAG_NAV, "", 0);
    add_prose();
    run_all();
    assert_true(strength(&blocks[0], "nav.element") >= 80);
    assert_true(is_unmarked(&blocks[2]));
}

/* ---- share -----------------------------------------------------------------
 */

static void share_row(void **state)
{
    static const char *const row[] = {"facebook", "twitter", "link"};

    (void)state;
    start(WINNOW_FROM_TEXT);
    add("Keeper of the lighthouse names four thousand ships");
    add("0 6");
    add_bullets(row, 3);
    add_prose();
    add("Like this:");
    run_all();
    assert_true(strength(&blocks[1], "share.counter") > 50);
    for (uint32_t i = 2; i < 5; i++)
        assert_int_equal(strength(&blocks[i], "share.network-run"), 100);
    assert_int_equal(blocks[8].verdict, WINNOW_KIND_SHARE);
}

static void network_in_a_sentence(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add_prose();
    add("She has never heard of Facebook or Twitter, and when people share "
        "her book there, she hears of it a week later.");
    run_all();
    assert_true(is_unmarked(&blocks[3]));
}

/* ---- appeal ----------------------------------------------------------------
 */

static void appeal_with_prices(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add_prose();
    add("Printing grows dearer every winter, and we need your support.");
    add("If you value our work, please consider making a donation.");
    add("Every gift keeps us going until the days are long again.");
    add("Friend of the Northern Post");
    add("$5 a month");
    run_all();
    for (uint32_t i = 3; i < 8; i++)
        assert_int_equal(strength(&blocks[i], "appeal.section"), 100);
    assert_true(is_unmarked(&blocks[2]));
}

static void donation_in_the_text(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add_prose();
    add("The binding of the book was paid for by a donation of $40 from a "
        "captain who found his own ship in it.");
    run_all();
    assert_true(is_unmarked(&blocks[3]));
}

/* ---- related ---------------------------------------------------------------
 */

static void section_ends_where_text_resumes(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add_prose();
    add("Related Links");
    add("All about lighthouses at");
    add("Learn about storms at");
    add("When the storm of the ninth winter broke the lamp, she lit a fire on "
        "the rock and kept it for six nights, until the boat came.");
    run_all();
    assert_true(strength(&blocks[3], "related.heading") >= 80);
    assert_true(strength(&blocks[4], "related.section") >= 80);
    assert_true(strength(&blocks[5], "related.section") >= 80);
    assert_true(is_unmarked(&blocks[6]));
}

static void headlines_said_twice(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add_prose();
    add("Ferry runs aground in fog");
    add("Ferry runs aground in fog");
    add("2013-04-01 13:54 | Harbour");
    add_prose();
    run_all();
    for (uint32_t i = 3; i < 6; i++)
        assert_int_equal(strength(&blocks[i], "related.doubled-headline"), 100);
    assert_true(is_unmarked(&blocks[2]));
}

static void ranking_with_glued_numbers(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add_prose();
    add("1Ferry runs aground in fog Ferry runs aground in fog");
    add("2Harbour office wants the book Harbour office wants the book");
    add("3[IN FOCUS] The last keeper The last keeper");
    run_all();
    for (uint32_t i = 3; i < 6; i++)
        assert_true(strength(&blocks[i], "related.ranking") >= 80);
}

/* ---- footer ----------------------------------------------------------------
 */

static void imprint_after_the_text(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add_prose();
    add("Comments powered by Disqus");
    add("Tel : 02 555 0188");
    add("Copyright © 2013 Northern Post. All rights reserved.");
    add("Log in");
    run_all();
    assert_int_equal(blocks[3].verdict, WINNOW_KIND_COMMENTS);
    assert_true(strength(&blocks[4], "footer.contact") > 0);
    assert_int_equal(strength(&blocks[5], "footer.copyright"), 100);
    assert_int_equal(strength(&blocks[6], "login.line"), 100);
}

static void rights_in_the_text(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add_prose();
    add("Who holds the copyright in the book is not known, and the harbour "
        "office has asked a lawyer to find it out.");
    add_prose();
    run_all();
    assert_true(blocks[3].verdict_rule == NULL);
}

/* ---- repeat ----------------------------------------------------------------
 */

static void second_copy(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add("The keeper stands before her tower with the book in her arms");
    add("The keeper stands before her tower, with the book in her arms");
    add_prose();
    run_all();
    assert_int_equal(strength(&blocks[1], "repeat.text") +
                         strength(&blocks[1], "repeat.title"),
                     90);
    assert_int_equal(strength(&blocks[0], "repeat.text"), 0);
}

static void refrain(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    add_prose();
    add("Row, keeper, row to shore.");
    add_prose();
    blocks[4].text = winnow_view_of("A verse of twelve words stands here, and "
                                    "it says nothing of ships.");
    blocks[5].text = winnow_view_of("Another verse of twelve words stands "
                                    "here, and it speaks of oars.");
    blocks[6].text = winnow_view_of("Row, keeper, row to shore.");
    run_all();
    assert_true(blocks[3].verdict_rule == NULL);
    assert_true(blocks[6].verdict_rule == NULL);
}

/* ---- threads --------------------------------------------------------------
 */

static void start_thread(void)
{
    start(WINNOW_FROM_HTML);
    add_meta("title", "Which lamp oil? | Gull Point Forum");
}

static void signature_under_a_post(void **state)
{
    uint32_t i;

    (void)state;
    start_thread();
    add_prose();
    i = document.n_blocks;
    add("Keep the lamp lit and the book dry.");
    add_element(WINNOW_TAG_DIV, "post-body", 0);
    add_element(WINNOW_TAG_DIV, "user-signature", i);
    add_element(WINNOW_TAG_DIV, "message-text", i);
    elements[2].parent = 1;
    elements[3].parent = 2;
    run_all();
    assert_true(strength(&blocks[0], "comments.post") > 0);
    assert_true(strength(&blocks[i], "comments.signature") > 0);
    assert_int_equal(strength(&blocks[i], "comments.post"), 0);
}

static void beside_the_posts(void **state)
{
    (void)state;
    start_thread();
    add("Welcome to Gull Point: please read the rules before you write.");
    add_element(WINNOW_TAG_DIV, "notice", 0);
    add_prose();
    add("Paraffin smokes less than the other kinds, and keeps for years.");
    add_element(WINNOW_TAG_DIV, "hidden", 4);
    add("Please read the rules before you write, all who are new here.");
    run_all();
    assert_true(strength(&blocks[0], "comments.notice") > 0);
    assert_true(strength(&blocks[4], "comments.concealed") > 0);
    assert_int_equal(strength(&blocks[5], "comments.notice"), 0);
}

static void deleted_posts(void **state)
{
    (void)state;
    start_thread();
    add_prose();
    add("This post has been deleted!");
    add("\u6b64\u56de\u590d\u5df2\u88ab\u5220\u9664\uff01");
    run_all();
    assert_int_equal(strength(&blocks[3], "comments.deleted"), 100);
    assert_int_equal(strength(&blocks[4], "comments.deleted"), 100);
    start(WINNOW_FROM_HTML);
    add_prose();
    add("This post has been deleted!");
    run_all();
    assert_int_equal(strength(&blocks[3], "comments.deleted"), 0);
}

static void labels_of_posts(void **state)
{
    (void)state;
    start_thread();
    add_prose();
    add("Senior Member");
    add("Last edited by Olaf on 3 March, edited 2 times in total.");
    add("The senior member of the crew spoke first.");
    run_all();
    assert_true(strength(&blocks[3], "comments.label") > 0);
    assert_true(strength(&blocks[4], "comments.label") > 0);
    assert_int_equal(strength(&blocks[5], "comments.label"), 0);
}

/* A post and a line under it, in an element of their own. */
static void add_post(void)
{
    uint32_t first = document.n_blocks, outer;

    add("Paraffin smokes less than the other kinds, and it keeps for years in "
        "a tin that is closed, if you have a dry shed.");
    add("Regards, Olaf");
    outer = add_element(WINNOW_TAG_DIV, "", first);
    add_element(WINNOW_TAG_P, "", first);
    elements[outer + 1].parent = outer;
}

static void post_said_twice(void **state)
{
    (void)state;
    start_thread();
    add_post();
    add_prose();
    add_post();
    run_all();
    assert_true(strength(&blocks[5], "repeat.run") > 0);
    assert_true(strength(&blocks[6], "repeat.run") > 0);
    assert_int_equal(strength(&blocks[1], "repeat.run"), 0);
    start(WINNOW_FROM_HTML);
    add_post();
    add_prose();
    add_post();
    run_all();
    assert_int_equal(strength(&blocks[6], "repeat.run"), 0);
}

static void title_of_an_answer(void **state)
{
    (void)state;
    start_thread();
    add("Which lamp oil?")->form = WINNOW_KIND_HEADING;
    add_prose();
    add("Re: Which lamp oil?");
    add("Re: which lamp oil they had");
    add_element(WINNOW_TAG_H1, "", 0);
    elements[1].end_block = 1;
    for (uint32_t i = 1; i < document.n_blocks; i++)
        blocks[i].element = 0;
    run_all();
    assert_true(strength(&blocks[4], "repeat.answer-title") > 0);
    assert_int_equal(strength(&blocks[5], "repeat.answer-title"), 0);
}

/* ---- by place --------------------------------------------------------------
 */

static void add_long_prose(int n_times)
{
    for (int i = 0; i < n_times; i++)
        add_prose();
}

static const char *verdict_of(uint32_t i)
{
    return blocks[i].verdict_rule == NULL ? "" : blocks[i].verdict_rule;
}

/* A link in a box of that name behind the prose of `n_times`; its block. */
static uint32_t add_boxed_link(int n_times, const char *names)
{
    uint32_t i;

    add_long_prose(n_times);
    i = document.n_blocks;
    add_link(add("The lamp at Gull Point is dark"));
    add_element(WINNOW_TAG_DIV, names, i);
    return i;
}

static void links_beside_one_text(void **state)
{
    uint32_t i;

    (void)state;
    start(WINNOW_FROM_HTML);
    i = add_boxed_link(4, "sidebar");
    run_all();
    assert_string_equal(verdict_of(i), "nav.sidebar-links");
    start(WINNOW_FROM_HTML);
    add_long_prose(4);
    i = document.n_blocks;
    add_link(add("The lamp at Gull Point is dark"));
    add_element(WINNOW_TAG_MAIN, "", 0);
    add_element(WINNOW_TAG_DIV, "sidebar", i);
    elements[2].parent = 1;
    run_all();
    assert_string_equal(verdict_of(i), "");
}

static void links_beside_no_text(void **state)
{
    uint32_t i;

    (void)state;
    start(WINNOW_FROM_HTML);
    i = add_boxed_link(1, "sidebar");
    run_all();
    assert_string_equal(verdict_of(i), "");
    assert_true(strength(&blocks[i], "nav.sidebar") > 0);
}

static void nearest_name_has_the_verdict(void **state)
{
    uint32_t i;

    (void)state;
    start(WINNOW_FROM_HTML);
    i = add_boxed_link(4, "widget");
    add_element(WINNOW_TAG_DIV, "related-posts", i);
    elements[2].parent = 1;
    run_all();
    assert_string_equal(verdict_of(i), "related.class-links");
}

static void comments_below_a_long_text(void **state)
{
    uint32_t i;

    (void)state;
    start(WINNOW_FROM_HTML);
    i = add_boxed_link(6, "comment");
    run_all();
    assert_string_equal(verdict_of(i), "comments.below");
    start(WINNOW_FROM_HTML);
    i = add_boxed_link(3, "comment");
    run_all();
    assert_string_equal(verdict_of(i), "");
}

static void text_over_place(void **state)
{
    (void)state;
    start(WINNOW_FROM_HTML);
    add_link(add("Harbour"));
    add_link(add("Log in"));
    add_element(WINNOW_TAG_NAV, "", 0);
    add_prose();
    run_all();
    assert_string_equal(verdict_of(0), "nav.element");
    assert_string_equal(verdict_of(1), "login.line");
}

static void sides_of_the_text(void **state)
{
    struct winnow_place place;

    (void)state;
    start(WINNOW_FROM_HTML);
    add_link(add("Harbour"));
    add_long_prose(4);
    add_link(add("Weather"));
    run_all();
    place = winnow_place_of(&document, &blocks[0]);
    assert_int_equal(place.side, WINNOW_SIDE_BEFORE);
    assert_true(place.one_text);
    assert_int_equal(winnow_place_of(&document, &blocks[1]).side,
                     WINNOW_SIDE_TEXT);
    assert_int_equal(winnow_place_of(&document, &blocks[13]).side,
                     WINNOW_SIDE_BEHIND);
    start(WINNOW_FROM_HTML);
    add("Harbour");
    run_all();
    place = winnow_place_of(&document, &blocks[0]);
    assert_int_equal(place.side, WINNOW_SIDE_NONE);
    assert_false(place.one_text);
}

/* ---- helpers ---------------------------------------------------------------
 */

static void genres_of_addresses(void **state)
{
    static const struct {
        const char *address;
        unsigned genres;
    } addresses[] = {
        {"https://example.org/", WINNOW_GENRE_FRONT},
        {"https://example.org/viewtopic.php?t=7", WINNOW_GENRE_THREAD},
        {"https://example.org/ShowTopic-i525.html", WINNOW_GENRE_THREAD},
        {"https://example.org/r/moss/comments/1/", WINNOW_GENRE_THREAD},
        {"https://example.org/2025/a-bridge#comments", 0},
        {"https://example.org/topical/a-bridge", 0},
        {"https://example.org/minister-comments-on-a-bridge", 0},
        {"https://example.org/a_bridge_forum", 0},
        {"https://example.org/thread-214.html", WINNOW_GENRE_THREAD},
        {"https://bridge-forum.example/7", WINNOW_GENRE_THREAD},
        {"", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
        assert_int_equal(
            winnow_genres_of_address(winnow_view_of(addresses[i].address)),
            addresses[i].genres);
}

static unsigned genres_of_title(const char *title)
{
    start(WINNOW_FROM_HTML);
    add_meta("title", title);
    return winnow_genres(&document);
}

static void genres_of_titles(void **state)
{
    (void)state;
    assert_int_equal(genres_of_title("Lamp oil | Gull Point Forum"),
                     WINNOW_GENRE_THREAD);
    assert_int_equal(genres_of_title("Gull Point Forums - Lamp oil"),
                     WINNOW_GENRE_THREAD);
    assert_int_equal(genres_of_title("\u706f\u6cb9 - \u6d77\u9e25\u8bba\u575b"),
                     WINNOW_GENRE_THREAD);
    assert_int_equal(genres_of_title("The forum at Gull Point is open"), 0);
    assert_int_equal(
        genres_of_title("What the ministers said at the forum in the harbour "
                        "town of Gull Point yesterday | Gazette"),
        0);
    start(WINNOW_FROM_HTML);
    add_meta("og:site_name", "Gull Point Forum");
    assert_int_equal(winnow_genres(&document), WINNOW_GENRE_THREAD);
}

static void words_of_names(void **state)
{
    static const struct {
        const char *word;
        uint32_t group;
    } words[] = {
#define WORD(word, group) {word, WINNOW_NAME_##group},
#define WORDS(word, group, group2)                                             \
    {word, WINNOW_NAME_##group | WINNOW_NAME_##group2},
#include "names.def"
#undef WORD
#undef WORDS
    };

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_int_equal(winnow_name_groups(winnow_view_of(words[i].word)),
                         words[i].group);
    assert_int_equal(winnow_name_groups(winnow_view_of("post-byline vcard")),
                     WINNOW_NAME_BYLINE | WINNOW_NAME_BODY);
    assert_int_equal(winnow_name_groups(winnow_view_of("MostRead")),
                     WINNOW_NAME_RELATED);
    assert_int_equal(winnow_name_groups(winnow_view_of("navbar_main2")),
                     WINNOW_NAME_NAV | WINNOW_NAME_BODY);
    assert_int_equal(winnow_name_groups(winnow_view_of("shadow loader-x")),
                     WINNOW_NAME_WIDGET);
    assert_int_equal(winnow_name_groups(winnow_view_of("download padding")), 0);
    assert_int_equal(winnow_name_groups(winnow_view_of("copy hidden")),
                     WINNOW_NAME_CONCEALED);
    assert_int_equal(winnow_name_groups(winnow_view_of("x visually-hidden")),
                     WINNOW_NAME_CONCEALED);
    assert_int_equal(winnow_name_groups(winnow_view_of("overflow-hidden")), 0);
    assert_int_equal(winnow_name_groups(winnow_view_of("hidden md:block")), 0);
    assert_int_equal(winnow_name_groups(winnow_view_of("d-none d-lg-flex")), 0);
}

static void names_of_the_whole_say_nothing(void **state)
{
    uint32_t outer;

    (void)state;
    start(WINNOW_FROM_HTML);
    add_prose();
    outer = add_element(WINNOW_TAG_DIV, "comments-open sidebar", 0);
    add("Short line");
    elements[outer].end_block = document.n_blocks;
    add_element(WINNOW_TAG_DIV, "related", 3);
    elements[outer + 1].parent = outer;
    run_all();
    assert_int_equal(strength(&blocks[0], "nav.sidebar"), 0);
    assert_true(strength(&blocks[3], "related.class") > 0);
    assert_int_equal(strength(&blocks[3], "nav.sidebar"), 0);
}

static void shapes(void **state)
{
    (void)state;
    assert_true(winnow_is_file_names(winnow_view_of("a_on.svga_over.svg")));
    assert_true(winnow_is_file_names(winnow_view_of("x.PNG y.gif")));
    assert_false(winnow_is_file_names(winnow_view_of("see x.png")));
    assert_false(winnow_is_file_names(winnow_view_of(".png")));
    assert_false(winnow_is_file_names(winnow_view_of("")));
    assert_true(winnow_is_counters(winnow_view_of("0 6")));
    assert_true(winnow_is_counters(winnow_view_of("1.2K")));
    assert_false(winnow_is_counters(winnow_view_of("6 ships")));
    assert_false(winnow_is_counters(winnow_view_of("")));
    assert_true(winnow_starts_like_name(winnow_view_of("Ökonom")));
    assert_false(winnow_starts_like_name(winnow_view_of("ökonom")));
    assert_true(winnow_starts_like_name(winnow_view_of("\"Żyto")));
    assert_false(winnow_starts_like_name(winnow_view_of("7th")));
}

static void nothing_at_all(void **state)
{
    (void)state;
    start(WINNOW_FROM_TEXT);
    run_all();
    start(WINNOW_FROM_HTML);
    run_all();
    start(WINNOW_FROM_TEXT);
    add("");
    add("...");
    run_all();
    assert_true(blocks[1].verdict_rule == NULL);
}

static int open_arena(void **state)
{
    (void)state;
    winnow_arena_init(&arena);
    arena.escape = &escape;
    return setjmp(escape);
}

static int close_arena(void **state)
{
    (void)state;
    winnow_arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(title_of_a_page),
        cmocka_unit_test(title_without_heading),
        cmocka_unit_test(title_keeps_unknown_tail),
        cmocka_unit_test(title_of_a_capture),
        cmocka_unit_test(no_title_in_prose_alone),
        cmocka_unit_test(names_of_authors),
        cmocka_unit_test(names_with_roles),
        cmocka_unit_test(roles_without_names),
        cmocka_unit_test(subheadings_are_no_bylines),
        cmocka_unit_test(credits_of_pictures),
        cmocka_unit_test(author_from_the_head),
        cmocka_unit_test(publication_before_update),
        cmocka_unit_test(relative_date),
        cmocka_unit_test(clock_over_the_title),
        cmocka_unit_test(date_inside_the_text),
        cmocka_unit_test(order_of_day_and_month),
        cmocka_unit_test(relative_dates),
        cmocka_unit_test(dates_in_many_languages),
        cmocka_unit_test(menu_before_the_text),
        cmocka_unit_test(list_inside_the_text),
        cmocka_unit_test(nav_element),
        cmocka_unit_test(share_row),
        cmocka_unit_test(network_in_a_sentence),
        cmocka_unit_test(appeal_with_prices),
        cmocka_unit_test(donation_in_the_text),
        cmocka_unit_test(section_ends_where_text_resumes),
        cmocka_unit_test(headlines_said_twice),
        cmocka_unit_test(ranking_with_glued_numbers),
        cmocka_unit_test(imprint_after_the_text),
        cmocka_unit_test(rights_in_the_text),
        cmocka_unit_test(second_copy),
        cmocka_unit_test(refrain),
        cmocka_unit_test(signature_under_a_post),
        cmocka_unit_test(beside_the_posts),
        cmocka_unit_test(deleted_posts),
        cmocka_unit_test(labels_of_posts),
        cmocka_unit_test(post_said_twice),
        cmocka_unit_test(title_of_an_answer),
        cmocka_unit_test(links_beside_one_text),
        cmocka_unit_test(links_beside_no_text),
        cmocka_unit_test(nearest_name_has_the_verdict),
        cmocka_unit_test(comments_below_a_long_text),
        cmocka_unit_test(text_over_place),
        cmocka_unit_test(sides_of_the_text),
        cmocka_unit_test(genres_of_addresses),
        cmocka_unit_test(genres_of_titles),
        cmocka_unit_test(words_of_names),
        cmocka_unit_test(names_of_the_whole_say_nothing),
        cmocka_unit_test(shapes),
        cmocka_unit_test(nothing_at_all),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
