/* Writes the manual page winnow.1 in mdoc(7), from the tables that the program
 * itself works by: options, kinds, filters, diagnostics. Run by the build; what
 * a table's one line leaves out is said here. */
#include "diag.h"
#include "winnow.h"

/* When the words of this file last changed. */
#define MANUAL_DATE "November 23, 2026"

enum { LINE_COLUMNS = 80 };

/* What an option's one line leaves out, as mdoc. */
static const struct {
    const char *option, *prose;
} details[] = {
    {"from", "Found by looking at the bytes, where nothing else is said.\n"
             "Compression is always found by looking.\n"},
    {"field", "The other members of the line are passed through.\n"},
    {"split",
     "A form feed may stand between captures or between the pages of one\n"
     "document, and nothing tells the two apart for sure; so a file is one\n"
     "document where nothing else is said, and all of its captures are kept.\n"
     "With\n.Cm form-feed\neach part with text is a document of its own.\n"},
    {"files-from", "The names are added to those on the command line.\n"},
    {"max-record",
     "Where none is given, it is that on a document, with room for a head.\n"
     "What is passed over anyway, as an image, is not refused.\n"},
    {"max-document",
     "A number may end in\n.Cm K , M\nor\n.Cm G\n(powers of 1024).\n"},
    {"max-memory", "A page that does not fit as a tree is read line by line;\n"
                   "one that does not fit even then is refused.\n"},
    {"max-ratio", "It is that of a record to its member in a packed archive,\n"
                  "of a file, and of a body with a content coding;\n"
                  "up to 1 MiB it does not matter.\n"},
    {"max-nodes",
     "A page that passes one of these three is read line by line.\nThe limits "
     "on a page's tree are estimated by its tags before the tree\n"
     "is made.\nSo are the steps that this takes, which is quadratic where a "
     "page asks for it.\n"},
    {"max-output", "As much again may be written of it to the ledger.\n"},
    {"output",
     "A name that ends in\n.Pa .gz\nor\n.Pa .zst\nis compressed; the "
     "extension\n"
     "before that gives the form:\n.Pa .txt , .md , .jsonl , .warc .\n"
     "A name that ends in a slash is a directory:\n"
     ".Pa DIR/a/b.html\nis written to\n.Pa OUT/a/b.txt ,\n"
     "or with the extension of the form asked for.\n"
     "So is one that exists.\n"
     "Beside the outputs\n.Pa report.json\n"
     "says what happened to each input, and\n.Pa refused.warc.gz\n"
     "keeps the documents that were refused.\n"
     "A run that was interrupted goes on when the same command is given.\n"},
    {"compress", "An output that is compressed consists of members that hold "
                 "1 MiB of text;\nof a record each in\n.Cm warc .\n"},
    {"shard-size", "The files are\n.Pa DIR/part-00000.jsonl\nand so on;\n"
                   "each ends with the document that reaches the size.\n"},
    {"metadata",
     "With\n.Cm full\nthe member\n.Cm metadata\nof a line lists every "
     "candidate for every field:\nits value, who says it under which "
     "name, its weight, its bytes in the page,\nand why it cannot be "
     "the value where it cannot.\n"
     "The form is then\n.Cm jsonl .\n"},
    {"checkpoint", "What was done since the last commit is done again when "
                   "the run is interrupted.\n"},
    {"restart", "The unfinished files are removed;\n"
                "those that have their names stay until they are replaced.\n"},
    {"to", "The title, the byline and the dateline stand in the text of all "
           "forms but\n.Cm jsonl ,\nwhere each has its field.\n"},
    {"ledger", "See\n.Sx LEDGER .\n"},
    {"keep", "Given again, it adds to what was given before; of\n.Fl Fl keep\n"
             "and\n.Fl Fl remove\nthe later one counts.\n"},
    {"favor",
     "Blocks are chosen so that the expected F measure of the text is\n"
     "greatest:\nthat of beta 1/2, 2 or 1.\n"
     "Captures do not heed it yet.\n"},
    {"filters", "All are on where nothing else is said.\n"},
    {"phrases",
     "A line\n.Ql [share]\nstarts the phrases of the group\n.Ql share ,\n"
     "one a line:\nwords with spaces between;\n.Ql stem*\n"
     "for any word that starts so,\n.Ql #\nfor a number,\n.Ql $\n"
     "for a price;\n.Ql ^\nbefore the first and\n.Ql $\nafter the last word\n"
     "bind the phrase to the start and the end of a block.\n"
     "Case, diacritics and width make no difference.\n"
     "Lines that start with\n.Ql \\&;\nare skipped.\n"},
    {"languages",
     "Tags are those of BCP 47; a language alone means all of its kind.\n"
     "A document whose language nobody can tell is in none of them.\n"},
    {"min-words", "A Chinese or Japanese character counts as a word.\n"},
    {"jobs", "A worker is a process without rights.\n"
             "The output is the same for any number of them.\n"
             "A single document is read without one where nothing else is "
             "said.\n"},
    {"timeout", "This is the last resort against a worker that hangs;\n"
                "what costs too much is told by limits that are counted in "
                "bytes and blocks.\n"},
    {"progress", "The line on a terminal is not drawn where the documents go "
                 "to one too.\nFor programs it is a line of JSON a second,\n"
                 "and one at the end.\n"},
    {"quiet", "What keeps the command from running at all is still told.\n"},
    {"verbose", "Either way the accounting is printed at the end.\n"},
};

