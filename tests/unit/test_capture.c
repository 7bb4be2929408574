/* Plain-text captures: every layout habit, the blocks it must give, and where
 * they stand.
 *
 * Expected blocks are written a line each: form, heading or list level, "*" for
 * a bullet, "r" and the row's number, and the text. Every capture is also
 * checked for what must hold of all: ranges disjoint, in order, their bytes
 * the block's text, and no letter outside them. */
#include "capture/capture.h"
#include "capture/characters.h"
#include "capture/cut.h"
#include "filter.h"
#include "options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct winnow_options limits = {.max_blocks = 1 << 17};
static struct winnow_arena arena;
static jmp_buf escape;

static int set_up(void **state)
{
    (void)state;
    winnow_arena_init(&arena);
    arena.escape = &escape;
    return setjmp(escape) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    winnow_arena_free(&arena);
    return 0;
}

/* A document whose body is UTF-8 already. */
static struct winnow_document *read_bytes(const char *bytes, size_t n)
{
    struct winnow_document *document =
        winnow_arena_calloc(&arena, 1, sizeof *document);
    struct winnow_map_run *map = winnow_arena_calloc(&arena, 1, sizeof *map);

    document->arena = &arena;
    document->options = &limits;
    document->from = WINNOW_FROM_TEXT;
    document->body.data = bytes;
    document->body.length_bytes = n;
    document->text = document->body;
    map->n = (uint32_t)n;
    map->body_width = map->text_width = 1;
    document->map = map;
    document->n_map_runs = 1;
    winnow_capture_blocks(document);
    return document;
}

/* ---- what holds of every capture ----------------------------------------- */

static bool is_space(uint32_t character)
{
    return winnow_is_blank(character) || winnow_is_line_break(character);
}

/* The next character that is no white space; 0 at the end. */
static uint32_t next_ink(struct winnow_view text, size_t *at)
{
    while (*at < text.length_bytes) {
        uint32_t character =
            winnow_character_at(text.data, text.length_bytes, at);
        if (!is_space(character))
            return character;
    }
    return 0;
}

static void check_text_of_ranges(const struct winnow_document *document,
                                 const struct winnow_block *block, char *seen)
{
    size_t at = 0;

    for (uint32_t i = 0; i < block->n_spans; i++) {
        struct winnow_view range = {
            document->body.data + block->spans[i].start,
            (size_t)(block->spans[i].end - block->spans[i].start)};
        uint32_t character;
        for (size_t k = 0; k < range.length_bytes; k++)
            assert_int_equal(seen[block->spans[i].start + k]++, 0);
        for (size_t k = 0; (character = next_ink(range, &k)) != 0;) {
            size_t before = at;
            uint32_t written = next_ink(block->text, &at);
            if (character == '_' && written != '_')
                at = before; /* html2text's blank */
            else
                assert_int_equal(character, written);
        }
    }
    assert_int_equal(next_ink(block->text, &at), 0);
}

/* Returns which bytes lie in a range. */
static const char *check_ranges(const struct winnow_document *document)
{
    char *seen =
        winnow_arena_calloc(&arena, document->body.length_bytes + 1, 1);

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        assert_true(block->text.length_bytes > 0);
        assert_true(block->n_spans > 0);
        for (uint32_t k = 0; k < block->n_spans; k++) {
            assert_true(block->spans[k].end > block->spans[k].start);
            assert_true(block->spans[k].end <= document->body.length_bytes);
        }
        check_text_of_ranges(document, block, seen);
    }
    return seen;
}

/* Nothing but bullets, rules and frames lies outside of them. */
static void check_outside(const struct winnow_document *document,
                          const char *seen)
{
    for (size_t i = 0; i < document->body.length_bytes;) {
        size_t start = i;
        uint32_t character = winnow_character_at(
            document->body.data, document->body.length_bytes, &i);
        if (!seen[start] && !is_space(character) &&
            !winnow_is_inkless(character) && character != 'o' &&
            character != 0xac)
            assert_true(winnow_is_rule(character));
    }
}

static void describe(const struct winnow_block *block, char *line, size_t n)
{
    char level[8] = "", row[16] = "";

    if (block->level != 0)
        snprintf(level, sizeof level, "%d", block->level);
    if (block->row != 0)
        snprintf(row, sizeof row, " r%u", block->row);
    snprintf(line, n, "%s%s%s%s: %.*s\n", winnow_kind_name(block->form), level,
             block->bullet ? "*" : "", row, (int)block->text.length_bytes,
             block->text.data);
}

static char *describe_all(const struct winnow_document *document)
{
    enum { LINE_BYTES = 4096 };
    size_t room = (size_t)document->n_blocks * LINE_BYTES + 1, used = 0;
    char *all = winnow_arena_alloc(&arena, room);

    all[0] = '\0';
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        describe(&document->blocks[i], all + used, LINE_BYTES);
        used += strlen(all + used);
    }
    return all;
}

static struct winnow_document *expect(const char *capture, const char *blocks)
{
    struct winnow_document *document = read_bytes(capture, strlen(capture));

    assert_string_equal(describe_all(document), blocks);
    check_outside(document, check_ranges(document));
    return document;
}

/* The same where a tool wrote more than that. */
static struct winnow_document *expect_of_tool(const char *capture,
                                              const char *blocks)
{
    struct winnow_document *document = read_bytes(capture, strlen(capture));

    assert_string_equal(describe_all(document), blocks);
    check_ranges(document);
    return document;
}

/* ---- lines and paragraphs ------------------------------------------------ */

static void nothing(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect("", "");
    assert_int_equal(document->n_elements, 1);
    expect(" \n\t\n\xc2\xa0\n\xe3\x80\x80\n", "");
    expect("-----\n* * *\n=====\n", "");
}

static void a_line_is_a_paragraph(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect("Ferry to Norvik delayed\n"
                      "\n"
                      "The morning ferry left two hours late, the harbour "
                      "office in Norvik said on Friday.\n"
                      "\n\n"
                      "  Nobody was hurt.  \n",
                      "heading2: Ferry to Norvik delayed\n"
                      "paragraph: The morning ferry left two hours late, the "
                      "harbour office in Norvik said on Friday.\n"
                      "paragraph: Nobody was hurt.\n");
    assert_int_equal(document->blocks[1].line, 3);
    assert_int_equal(document->blocks[1].blank_lines_before, 1);
    assert_int_equal(document->blocks[2].line, 6);
    assert_int_equal(document->blocks[2].blank_lines_before, 2);
    assert_int_equal(document->blocks[2].indent, 2);
    assert_int_equal(document->blocks[2].text.length_bytes, 16);
    assert_int_equal(document->blocks[2].n_spans, 1);
    assert_int_equal(document->blocks[0].spans[0].start, 0);
    assert_int_equal(document->blocks[0].spans[0].end, 23);
}

static void lines_without_blanks_stay_apart(void **state)
{
    (void)state;
    expect("Home\n"
           "Ferry to Norvik delayed\n"
           "The morning ferry left two hours late because of fog, and the "
           "harbour office in Norvik expects the delay to last all day.\n"
           "Passengers were given coffee and a place to sit while the crew "
           "waited for the wind that would clear the sound.\n"
           "Contact\n",
           "paragraph: Home\n"
           "heading2: Ferry to Norvik delayed\n"
           "paragraph: The morning ferry left two hours late because of fog, "
           "and the harbour office in Norvik expects the delay to last all "
           "day.\n"
           "paragraph: Passengers were given coffee and a place to sit while "
           "the crew waited for the wind that would clear the sound.\n"
           "paragraph: Contact\n");
}

