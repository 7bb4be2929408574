/* The document explained: its text with every removed block in its place,
 * marked with kind, rule and score. What rules are written with. Page text is
 * made safe for a terminal whether or not it goes to one. */
#include "writer/forms.h"
#include "writer/terminal.h"

static const char RESET[] = "\033[0m", MARK_REMOVED[] = "\033[31m",
                  MARK_KEPT[] = "\033[32m", TEXT_REMOVED[] = "\033[2m";

static void paint(struct winnow_buffer *out, bool colour, const char *sequence)
{
    if (colour)
        winnow_buffer_string(out, sequence);
}

static void put_hints(struct winnow_buffer *out,
                      const struct winnow_block *block)
{
    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next) {
        winnow_buffer_string(out, hint == block->hints ? "; " : ", ");
        winnow_buffer_string(out, hint->rule);
        winnow_buffer_byte(out, ' ');
        winnow_buffer_signed(out, hint->strength);
    }
}

/* "[- share share.icon-row 0]", with all hints where `hints` is set. */
static void put_mark(struct winnow_buffer *out,
                     const struct winnow_block *block,
                     const struct winnow_options *options)
{
    paint(out, options->colour, block->kept ? MARK_KEPT : MARK_REMOVED);
    winnow_buffer_string(out, block->kept ? "[+ " : "[- ");
    winnow_buffer_string(out, winnow_kind_name(block->kind));
    winnow_buffer_byte(out, ' ');
    winnow_buffer_string(out, block->rule);
    winnow_buffer_byte(out, ' ');
    winnow_buffer_signed(out, block->score);
    if (options->verbose > 0)
        put_hints(out, block);
    winnow_buffer_byte(out, ']');
    paint(out, options->colour, RESET);
    winnow_buffer_byte(out, ' ');
}

/* The text on lines of its own; a line break in it stays one. */
static void put_text(struct winnow_buffer *out, struct winnow_view text)
{
    size_t start = 0;

    for (size_t i = 0; i <= text.length_bytes; i++) {
        struct winnow_view line = {text.data + start, i - start};
        if (i < text.length_bytes && text.data[i] != '\n')
            continue;
        winnow_terminal_string(out, line);
        if (i < text.length_bytes)
            winnow_buffer_string(out, "\n    ");
        start = i + 1;
    }
}

void winnow_write_explained(const struct winnow_document *document,
                            struct winnow_buffer *out)
{
    const struct winnow_options *options = document->options;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        bool marked = !block->kept || options->verbose > 0;

        if (block->text.length_bytes == 0)
            continue;
        if (i != 0 && (block->kept || document->blocks[i - 1].kept))
            winnow_buffer_byte(out, '\n');
        if (marked)
            put_mark(out, block, options);
        paint(out, options->colour && !block->kept, TEXT_REMOVED);
        put_text(out, block->text);
        paint(out, options->colour && !block->kept, RESET);
        winnow_buffer_byte(out, '\n');
    }
}