/* ---- mdoc ---------------------------------------------------------------- */

static void print_character(char character)
{
    if (character == '\\')
        fputs("\\e", stdout);
    else
        putchar(character);
}

/* Text on lines of its own, none past `LINE_COLUMNS`; nothing in it is taken
 * for a macro. */
static void print_text(const char *text)
{
    size_t column = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (column + length + 1 >= LINE_COLUMNS) {
            putchar('\n');
            column = 0;
        } else if (column != 0) {
            putchar(' ');
        }
        if (column == 0 && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        for (size_t i = 0; i < length; i++)
            print_character(text[i]);
        column += length + 1;
        text += length;
        text += strspn(text, " ");
    }
}

/* One argument of a macro. */
static void print_argument(const char *text)
{
    putchar('"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            fputs("\\(dq", stdout);
        else
            print_character(*text);
    }
    putchar('"');
}

/* A sentence of one of the tables. */
static void print_sentence(const char *text)
{
    print_text(text);
    puts(".");
}

/* ---- sections ------------------------------------------------------------ */

static void print_name_and_synopsis(void)
{
    puts(".Dd " MANUAL_DATE "\n"
         ".Dt WINNOW 1\n"
         ".Os\n"
         ".Sh NAME\n"
         ".Nm winnow\n"
         ".Nd clean text of web pages and plain-text captures\n"
         ".Sh SYNOPSIS\n"
         ".Nm winnow\n"
         ".Op Ar option ...\n"
         ".Op Ar file | directory ...\n"
         ".Nm winnow check\n"
         ".Op Ar option ...\n"
         ".Op Ar file | directory ...");
}

static void print_description(void)
{
    puts(".Sh DESCRIPTION\n"
         ".Nm\n"
         "reads web pages and plain-text captures, tells for each block of\n"
         "text what it is, and writes the document without what stands around\n"
         "it: menus, share and follow widgets, appeals, teasers, footers.\n"
         ".Pp\n"
         "An input is a file, a directory (all files below it, in the order\n"
         "of their names) or\n"
         ".Sq - ,\n"
         "which is standard input, as is no name at all.\n"
         "A file holds one HTML page or plain-text capture, or many as WARC,\n"
         "WET, ARC or JSON lines; it may be compressed by gzip or zstd.\n"
         "Which of them it is is found by looking.\n"
         "Pages go to standard output or to one file, in the order in which\n"
         "they were read; the same input and options give the same bytes.\n"
         ".Pp\n"
         "With\n.Cm check\nas the first word nothing is cleaned:\n"
         "the inputs are read to their ends, the digests that archives give\n"
         "are verified, and of each file a line tells whether it is sound.\n"
         ".Pp\n"
         "Options may stand anywhere on the command line up to\n"
         ".Sq -- ,\n"
         "and long ones may be shortened as far as they stay unambiguous.");
}

static const char *find_details(const char *option)
{
    for (size_t i = 0; i < sizeof details / sizeof *details; i++)
        if (strcmp(details[i].option, option) == 0)
            return details[i].prose;
    return "";
}

static void print_option(const struct winnow_option_info *row)
{
    printf(".It ");
    if (row->letter != 0)
        printf("Fl %c , ", row->letter);
    printf("Fl Fl %s", row->name);
    if (row->argument != NULL) {
        printf(" Ns = Ns Ar ");
        print_argument(row->argument);
    }
    putchar('\n');
    print_sentence(row->summary);
    fputs(find_details(row->name), stdout);
}

static void print_options(void)
{
    const char *group = NULL;
    size_t n;
    const struct winnow_option_info *rows = winnow_option_list(&n);

    puts(".Sh OPTIONS");
    for (size_t i = 0; i < n; i++) {
        if (group == NULL || strcmp(group, rows[i].group) != 0) {
            if (group != NULL)
                puts(".El");
            printf(".Ss %s\n.Bl -tag -width Ds\n", rows[i].group);
        }
        group = rows[i].group;
        print_option(&rows[i]);
    }
    puts(".El");
}