static void wrapped_lines_are_joined(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect(
        "The morning ferry left two hours late because of fog, and the\n"
        "harbour office in Norvik expects the delay to last until the wind\n"
        "turns in the afternoon.\n"
        "\n"
        "Passengers were given coffee and a place to sit while the crew of\n"
        "the boat waited. Many had come from the islands and had to be at\n"
        "work by nine.\n",
        "paragraph: The morning ferry left two hours late because of fog, and "
        "the harbour office in Norvik expects the delay to last until the "
        "wind turns in the afternoon.\n"
        "paragraph: Passengers were given coffee and a place to sit while the "
        "crew of the boat waited. Many had come from the islands and had to "
        "be at work by nine.\n");
    assert_int_equal(document->blocks[1].n_lines, 3);
    assert_int_equal(document->blocks[1].line, 5);
    assert_int_equal(document->blocks[1].n_spans, 1);
}

static void a_short_line_ends_a_wrapped_paragraph(void **state)
{
    (void)state;
    expect("The morning ferry left two hours late because of fog, and the\n"
           "harbour office in Norvik expects the delay to last until the wind\n"
           "turns in the afternoon.\n"
           "Passengers were given coffee and a place to sit while the crew of\n"
           "the boat waited. Many had come from the islands and had to be at\n"
           "work by nine.\n"
           "The next boat leaves at noon.\n",
           "paragraph: The morning ferry left two hours late because of fog, "
           "and the harbour office in Norvik expects the delay to last until "
           "the wind turns in the afternoon.\n"
           "paragraph: Passengers were given coffee and a place to sit while "
           "the crew of the boat waited. Many had come from the islands and "
           "had to be at work by nine.\n"
           "paragraph: The next boat leaves at noon.\n");
}

static void an_indented_line_starts_a_wrapped_paragraph(void **state)
{
    (void)state;
    expect(
        "    The morning ferry left two hours late because of fog, and\n"
        "the harbour office in Norvik expects the delay to last until the\n"
        "wind turns in the afternoon, perhaps around three or four o'clock.\n"
        "    Passengers were given coffee and a place to sit while the\n"
        "crew of the boat waited in the harbour for the fog to lift.\n",
        "paragraph: The morning ferry left two hours late because of fog, "
        "and the harbour office in Norvik expects the delay to last until "
        "the wind turns in the afternoon, perhaps around three or four "
        "o'clock.\n"
        "paragraph: Passengers were given coffee and a place to sit while "
        "the crew of the boat waited in the harbour for the fog to lift.\n");
}

static void one_wrapped_paragraph_among_long_lines(void **state)
{
    (void)state;
    expect("The notice that hung at the pier on Friday morning, and that "
           "nobody had signed, read in full and without any greeting as "
           "follows, according to those who saw it.\n"
           "\n"
           "The ferry does not run today because of fog and because the\n"
           "second engine is under repair. Tickets stay valid until the end\n"
           "of the month and are given back at the office by the harbour\n"
           "master.\n"
           "\n"
           "It was taken down at noon when the fog had lifted, and the ferry "
           "ran again with one engine and at half the speed, as it had all "
           "week long.\n",
           "paragraph: The notice that hung at the pier on Friday morning, and "
           "that nobody had signed, read in full and without any greeting as "
           "follows, according to those who saw it.\n"
           "paragraph: The ferry does not run today because of fog and because "
           "the second engine is under repair. Tickets stay valid until the "
           "end of the month and are given back at the office by the harbour "
           "master.\n"
           "paragraph: It was taken down at noon when the fog had lifted, and "
           "the ferry ran again with one engine and at half the speed, as it "
           "had all week long.\n");
}

static void a_menu_does_not_hide_that_lines_are_wrapped(void **state)
{
    (void)state;
    expect("Boats\nCranes\nPiers\nTides\nWinds\nRowing\nHarbour master\n"
           "Lost and found\nTimetable\nImprint\nContact\nJobs\n"
           "The morning ferry left two hours late because of fog, and the\n"
           "harbour office in Norvik expects the delay to last until the wind\n"
           "turns in the afternoon.\n"
           "Passengers were given coffee and a place to sit while the crew of\n"
           "the boat waited. Many had come from the islands and had to be at\n"
           "work by nine.\n",
           "paragraph: Boats\nparagraph: Cranes\nparagraph: Piers\n"
           "paragraph: Tides\nparagraph: Winds\nparagraph: Rowing\n"
           "paragraph: Harbour master\nparagraph: Lost and found\n"
           "paragraph: Timetable\nparagraph: Imprint\nparagraph: Contact\n"
           "heading2: Jobs\n"
           "paragraph: The morning ferry left two hours late because of fog, "
           "and the harbour office in Norvik expects the delay to last until "
           "the wind turns in the afternoon.\n"
           "paragraph: Passengers were given coffee and a place to sit while "
           "the crew of the boat waited. Many had come from the islands and "
           "had to be at work by nine.\n");
}

static void hyphens_at_line_ends(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect(
        "The harbour office of Norvik has published the list of the well-\n"
        "known boats that may enter the sound at night, and the "
        "number\xc2\xad\n"
        "ing of the piers, which had been the subject of a long dispute, is\n"
        "now the same on every chart that is sold in the town.\n",
        "paragraph: The harbour office of Norvik has published the list of the "
        "well-known boats that may enter the sound at night, and the "
        "numbering of the piers, which had been the subject of a long "
        "dispute, is now the same on every chart that is sold in the town.\n");
    assert_int_equal(document->blocks[0].n_spans, 3);
}

static void hyphens_told_by_other_words(void **state)
{
    (void)state;
    /* one that the text has whole, one that it has with its hyphen, one that
       hangs, and two of which it says nothing */
    expect("The numbering of the piers is the same on every chart, and a num-\n"
           "bering like it is what the well-known pilots of the sound want. A\n"
           "chart that the whole town has in its kitchens is now a well-\n"
           "known thing. Day- and night-boats have had to wait for the fog to\n"
           "lift, some for hours, others for a day, and there are night-\n"
           "and day-boats that never came at all. What the harbour mas-\n"
           "ter says of it nobody has heard, since he was out at sea in his\n"
           "own boat, which is the oldest in the town and has the lar-\n"
           "gest sail.\n",
           "paragraph: The numbering of the piers is the same on every chart, "
           "and a numbering like it is what the well-known pilots of the sound "
           "want. A chart that the whole town has in its kitchens is now a "
           "well-known thing. Day- and night-boats have had to wait for the "
           "fog to lift, some for hours, others for a day, and there are "
           "night- and day-boats that never came at all. What the harbour "
           "master says of it nobody has heard, since he was out at sea in "
           "his own boat, which is the oldest in the town and has the largest "
           "sail.\n");
}

