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

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

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
        memset(seen + block->spans[i].start, 1, range.length_bytes);
        for (size_t k = 0; (character = next_ink(range, &k)) != 0;)
            assert_int_equal(character, next_ink(block->text, &at));
    }
    assert_int_equal(next_ink(block->text, &at), 0);
}

static void check_ranges(const struct winnow_document *document)
{
    uint64_t last = 0;
    char *seen =
        winnow_arena_calloc(&arena, document->body.length_bytes + 1, 1);

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        assert_true(block->text.length_bytes > 0);
        assert_true(block->n_spans > 0);
        for (uint32_t k = 0; k < block->n_spans; k++) {
            assert_true(block->spans[k].start >= last);
            assert_true(block->spans[k].end > block->spans[k].start);
            last = block->spans[k].end;
        }
        assert_true(last <= document->body.length_bytes);
        check_text_of_ranges(document, block, seen);
    }
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
    assert_int_equal(document->blocks[2].n_characters, 14);
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

static void a_form_feed_ends_what_stood_before(void **state)
{
    struct winnow_document *document;

    (void)state;
    document = expect(
        "The harbour office expects the delay of the ferry to last until\n"
        "the wind turns, and it asks all who wait to keep the pier free for\n"
        "the men who unload the boats that have come in during the\f"
        "night, and to move their cars away from the crane by the\n"
        "old mill.\n",
        "paragraph: The harbour office expects the delay of the ferry to last "
        "until the wind turns, and it asks all who wait to keep the pier free "
        "for the men who unload the boats that have come in during the\n"
        "paragraph: night, and to move their cars away from the crane by the "
        "old mill.\n");
    assert_int_equal(document->blocks[1].blank_lines_before, 1);
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
    size_t n = 2 * (WINNOW_BLOCKS_MOST + 100);
    char *lines = malloc(n);
    struct winnow_document *document;
    const struct winnow_block *last;

    (void)state;
    assert_non_null(lines);
    for (size_t i = 0; i < n; i += 2)
        memcpy(lines + i, "x\n", 2);
    document = read_bytes(lines, n);
    last = &document->blocks[document->n_blocks - 1];
    assert_true(document->n_blocks <= WINNOW_BLOCKS_MOST);
    assert_int_equal(document->diags.count[WINNOW_DIAG_BLOCKS_CAPPED], 1);
    assert_int_equal(document->diags.first_offset[WINNOW_DIAG_BLOCKS_CAPPED],
                     last->spans[0].start);
    assert_int_equal(last->spans[0].end, n - 1);
    assert_int_equal(last->n_characters, n / 2 - (document->n_blocks - 1));
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
        TEST(spaceless_scripts_join_without_space),
        TEST(line_breaks_of_all_systems),
        TEST(a_form_feed_ends_what_stood_before),
        TEST(white_space_is_folded),
        TEST(nested_lists_of_w3m),
        TEST(text_that_hangs_under_its_bullet),
        TEST(lists_of_lynx),
        TEST(lists_of_links_and_markdown),
        TEST(numbers_stay_in_their_text),
        TEST(what_only_looks_like_a_bullet),
        TEST(headings),
        TEST(no_headings),
        TEST(tables),
        TEST(no_tables),
        TEST(code_keeps_its_lines),
        TEST(an_open_fence_hides_nothing),
        TEST(quotations),
        TEST(form_fields_and_rules_are_no_text),
        TEST(ranges_are_of_the_body),
        TEST(too_many_blocks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