static void print_kinds(void)
{
    puts(".Sh KINDS\n"
         "Every block is of one of these kinds.\n"
         "Those marked\n"
         ".Dq field\n"
         "are kept, but in JSON lines they leave the text for a field of\n"
         "their own.\n"
         ".Bl -column dateline_ removed_ summary");
    for (int i = 0; i < WINNOW_N_KINDS; i++) {
        enum winnow_kind kind = (enum winnow_kind)i;
        printf(".It Cm %s Ta %s Ta ", winnow_kind_name(kind),
               winnow_kind_fate(kind));
        print_argument(winnow_kind_summary(kind));
        putchar('\n');
    }
    puts(".El");
}

static void print_filters(void)
{
    const char *name, *summary;

    puts(".Sh FILTER CHAIN\n"
         "In the order in which they see a document.\n"
         ".Bl -tag -width Ds");
    for (size_t i = 0; winnow_filter_info(i, &name, &summary); i++) {
        printf(".It Cm %s\n", name);
        print_sentence(summary);
    }
    puts(".El");
}

static void print_ledger(void)
{
    puts(".Sh LEDGER\n"
         "The ledger says of every block what became of it and why: where its\n"
         "bytes stand in the page as it was read (after transfer and content\n"
         "codings, before the charset was decoded), its kind, whether it was\n"
         "kept, the filter and the rule that decided, a score from 0 to 1000\n"
         "(1000: surely the document), and where its text stands in the\n"
         "output.\n"
         "Blocks of different spans never overlap, and no visible text lies\n"
         "outside all of them.");
}

static void print_exit_status(void)
{
    puts(".Sh EXIT STATUS\n"
         ".Bl -tag -width Ds\n"
         ".It 0\n"
         "Everything was read and written.\n"
         "Records that are no documents (redirects, images) are passed over.\n"
         ".It 1\n"
         "Some input was damaged, refused or could not be read; the rest is\n"
         "written.\n"
         ".It 2\n"
         "The command line is wrong; nothing was done.\n"
         ".It 3\n"
         "The output failed, or nothing of the input could be used.\n"
         ".El\n"
         ".Pp\n"
         "At its end\n"
         ".Nm\n"
         "counts: records are documents and what was passed over, documents\n"
         "are written, empty or refused.\n"
         "The line is printed where the exit status is not 0, and with\n"
         ".Fl v\n"
         "or\n"
         ".Fl s .");
}

static void print_diagnostics(void)
{
    puts(".Sh DIAGNOSTICS\n"
         "What is wrong with an input is repaired, counted and told on\n"
         "standard error, as\n"
         ".Pp\n"
         ".Dl winnow: FILE:OFFSET: sentence (name): detail\n"
         ".Pp\n"
         "A note is only counted; what is damaged or refused decides the exit\n"
         "status.\n"
         ".Bl -tag -width Ds");
    for (int i = 0; i < WINNOW_N_DIAGS; i++) {
        enum winnow_diag diag = (enum winnow_diag)i;
        printf(".It Cm %s Pq %s\n", winnow_diag_name(diag),
               winnow_severity_name(winnow_diag_severity(diag)));
        print_sentence(winnow_diag_sentence(diag));
    }
    puts(".El");
}

static void print_examples(void)
{
    puts(
        ".Sh EXAMPLES\n"
        "The text of one page:\n"
        ".Pp\n"
        ".Dl $ curl -s https://example.org/ | winnow | less\n"
        ".Pp\n"
        "An archive to compressed JSON lines, with the fate of every block:\n"
        ".Pp\n"
        ".Dl $ winnow -o out.jsonl.zst --ledger ledger.jsonl.zst "
        "crawl.warc.gz\n"
        ".Pp\n"
        "A directory of captures, one text file for each, comments kept:\n"
        ".Pp\n"
        ".Dl $ winnow --keep comments -o clean/ captures/\n"
        ".Pp\n"
        "The field\n"
        ".Ql body\n"
        "of JSON lines cleaned, the other fields passed through:\n"
        ".Pp\n"
        ".Dl $ winnow --from jsonl --field body -o clean.jsonl pages.jsonl.gz");
}

static void print_see_also(void)
{
    puts(".Sh SEE ALSO\n"
         ".Xr curl 1 ,\n"
         ".Xr jq 1 ,\n"
         ".Xr zstd 1\n"
         ".Sh STANDARDS\n"
         "WARC is ISO 28500:2017, HTML and charsets are those of the WHATWG\n"
         "standards, markdown is CommonMark with tables.");
}

int main(void)
{
    print_name_and_synopsis();
    print_description();
    print_options();
    print_kinds();
    print_filters();
    print_ledger();
    print_exit_status();
    print_examples();
    print_diagnostics();
    print_see_also();
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