static void spaceless_scripts_join_without_space(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect(
        "港口办公室星期五说由于大雾早班渡轮晚了两个小时出发海湾里的风要到下午才"
        "\n"
        "会转向所以延误可能会持续到晚上旅客们在候船室里喝咖啡等着船员的消息他们"
        "\n"
        "当中有许多人来自岛上九点以前必须赶到城里上班而下一班船要到中午才会离开"
        "\n"
        "码头。\n",
        "paragraph: "
        "港口办公室星期五说由于大雾早班渡轮晚了两个小时出发海湾里的风要到下午才"
        "会转向所以延误可能会持续到晚上旅客们在候船室里喝咖啡等着船员的消息他们"
        "当中有许多人来自岛上九点以前必须赶到城里上班而下一班船要到中午才会离开"
        "码头。\n");
    assert_int_equal(document->blocks[0].n_lines, 4);
}

static void line_breaks_of_all_systems(void **state)
{
    (void)state;
    expect("One line.\r\nTwo lines.\rThree lines.\xe2\x80\xa8"
           "Four lines.\xc2\x85"
           "Five lines.\vSix lines.",
           "paragraph: One line.\n"
           "paragraph: Two lines.\n"
           "paragraph: Three lines.\n"
           "paragraph: Four lines.\n"
           "paragraph: Five lines.\n"
           "paragraph: Six lines.\n");
}

static void text_runs_over_a_form_feed(void **state)
{
    (void)state;
    expect(
        "The harbour office expects the delay of the ferry to last until\n"
        "the wind turns, and it asks all who wait to keep the pier free for\n"
        "the men who unload the boats that have come in during the\f"
        "night, and to move their cars away from the crane by the\n"
        "old mill.\n",
        "paragraph: The harbour office expects the delay of the ferry to "
        "last until the wind turns, and it asks all who wait to keep the "
        "pier free for the men who unload the boats that have come in "
        "during the night, and to move their cars away from the crane by "
        "the old mill.\n");
}

static void a_form_feed_ends_a_list(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect("  * Boats\n  * Cranes\n\f  * Piers\n  * Tides\n",
                      "list1*: Boats\nlist1*: Cranes\n"
                      "list1*: Piers\nlist1*: Tides\n");
    assert_int_not_equal(document->blocks[1].list, document->blocks[2].list);
    assert_int_equal(document->blocks[2].blank_lines_before, 1);
}

#define PAGES                                                                  \
    "The harbour office expects the delay of the ferry to last until the\n"    \
    "wind turns, and it asks all who wait to keep the pier free for those\n"   \
    "who unload the boats that have come in during the last of the many\n"

static void edges_of_pages(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect(
        "The Skerry Post, page 1 of 3\n\n" PAGES "\n1\n\f"
        "The Skerry Post, page 2 of 3\n\n"
        "nights with fog, and to move their cars away from the crane.\n" PAGES
        "\n2\n\f"
        "The Skerry Post, page 3 of 3\n\n"
        "nights with fog.\n\n3\n",
        "paragraph: The Skerry Post, page 1 of 3\n"
        "paragraph: The harbour office expects the delay of the ferry to last "
        "until the wind turns, and it asks all who wait to keep the pier free "
        "for those who unload the boats that have come in during the last of "
        "the many nights with fog, and to move their cars away from the "
        "crane.\n"
        "paragraph: 1\n"
        "paragraph: The Skerry Post, page 2 of 3\n"
        "paragraph: The harbour office expects the delay of the ferry to last "
        "until the wind turns, and it asks all who wait to keep the pier free "
        "for those who unload the boats that have come in during the last of "
        "the many nights with fog.\n"
        "paragraph: 2\n"
        "paragraph: The Skerry Post, page 3 of 3\n"
        "paragraph: 3\n");
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        bool is_edge = block->text.length_bytes < 30;
        assert_int_equal(block->verdict_rule != NULL, is_edge);
        if (is_edge)
            assert_string_equal(block->verdict_rule, "capture.page-number");
    }
}

static void chapters_are_no_edges(void **state)
{
    static const char capture[] = "Chapter 1\n\nIt began with a fog.\n\f"
                                  "Chapter 2\n\nIt ended with a fog.\n";
    struct winnow_document *document = read_bytes(capture, sizeof capture - 1);

    (void)state;
    for (uint32_t i = 0; i < document->n_blocks; i++)
        assert_null(document->blocks[i].verdict_rule);
}

static void running_heads(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect("A history of fog\n\nIt began one night.\n\f"
                      "A history of fog\n\nIt stayed.\n\f"
                      "A history of fog\n\nIt went.\n",
                      "paragraph: A history of fog\n"
                      "paragraph: It began one night.\n"
                      "paragraph: A history of fog\n"
                      "paragraph: It stayed.\n"
                      "paragraph: A history of fog\n"
                      "paragraph: It went.\n");
    assert_null(document->blocks[0].verdict_rule);
    assert_string_equal(document->blocks[2].verdict_rule,
                        "capture.running-head");
    assert_int_equal(document->blocks[4].verdict, WINNOW_KIND_DUPLICATE);
    /* not on the first page: none stays */
    document = expect("It began one night.\n\f"
                      "A history of fog\n\nIt stayed.\n\f"
                      "A history of fog\n\nIt went.\n",
                      "paragraph: It began one night.\n"
                      "paragraph: A history of fog\n"
                      "paragraph: It stayed.\n"
                      "paragraph: A history of fog\n"
                      "paragraph: It went.\n");
    assert_int_equal(document->blocks[1].verdict, WINNOW_KIND_NAVIGATION);
    assert_int_equal(document->blocks[3].verdict, WINNOW_KIND_NAVIGATION);
}

static void what_is_said_twice_on_a_line(void **state)
{
    (void)state;
    expect("Print PreviewPrint Preview\n"
           "  • Ferry late again Ferry late again\n"
           "  • Crane\n"
           "паром опоздалпаром опоздал\n"
           "Bye bye\n",
           "paragraph: Print Preview\nparagraph: Print Preview\n"
           "list1*: Ferry late again\nparagraph1: Ferry late again\n"
           "list1*: Crane\n"
           "paragraph: паром опоздал\nparagraph: паром опоздал\n"
           "paragraph: Bye bye\n");
}

static void white_space_is_folded(void **state)
{
    (void)state;
    expect("\xe3\x80\x80\xe3\x80\x80Late\xc2\xa0\xc2\xa0 ferry,\xe3\x80\x80no "
           "\xc2\xa0"
           "coffee \xc2\xa0\n",
           "paragraph: Late ferry, no coffee\n");
}

/* ---- lists --------------------------------------------------------------- */

static void nested_lists_of_w3m(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect("News\n"
                      "  • Harbour\n"
                      "      □ Ferries\n"
                      "          ☆ Timetable\n"
                      "      □ Cranes\n"
                      "  • Weather\n"
                      "Sport\n"
                      "  • Rowing\n",
                      "paragraph: News\n"
                      "list1*: Harbour\n"
                      "list2*: Ferries\n"
                      "list3*: Timetable\n"
                      "list2*: Cranes\n"
                      "list1*: Weather\n"
                      "paragraph: Sport\n"
                      "list1*: Rowing\n");
    assert_int_equal(document->blocks[1].list, document->blocks[5].list);
    assert_int_equal(document->blocks[2].list, document->blocks[4].list);
    assert_int_not_equal(document->blocks[1].list, document->blocks[2].list);
    assert_int_not_equal(document->blocks[1].list, document->blocks[7].list);
    assert_int_equal(document->blocks[0].list, 0);
    assert_int_equal(document->blocks[1].spans[0].start, 5 + 2 + 3 + 1);
}

static void text_that_hangs_under_its_bullet(void **state)
{
    (void)state;
    expect("  • 1\n"
           "\n"
           "    Ferry rammed the old pier\n"
           "\n"
           "  • 12\n"
           "\n"
           "    Crane stands still again\n"
           "\n"
           "  • Weather\n"
           "\n"
           "    Fog until noon\n"
           "\n"
           "  •\n"
           "    Wind from the north\n",
           "list1*: 1 Ferry rammed the old pier\n"
           "list1*: 12 Crane stands still again\n"
           "list1*: Weather\n"
           "paragraph1: Fog until noon\n"
           "list1*: Wind from the north\n");
}

static void lists_of_lynx(void **state)
{
    (void)state;
    expect(
        "   The harbour office keeps a list of all the boats that may be\n"
        "   hired by the day, with the names of those who let them:\n"
        "\n"
        "     * the Gull, an open boat for six, with oars and a small motor\n"
        "       that starts when it likes\n"
        "     * the Tern\n"
        "          + by the day\n"
        "          + by the hour, but only when the weather is calm and the\n"
        "            harbour master has seen who rows\n"
        "               o with a dog\n"
        "     * the Swan\n",
        "paragraph: The harbour office keeps a list of all the boats that "
        "may be hired by the day, with the names of those who let them:\n"
        "list1*: the Gull, an open boat for six, with oars and a small "
        "motor that starts when it likes\n"
        "list1*: the Tern\n"
        "list2*: by the day\n"
        "list2*: by the hour, but only when the weather is calm and the "
        "harbour master has seen who rows\n"
        "list3*: with a dog\n"
        "list1*: the Swan\n");
}

static void lists_of_links_and_markdown(void **state)
{
    (void)state;
    expect("- Boats\n- Cranes\n- Piers\n\n"
           "* Tides\n* Winds\n\n"
           "•Fog\n"
           "▪ Rain\n",
           "list1*: Boats\n"
           "list1*: Cranes\n"
           "list1*: Piers\n"
           "list1*: Tides\n"
           "list1*: Winds\n"
           "list1*: Fog\n"
           "list1*: Rain\n");
}

static void numbers_stay_in_their_text(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect(" 1. Home\n"
                      " 2. Harbour\n"
                      "\n"
                      "1. Why fog?\n"
                      "\n"
                      "Warm air meets cold water.\n",
                      "list1: 1. Home\n"
                      "list1: 2. Harbour\n"
                      "paragraph: 1. Why fog?\n"
                      "paragraph: Warm air meets cold water.\n");
    assert_int_equal(document->blocks[0].ordinal, 0);
}

static void lists_of_pandoc(void **state)
{
    (void)state;
    expect(
        "-   Boats\n\n"
        "-   Cranes that stand still since the day on which they were put\n"
        "    up, all of them\n"
        "    -   the old one\n\n"
        "1.  Ring the bell at the pier so that the men in the boats hear it\n"
        "    in the fog.\n"
        "2.  Wait.\n",
        "list1*: Boats\n"
        "list1*: Cranes that stand still since the day on which they were "
        "put up, all of them\n"
        "list2*: the old one\n"
        "list1: 1. Ring the bell at the pier so that the men in the boats "
        "hear it in the fog.\n"
        "list1: 2. Wait.\n");
}

static void lists_of_elinks(void **state)
{
    (void)state;
    expect("     •\xc2\xa0Home\n\n"
           "     •\xc2\xa0News\n\n"
           "          •\xc2\xa0Harbour\n\n"
           "     •\xc2\xa0Sport\n",
           "list1*: Home\nlist1*: News\nlist2*: Harbour\nlist1*: Sport\n");
}

static void numbers_flush_right_and_glued(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect("  9. Ring the bell.\n"
                      " 10. Wait.\n"
                      "     1. Not long.\n"
                      " 11. Ring again.\n"
                      "\n"
                      "1Ferry late\n2Crane still\n3Fog again\n"
                      "\n"
                      "3D charts\n4D charts\n",
                      "list1: 9. Ring the bell.\n"
                      "list1: 10. Wait.\n"
                      "list2: 1. Not long.\n"
                      "list1: 11. Ring again.\n"
                      "list1: 1Ferry late\nlist1: 2Crane still\n"
                      "list1: 3Fog again\n"
                      "paragraph: 3D charts\nparagraph: 4D charts\n");
    assert_int_equal(document->blocks[0].list, document->blocks[3].list);
    assert_true(document->blocks[4].numbered);
}

static void what_only_looks_like_a_bullet(void **state)
{
    (void)state;
    /* speech, a rating, an emphasis, a word */
    expect("- The ferry is late again, said the woman at the pier.\n"
           "\n"
           "- It always is, said the man.\n"
           "\n"
           "— И так каждый день, — сказал он.\n"
           "\n"
           "★★★★☆ Good boat\n"
           "\n"
           "*All* boats are let by the day.\n"
           "\n"
           "o tempora\n",
           "paragraph: - The ferry is late again, said the woman at the pier.\n"
           "paragraph: - It always is, said the man.\n"
           "paragraph: — И так каждый день, — сказал он.\n"
           "paragraph: ★★★★☆ Good boat\n"
           "paragraph: *All* boats are let by the day.\n"
           "paragraph: o tempora\n");
}

/* ---- headings ------------------------------------------------------------ */

static void headings(void **state)
{
    (void)state;
    expect("Harbour news\n"
           "============\n"
           "Ferries\n"
           "-------\n"
           "They are late.\n"
           "## Cranes ##\n"
           "They stand still.\n"
           "\n"
           "WHAT THE HARBOUR MASTER SAYS\n"
           "\n"
           "He says nothing at all, and he has said so to everyone since "
           "March.\n"
           "\n"
           "How it began\n"
           "\n"
           "It began with a fog that came in from the sea one night and that "
           "stayed.\n",
           "heading1: Harbour news\n"
           "heading2: Ferries\n"
           "paragraph: They are late.\n"
           "heading2: Cranes\n"
           "paragraph: They stand still.\n"
           "heading2: WHAT THE HARBOUR MASTER SAYS\n"
           "paragraph: He says nothing at all, and he has said so to everyone "
           "since March.\n"
           "heading2: How it began\n"
           "paragraph: It began with a fog that came in from the sea one night "
           "and that stayed.\n");
}

static void headings_by_the_margin(void **state)
{
    (void)state;
    expect(
        "                            Ferry to Norvik delayed\n"
        "\n"
        "   The harbour office expects the delay of the ferry to last until\n"
        "   the wind turns, and it asks all who wait to keep the pier free.\n"
        "\n"
        "What it means\n"
        "\n"
        "   The boats that have come in during the night must be unloaded\n"
        "   before noon.\n"
        "\n"
        "  Prices\n"
        "\n"
        "   They stay as they are until the end of the year, the office has\n"
        "   said.\n",
        "heading1: Ferry to Norvik delayed\n"
        "paragraph: The harbour office expects the delay of the ferry to "
        "last until the wind turns, and it asks all who wait to keep the "
        "pier free.\n"
        "heading2: What it means\n"
        "paragraph: The boats that have come in during the night must be "
        "unloaded before noon.\n"
        "heading3: Prices\n"
        "paragraph: They stay as they are until the end of the year, the "
        "office has said.\n");
}

static void headings_over_lists_and_tables(void **state)
{
    (void)state;
    expect("Boats\n\n"
           "  • Gull\n  • Tern\n\n"
           "Prices\n\n"
           "Gull      40 kr\nOld Tern  30 kr\n\n"
           "Seats\n\n"
           "┌──────┬───┐\n│ Gull │ 6 │\n│ Tern │ 4 │\n└──────┴───┘\n\n"
           "[logo]\n\n"
           "The ferry is late again today, and nobody on the pier can say why "
           "it is.\n",
           "heading2: Boats\n"
           "list1*: Gull\nlist1*: Tern\n"
           "heading2: Prices\n"
           "table r1: Gull\ntable r1: 40 kr\n"
           "table r2: Old Tern\ntable r2: 30 kr\n"
           "heading2: Seats\n"
           "table r3: Gull\ntable r3: 6\n"
           "table r4: Tern\ntable r4: 4\n"
           "paragraph: [logo]\n"
           "paragraph: The ferry is late again today, and nobody on the pier "
           "can say why it is.\n");
}

static void a_rule_under_a_line_is_no_underline(void **state)
{
    (void)state;
    expect("Fog\n"
           "=================================================================="
           "=============\n"
           "It was taken down at noon.\n",
           "paragraph: Fog\nparagraph: It was taken down at noon.\n");
}

static void no_headings(void **state)
{
    (void)state;
    /* a sentence, a number, a menu, a line that goes on */
    expect("He laughed.\n"
           "\n"
           "Nobody knows why the man who lets the boats laughed at that on "
           "this morning.\n"
           "\n"
           "2041 0388\n"
           "\n"
           "Nobody knows why the man who lets the boats laughed at that on "
           "this morning.\n"
           "\n"
           "Boats\n"
           "\n"
           "Cranes\n",
           "paragraph: He laughed.\n"
           "paragraph: Nobody knows why the man who lets the boats laughed at "
           "that on this morning.\n"
           "paragraph: 2041 0388\n"
           "paragraph: Nobody knows why the man who lets the boats laughed at "
           "that on this morning.\n"
           "paragraph: Boats\n"
           "paragraph: Cranes\n");
}

/* ---- tables -------------------------------------------------------------- */

static void tables(void **state)
{
    (void)state;
    expect("| Boat | Seats |\n"
           "|------|-------|\n"
           "| Gull | 6     |\n"
           "\n"
           "┌──────┬───────┐\n"
           "│ Tern │ 4     │\n"
           "├──────┼───────┤\n"
           "│ Swan │ 2     │\n"
           "└──────┴───────┘\n"
           "\n"
           "Boat      Seats  A day\n"
           "Gull      6      40 kr\n"
           "Old Tern  4      30 kr\n"
           "\n"
           "Gull\t6\n"
           "Tern\t4\n",
           "table r1: Boat\ntable r1: Seats\n"
           "table r2: Gull\ntable r2: 6\n"
           "table r3: Tern\ntable r3: 4\n"
           "table r4: Swan\ntable r4: 2\n"
           "table r5: Boat\ntable r5: Seats\ntable r5: A day\n"
           "table r6: Gull\ntable r6: 6\ntable r6: 40 kr\n"
           "table r7: Old Tern\ntable r7: 4\ntable r7: 30 kr\n"
           "table r8: Gull\ntable r8: 6\n"
           "table r9: Tern\ntable r9: 4\n");
}

static void columns_that_touch(void **state)
{
    (void)state;
    /* lynx leaves one blank beside the widest cell of a column */
    expect("     Boat   Seats A day\n"
           "   Gull     6     40 kr\n"
           "   Old Tern 4     30 kr\n",
           "table r1: Boat\ntable r1: Seats\ntable r1: A day\n"
           "table r2: Gull\ntable r2: 6\ntable r2: 40 kr\n"
           "table r3: Old Tern\ntable r3: 4\ntable r3: 30 kr\n");
}

static void lists_and_forms_are_no_columns(void **state)
{
    (void)state;
    expect("  •  Boats\n"
           "  •  Cranes\n"
           "[          ] Your name\n"
           "[          ] Your boat\n"
           "[0         ]  [100       ]\n"
           "He laughed.  She did.\n"
           "He waited..  She did.\n"
           "\n"
           "  • Gull          • Crane\n"
           "  • Old Tern      • Pier\n",
           "list1*: Boats\nlist1*: Cranes\n"
           "paragraph: [ ] Your name\nparagraph: [ ] Your boat\n"
           "paragraph: [0 ] [100 ]\n"
           "paragraph: He laughed. She did.\n"
           "paragraph: He waited.. She did.\n"
           "table r1: Gull\ntable r1: Crane\n"
           "table r2: Old Tern\ntable r2: Pier\n");
}

static void wrapped_cells_in_a_frame(void **state)
{
    (void)state;
    expect("┌────┬───────────────────────┐\n"
           "│Boat│      What it is       │\n"
           "├────┼───────────────────────┤\n"
           "│The │An open boat for six,  │\n"
           "│Gull│with oars and a sail   │\n"
           "│    │that nobody uses.      │\n"
           "├────┼───────────────────────┤\n"
           "│Tern│Smaller.               │\n"
           "└────┴───────────────────────┘\n"
           "\n"
           "+------+-------+\n"
           "| Boat | Seats |\n"
           "+------+-------+\n"
           "| Gull | 6     |\n"
           "| Tern | 4     |\n"
           "+------+-------+\n",
           "table r1: Boat\ntable r1: What it is\n"
           "table r2: The Gull\n"
           "table r2: An open boat for six, with oars and a sail that nobody "
           "uses.\n"
           "table r3: Tern\ntable r3: Smaller.\n"
           "table r4: Boat\ntable r4: Seats\n"
           "table r5: Gull\ntable r5: 6\n"
           "table r6: Tern\ntable r6: 4\n");
}

static void a_box_is_no_table(void **state)
{
    (void)state;
    expect("+--------------------------------+\n"
           "| One note that is so long that  |\n"
           "| it had to be wrapped.          |\n"
           "|                                |\n"
           "| Another.                       |\n"
           "+--------------------------------+\n",
           "paragraph: One note that is so long that it had to be wrapped.\n"
           "paragraph: Another.\n");
}

static void no_tables(void **state)
{
    (void)state;
    /* two spaces after a sentence, a line with bars */
    expect("The ferry is late.  Nobody knows why.\n"
           "He laughed.  She did not.\n"
           "\n"
           "Friday | Harbour\n",
           "paragraph: The ferry is late. Nobody knows why.\n"
           "paragraph: He laughed. She did not.\n"
           "paragraph: Friday | Harbour\n");
    /* an item with two spaces above a word of the next that starts there */
    expect("  \u2022 Gold to Grow,  Jan Kolme\n"
           "  \u2022 Its Our Ferry, Maaike Abra\n",
           "list1*: Gold to Grow, Jan Kolme\n"
           "list1*: Its Our Ferry, Maaike Abra\n");
}

/* ---- code, quotations, rules --------------------------------------------- */

static void code_keeps_its_lines(void **state)
{
    (void)state;
    expect("This is how the bell is rung.\n"
           "\n"
           "```c\n"
           "void ring(int times) {\n"
           "    while (times-- > 0)\n"
           "\tstrike();\n"
           "\n"
           "}\n"
           "```\n"
           "\n"
           "    if (fog == true) {\n"
           "        ring(3);\n"
           "    }\n",
           "paragraph: This is how the bell is rung.\n"
           "paragraph: c\n"
           "code: void ring(int times) {\n"
           "    while (times-- > 0)\n"
           "        strike();\n"
           "\n"
           "}\n"
           "code: if (fog == true) {\n"
           "    ring(3);\n"
           "}\n");
}

static void an_open_fence_hides_nothing(void **state)
{
    (void)state;
    expect("```\n"
           "The ferry is late.\n",
           "paragraph: The ferry is late.\n");
}

static void quotations(void **state)
{
    (void)state;
    expect("> The ferry is late again.\n"
           "> Nobody tells us why.\n"
           "\n"
           "> Home\n",
           "quote: The ferry is late again.\n"
           "quote: Nobody tells us why.\n"
           "paragraph: > Home\n");
    expect(
        "> The harbour office expects the delay of the ferry to last until\n"
        "> the wind turns, and it asks all who wait to keep the pier free.\n"
        "\n"
        "That is what the note said, and it had been signed by the man who\n"
        "keeps the keys of the crane, which nobody had thought possible at\n"
        "this time of the year, with so many boats still out in the sound.\n",
        "quote: The harbour office expects the delay of the ferry to last "
        "until the wind turns, and it asks all who wait to keep the pier "
        "free.\n"
        "paragraph: That is what the note said, and it had been signed by "
        "the man who keeps the keys of the crane, which nobody had thought "
        "possible at this time of the year, with so many boats still out in "
        "the sound.\n");
}

static void form_fields_and_rules_are_no_text(void **state)
{
    (void)state;
    expect("[                    ]\n"
           "________________\n"
           "The bell is rung at noon.\n"
           "━━━━━━━━━━━━━━━━\n",
           "paragraph: The bell is rung at noon.\n");
}

static void trees_are_code(void **state)
{
    (void)state;
    expect("├── boats\n│   ├── gull\n│   └── tern\n└── cranes\n",
           "code: ├── boats\n│   ├── gull\n│   └── tern\n└── cranes\n");
}

/* ---- what the tool wrote ------------------------------------------------- */

static void numbers_of_links(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect_of_tool(
        "   [1]Home [2]News\n"
        "     * [3]Boats\n"
        "\n"
        "   The harbour office says [4]in its note that the ferry [1] is late\n"
        "   again, that nobody on the pier can say why it is, and that all "
        "who\n"
        "   wait and that [5]nobody has told may see the list of boats.[2]\n"
        "\n"
        "   [6]\n"
        "\n"
        "References\n"
        "\n"
        "   Visible links:\n"
        "   1. https://example.org/\n"
        "   5. https://example.org/news\n"
        "\n"
        "   Hidden links:\n"
        "   7. https://example.org/x\n"
        "\n"
        "   The end.\n",
        "paragraph: Home News\n"
        "list1*: Boats\n"
        "paragraph: The harbour office says in its note that the ferry [1] is "
        "late again, that nobody on the pier can say why it is, and that all "
        "who wait and that nobody has told may see the list of "
        "boats.[2]\n"
        "code: References\n\n"
        "   Visible links:\n"
        "   1. https://example.org/\n"
        "   5. https://example.org/news\n\n"
        "   Hidden links:\n"
        "   7. https://example.org/x\n"
        "paragraph: The end.\n");
    assert_string_equal(document->renderer, "lynx");
    assert_string_equal(document->blocks[3].verdict_rule, "capture.link-list");
    assert_int_equal(document->blocks[0].n_spans, 2);
    assert_int_equal(document->blocks[0].spans[0].start, 6);
}

static void numbers_of_notes_stay(void **state)
{
    (void)state;
    /* a page's own: no list of targets, and not before links */
    expect("The fog of that year[1] was the longest.[2] It stayed until May.\n"
           "\n"
           "[1]Brenn, A History of Fog\n"
           "[2]Tern, Bells of the North\n"
           "\n"
           "References\n"
           "\n"
           "1. A History of Fog\n"
           "2. Bells of the North\n",
           "paragraph: The fog of that year[1] was the longest.[2] It stayed "
           "until May.\n"
           "paragraph: [1]Brenn, A History of Fog\n"
           "paragraph: [2]Tern, Bells of the North\n"
           "heading2: References\n"
           "list1: 1. A History of Fog\n"
           "list1: 2. Bells of the North\n");
}

static void names_of_images(void **state)
{
    (void)state;
    expect_of_tool("[IMG] Ferry late [gull.png]\n"
                   "(BUTTON) Send it\n"
                   "[INLINE] [a_b.gif]\n"
                   "The [DEL:old:DEL] [INS:new:INS] pier\n"
                   "A [sic] note\n",
                   "paragraph: Ferry late\n"
                   "paragraph: Send it\n"
                   "paragraph: [INLINE] [a_b.gif]\n"
                   "paragraph: The old new pier\n"
                   "paragraph: A [sic] note\n");
}

static void describe_marks(const struct winnow_block *block, char *line,
                           size_t n)
{
    static const char *const types[] = {"link", "strong", "emphasis", "code"};
    size_t used = 0;

    line[0] = '\0';
    for (uint32_t i = 0; i < block->n_marks; i++) {
        const struct winnow_mark *mark = &block->marks[i];
        used += (size_t)snprintf(
            line + used, n - used, "%s(%.*s)%.*s ", types[mark->type],
            (int)(mark->end - mark->start), block->text.data + mark->start,
            (int)mark->href.length_bytes,
            mark->href.length_bytes == 0 ? "" : mark->href.data);
    }
}

static void expect_marks(const struct winnow_block *block, const char *marks)
{
    char line[1024];

    describe_marks(block, line, sizeof line);
    assert_string_equal(line, marks);
}

static void markup_of_markdown(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect_of_tool(
        "# A [title](/t) {#top .big}\n"
        "\n"
        "<div>\n"
        "\n"
        "[![logo](l.png)](/) ![](none.png)\n"
        "\n"
        "The **two *late* boats** and the [harbour\n"
        "office](https://example.org/a_(b) \"Its page\") say \\*nothing\\*; "
        "use\n"
        "`ring -x` or <https://example.org/r>, see [the list][1], snake_case,\n"
        "2 * 3 * 4 and ~~old~~ words.\\\n"
        "\n"
        "![](only.png)\n"
        "\n"
        "::: {role=\"main\"}\n"
        "Fog\n"
        ":   Water in the air.\n"
        ":::\n"
        "\n"
        "[1]: https://example.org/list \"The list\"\n"
        "[two]: /2\n",
        "heading1: A title\n"
        "paragraph: logo\n"
        "paragraph: The two late boats and the harbour office say *nothing*; "
        "use ring -x or https://example.org/r, see the list, snake_case, 2 * 3 "
        "* 4 and old words.\n"
        "paragraph: Fog\n"
        "list1*: Water in the air.\n"
        "code: [1]: https://example.org/list \"The list\"\n"
        "[two]: /2\n");
    expect_marks(&document->blocks[0], "link(title)/t ");
    expect_marks(&document->blocks[1], "link(logo)/ ");
    expect_marks(&document->blocks[2],
                 "strong(two late boats) emphasis(late) "
                 "link(harbour office)https://example.org/a_(b) "
                 "code(ring -x) "
                 "link(https://example.org/r)https://example.org/r ");
    assert_string_equal(document->blocks[5].verdict_rule, "capture.link-list");
    assert_string_equal(document->renderer, "pandoc");
}

static void stars_and_brackets_without_markdown(void **state)
{
    (void)state;
    expect("*All* boats are let [by the day] (not on Sundays), says a_b_c.\n"
           "# ring the bell\n"
           "# ring it again\n"
           "5 * 4 * 3 [1](see below) and \\ too\n",
           "paragraph: *All* boats are let [by the day] (not on Sundays), says "
           "a_b_c.\n"
           "paragraph: # ring the bell\n"
           "paragraph: # ring it again\n"
           "paragraph: 5 * 4 * 3 [1](see below) and \\ too\n");
    /* a link is one anywhere */
    expect_of_tool("See [the note](https://example.org/n) of *all* boats.\n",
                   "paragraph: See the note of *all* boats.\n");
}

static void headings_and_links_of_html2text(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect_of_tool("****** Ferry to Norvik delayed for the third\n"
                              "time ******\n"
                              "By Alva_Brenn\n"
                              "***** Prices *****\n"
                              "|Boat____|Seats|\n"
                              "|Old_Tern|4____|\n",
                              "heading1: Ferry to Norvik delayed for the third "
                              "time\n"
                              "paragraph: By Alva Brenn\n"
                              "heading2: Prices\n"
                              "table r1: Boat\ntable r1: Seats\n"
                              "table r2: Old Tern\ntable r2: 4\n");
    assert_string_equal(document->renderer, "html2text");
}

static void struck_over(void **state)
{
    (void)state;
    expect_of_tool("_\bA_\bl_\bl b\bbo\boa\bat\bts\bs\n",
                   "paragraph: All boats\n");
}

static const char *renderer_of(const char *capture)
{
    return read_bytes(capture, strlen(capture))->renderer;
}

static void renderers(void **state)
{
    (void)state;
    assert_string_equal(renderer_of("  • Home\n  • News\n      □ Boats\n"
                                    "[                    ] Search\n"),
                        "w3m");
    assert_string_equal(renderer_of("     * Home\n          + Boats\n"
                                    "          + Cranes\n(BUTTON) Send\n"),
                        "lynx");
    assert_string_equal(renderer_of("     * Home\n          * Boats\n"
                                    "               * Gull\n\n"
                                    "   +------+\n   | Gull |\n   +------+\n"),
                        "links");
    assert_string_equal(renderer_of("     • Home\n\n          • Boats\n\n"
                                    "               • Gull\n"),
                        "elinks");
    assert_string_equal(renderer_of("-   Home\n-   News\n    -   Boats\n"),
                        "pandoc");
    /* nothing that only one of them does */
    assert_string_equal(renderer_of("Home\nNews\n* Boats\n* Cranes\n"), "");
    assert_string_equal(renderer_of("     * Home\n     * News\n"), "");
    assert_string_equal(renderer_of(""), "");
}

/* ---- lines --------------------------------------------------------------- */

static struct winnow_line measure(const char *text)
{
    struct winnow_line line;

    winnow_line_find(winnow_view_of(text), 0, 1, &line);
    return line;
}

static void what_a_line_measures(void **state)
{
    struct winnow_line line = measure("\t Ab3\u00c9 |-  \u6c34\u6e2f \t.\n");

    (void)state;
    assert_int_equal(line.indent, 9);
    assert_int_equal(line.width, 9 + 4 + 1 + 2 + 2 + 4 + 3);
    assert_int_equal(line.first_word_columns, 4);
    assert_int_equal(line.n_words, 5); /* two of them ideographs */
    assert_int_equal(line.n_wide, 2);
    assert_int_equal(line.n_gaps, 2);
    assert_int_equal(line.n_tabs, 1);
    assert_int_equal(line.n_spaces, 4);
    assert_int_equal(line.n_column_rules, 1);
    assert_int_equal(line.n_upper, 2);
    assert_int_equal(line.n_lower, 1);
    assert_int_equal(line.n_digits, 1);
    assert_int_equal(line.first, 'A');
    assert_int_equal(line.last, '.');
    assert_false(line.is_rule);
}

/* Lines are measured by runs of characters; characters that are no ink and have
 * no width, which end every run, change nothing. */
static void runs_measure_what_characters_do(void **state)
{
    static const char *const characters[] = {
        "a",      "b",      "Q",      " ",      " ",      "7",
        ".",      "|",      "[",      "-",      "\t",     "\u03b1",
        "\u0416", "\u00e9", "\u05d0", "\u6c34", "\u304b", "\u3002",
        "\u30fc", "\uff21", "\u2500", "\u2500", "\u2502", "\u00a0"};
    enum { N = sizeof characters / sizeof characters[0], LENGTH_MOST = 90 };
    uint32_t random = 1;

    (void)state;
    for (size_t i = 0; i < 3000; i++) {
        char text[4 * LENGTH_MOST + 1], apart[8 * LENGTH_MOST + 1];
        struct winnow_line line, other;
        size_t n_text = 0, n_apart = 0;
        for (size_t k = 0; k < i % LENGTH_MOST; k++) {
            /* of a few, so that there are runs */
            const char *character =
                characters[(i + (random >> 24) % (i % N + 1)) % N];
            random = random * 1664525 + 1013904223;
            memcpy(text + n_text, character, strlen(character));
            n_text += strlen(character);
            memcpy(apart + n_apart, character, strlen(character));
            n_apart += strlen(character);
            memcpy(apart + n_apart, "\u200b", 3);
            n_apart += 3;
        }
        text[n_text] = apart[n_apart] = '\0';
        line = measure(text);
        other = measure(apart);
        line.start = line.end = line.next = 0;
        other.start = other.end = other.next = 0;
        assert_memory_equal(&line, &other, sizeof line);
    }
}

static void what_is_text_in_a_line(void **state)
{
    (void)state;
    for (int c = 0x21; c < 0x7f; c++) {
        const char text[] = {'-', (char)c, '\n', '\0'};
        assert_int_equal(measure(text).is_rule, winnow_is_rule((uint32_t)c));
        assert_int_equal(measure(text).width, 2);
    }
}

static void a_drawn_line_is_measured(void **state)
{
    struct winnow_line line = measure(
        "\u2501\u2501\u2501\u2501\u2500\u2500\u2502\u2502\u2501 \u2501");

    (void)state;
    assert_int_equal(line.width, 11);
    assert_int_equal(line.first_word_columns, 9);
    assert_int_equal(line.n_words, 2);
    assert_int_equal(line.n_column_rules, 2);
    assert_int_equal(line.end, 31);
    assert_true(line.is_rule);
}

/* Widths beyond what is counted, and words of more bytes than are counted at
 * once. */
static void a_long_line_is_measured(void **state)
{
    enum { BYTES = 70000 };
    char *text = malloc(BYTES + 1);
    struct winnow_line line;

    (void)state;
    assert_non_null(text);
    memset(text, 'a', BYTES);
    text[BYTES] = '\0';
    text[BYTES / 2] = ' ';
    line = measure(text);
    assert_int_equal(line.width, UINT16_MAX);
    assert_int_equal(line.first_word_columns, BYTES / 2);
    assert_int_equal(line.n_lower, BYTES - 1);
    assert_int_equal(line.n_words, 2);
    assert_int_equal(line.end, BYTES);
    free(text);
}

/* Lines past those that are kept are the same as if they were. */
static void lines_that_are_not_kept(void **state)
{
    enum { N = WINNOW_LINES_KNOWN_MOST + 100, BYTES = 7 };
    struct winnow_lines lines;
    struct winnow_line line, alone;
    struct winnow_view text = {NULL, (size_t)N * BYTES};
    char *bytes = malloc(text.length_bytes);
    bool more;

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < N; i++)
        memcpy(bytes + i * BYTES, i % 3 == 0 ? "ab cd\n\n" : "  Abc\f\n",
               BYTES);
    text.data = bytes;
    winnow_lines_read(&lines, &arena, text);
    assert_int_equal(lines.n_known, WINNOW_LINES_KNOWN_MOST);
    more = winnow_lines_first(&lines, &line);
    for (uint32_t i = 0; i < N; i++) {
        assert_true(more);
        winnow_line_find(text, (size_t)i * BYTES, 2 * i + 1, &alone);
        assert_int_equal(line.index, i);
        assert_int_equal(line.number, alone.number);
        assert_int_equal(line.start, alone.start);
        assert_int_equal(line.end, alone.end);
        assert_int_equal(line.width, alone.width);
        assert_int_equal(line.blank_lines_before, i == 0 ? 0 : 1);
        assert_int_equal(line.after_break, i % 3 != 1 && i != 0);
        more = winnow_lines_next(&lines, &line, &line);
    }
    assert_false(more);
    free(bytes);
}

/* ---- places in the body, limits ------------------------------------------ */

static void ranges_are_of_the_body(void **state)
{
    /* "Tåg" and "år" in windows-1252: 3 and 2 bytes, in UTF-8 4 and 3 */
    static const struct winnow_map_run map[] = {{0, 0, 1, 1, 1},
                                                {1, 1, 1, 1, 2},
                                                {2, 3, 4, 1, 1},
                                                {6, 7, 1, 1, 2},
                                                {7, 9, 2, 1, 1}};
    struct winnow_document *document =
        winnow_arena_calloc(&arena, 1, sizeof *document);

    (void)state;
    document->arena = &arena;
    document->options = &limits;
    document->text = winnow_view_of("T\xc3\xa5g\n\n \xc3\xa5r\n");
    document->body = winnow_view_of("T\xe5g\n\n \xe5r\n");
    document->map = map;
    document->n_map_runs = 5;
    winnow_capture_blocks(document);
    assert_int_equal(document->n_blocks, 2);
    assert_int_equal(document->blocks[0].spans[0].start, 0);
    assert_int_equal(document->blocks[0].spans[0].end, 3);
    assert_int_equal(document->blocks[1].spans[0].start, 6);
    assert_int_equal(document->blocks[1].spans[0].end, 8);
}

static void too_many_blocks(void **state)
{
    size_t n = 2 * (limits.max_blocks + 100);
    char *lines = malloc(n);
    struct winnow_document *document;
    const struct winnow_block *last;

    (void)state;
    assert_non_null(lines);
    for (size_t i = 0; i < n; i += 2)
        memcpy(lines + i, "x\n", 2);
    document = read_bytes(lines, n);
    last = &document->blocks[document->n_blocks - 1];
    assert_true(document->n_blocks <= limits.max_blocks);
    assert_int_equal(document->diags.count[WINNOW_DIAG_BLOCKS_CAPPED], 1);
    assert_int_equal(document->diags.first_offset[WINNOW_DIAG_BLOCKS_CAPPED],
                     last->spans[0].start);
    assert_int_equal(last->spans[0].end, n - 1);
    assert_int_equal(last->text.length_bytes,
                     2 * (n / 2 - (document->n_blocks - 1)) - 1);
    free(lines);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(nothing),
        TEST(a_line_is_a_paragraph),
        TEST(lines_without_blanks_stay_apart),
        TEST(wrapped_lines_are_joined),
        TEST(a_short_line_ends_a_wrapped_paragraph),
        TEST(an_indented_line_starts_a_wrapped_paragraph),
        TEST(one_wrapped_paragraph_among_long_lines),
        TEST(a_menu_does_not_hide_that_lines_are_wrapped),
        TEST(hyphens_at_line_ends),
        TEST(hyphens_told_by_other_words),
        TEST(spaceless_scripts_join_without_space),
        TEST(line_breaks_of_all_systems),
        TEST(text_runs_over_a_form_feed),
        TEST(a_form_feed_ends_a_list),
        TEST(edges_of_pages),
        TEST(chapters_are_no_edges),
        TEST(running_heads),
        TEST(what_is_said_twice_on_a_line),
        TEST(white_space_is_folded),
        TEST(nested_lists_of_w3m),
        TEST(text_that_hangs_under_its_bullet),
        TEST(lists_of_lynx),
        TEST(lists_of_links_and_markdown),
        TEST(lists_of_pandoc),
        TEST(lists_of_elinks),
        TEST(numbers_flush_right_and_glued),
        TEST(numbers_stay_in_their_text),
        TEST(what_only_looks_like_a_bullet),
        TEST(headings),
        TEST(headings_by_the_margin),
        TEST(headings_over_lists_and_tables),
        TEST(a_rule_under_a_line_is_no_underline),
        TEST(no_headings),
        TEST(tables),
        TEST(columns_that_touch),
        TEST(lists_and_forms_are_no_columns),
        TEST(wrapped_cells_in_a_frame),
        TEST(a_box_is_no_table),
        TEST(no_tables),
        TEST(code_keeps_its_lines),
        TEST(an_open_fence_hides_nothing),
        TEST(quotations),
        TEST(form_fields_and_rules_are_no_text),
        TEST(trees_are_code),
        TEST(numbers_of_links),
        TEST(numbers_of_notes_stay),
        TEST(names_of_images),
        TEST(markup_of_markdown),
        TEST(stars_and_brackets_without_markdown),
        TEST(headings_and_links_of_html2text),
        TEST(struck_over),
        TEST(renderers),
        TEST(what_a_line_measures),
        TEST(runs_measure_what_characters_do),
        TEST(what_is_text_in_a_line),
        TEST(a_drawn_line_is_measured),
        TEST(a_long_line_is_measured),
        TEST(lines_that_are_not_kept),
        TEST(ranges_are_of_the_body),
        TEST(too_many_blocks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
