/* The command: argv to options, the job, an exit status. All it knows of the
 * options it takes from the library's table (winnow_option_list), all it does
 * is winnow_job_run.
 *
 * Exit status: 0 everything is well; 1 some input was damaged, refused or could
 * not be read; 2 the command line is wrong; 3 the output failed, or every
 * input.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <unistd.h>

#include "winnow.h"

#ifndef WINNOW_LIBRARIES
#define WINNOW_LIBRARIES ""
#endif

enum exit_status {
    EXIT_FINE = 0,
    EXIT_DAMAGED = 1,
    EXIT_USAGE = 2,
    EXIT_FAILED = 3
};

enum {
    ROWS_MAX = 64,       /* of the option table */
    FIRST_LONG = 256,    /* getopt's value of row 0 */
    SUMMARY_COLUMN = 28, /* of --help */
    LINE_COLUMNS = 80
};

/* The option table as getopt_long wants it. */
struct command_line {
    const struct winnow_option_info *rows;
    size_t n_rows;
    struct option longs[ROWS_MAX + 1];
    char shorts[2 + 2 * ROWS_MAX];
    /* what was asked for that is not the library's */
    const struct winnow_option_info *action; /* --help and the like, or NULL */
    bool verbose, has_list;
    bool checks; /* winnow check: archives are verified, not cleaned */
};

/* ---- what a person reads ------------------------------------------------- */

/* Prints bytes of the command line where a terminal may read them. */
static void print_safely(FILE *out, const char *string)
{
    for (; *string != '\0'; string++) {
        unsigned char byte = (unsigned char)*string;
        if (byte >= 0x20 && byte < 0x7f)
            fputc(byte, out);
        else
            fprintf(out, "\\x%02x", byte);
    }
}

/* One line on what is wrong with the command line. */
static enum exit_status complain(const char *before, const char *quoted,
                                 const char *after)
{
    fprintf(stderr, "winnow: %s", before);
    print_safely(stderr, quoted);
    fprintf(stderr, "%s (see --help)\n", after);
    return EXIT_USAGE;
}

/* Prints `text` from `column` on, broken at spaces, the further lines indented
 * to SUMMARY_COLUMN. */
static void print_wrapped(const char *text, int column)
{
    while (*text != '\0') {
        int length = (int)strcspn(text, " ");
        if (column > SUMMARY_COLUMN && column + 1 + length > LINE_COLUMNS) {
            printf("\n%*s", SUMMARY_COLUMN, "");
            column = SUMMARY_COLUMN;
        } else if (column > SUMMARY_COLUMN) {
            column += printf(" ");
        }
        column += printf("%.*s", length, text);
        text += length;
        text += strspn(text, " ");
    }
    printf("\n");
}

static void print_option(const struct winnow_option_info *row)
{
    int column =
        row->letter != 0 ? printf("  -%c, ", row->letter) : printf("      ");

    column += printf("--%s", row->name);
    if (row->argument != NULL)
        column += printf("=%s", row->argument);
    if (column > SUMMARY_COLUMN - 1) {
        printf("\n");
        column = 0;
    }
    printf("%*s", SUMMARY_COLUMN - column, "");
    print_wrapped(row->summary, SUMMARY_COLUMN);
}

static void print_help(const struct command_line *line)
{
    const char *group = "";

    fputs("Usage: winnow [OPTION]... [FILE|DIR]...\n"
          "       winnow check [OPTION]... [FILE|DIR]...\n"
          "Writes the text of web pages and plain-text captures without what "
          "stands around\n"
          "it. Reads standard input when no FILE is given. A FILE may be HTML, "
          "text, WARC,\n"
          "WET, ARC or JSON lines; plain, gzip or zstd. `check` verifies "
          "archives only.\n",
          stdout);
    for (size_t i = 0; i < line->n_rows; i++) {
        if (strcmp(line->rows[i].group, group) != 0)
            printf("%s:\n", line->rows[i].group);
        group = line->rows[i].group;
        print_option(&line->rows[i]);
    }
    printf("Exit status: 0 fine, 1 some input damaged or refused, 2 wrong "
           "usage, 3 failed.\n");
}

static void print_kinds(void)
{
    for (int i = 0; i < WINNOW_N_KINDS; i++) {
        enum winnow_kind kind = (enum winnow_kind)i;
        printf("%-11s %-8s %s\n", winnow_kind_name(kind),
               winnow_kind_fate(kind), winnow_kind_summary(kind));
    }
}

static void print_filters(void)
{
    const char *name, *summary;

    for (size_t i = 0; winnow_filter_info(i, &name, &summary); i++)
        printf("%-11s %s\n", name, summary);
}

static void print_version(bool verbose)
{
    printf("winnow %s\n", winnow_version());
    if (verbose && WINNOW_LIBRARIES[0] != '\0')
        printf("built with %s\n", WINNOW_LIBRARIES);
    if (verbose)
        printf("workers isolated by %s\n", winnow_isolation());
}

static void act(const struct command_line *line)
{
    const char *name = line->action->name;

    if (strcmp(name, "help") == 0)
        print_help(line);
    if (strcmp(name, "version") == 0)
        print_version(line->verbose);
    if (strcmp(name, "list-kinds") == 0)
        print_kinds();
    if (strcmp(name, "list-filters") == 0)
        print_filters();
}

/* Does what needs no input, and makes sure that it was written. */
static enum exit_status act_and_flush(const struct command_line *line)
{
    act(line);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_FINE;
    fprintf(stderr, "winnow: standard output: %s\n", strerror(errno));
    return EXIT_FAILED;
}

/* ---- the command line ---------------------------------------------------- */

/* Builds getopt's two tables. The shorts start with ':', so that getopt tells a
 * missing value from an unknown option. */
static void build_tables(struct command_line *line)
{
    char *letter = line->shorts;

    line->rows = winnow_option_list(&line->n_rows);
    if (line->n_rows > ROWS_MAX)
        line->n_rows = ROWS_MAX;
    *letter++ = ':';
    for (size_t i = 0; i < line->n_rows; i++) {
        const struct winnow_option_info *row = &line->rows[i];
        bool takes_value = row->argument != NULL;

        line->longs[i] = (struct option){
            row->name, takes_value ? required_argument : no_argument, NULL,
            FIRST_LONG + (int)i};
        if (row->letter == 0)
            continue;
        *letter++ = row->letter;
        if (takes_value)
            *letter++ = ':';
    }
}

/* The row of what getopt returned; NULL for '?' and the like. */
static const struct winnow_option_info *
find_row(const struct command_line *line, int found)
{
    if (found >= FIRST_LONG && found < FIRST_LONG + (int)line->n_rows)
        return &line->rows[found - FIRST_LONG];
    for (size_t i = 0; i < line->n_rows; i++)
        if (line->rows[i].letter != 0 && line->rows[i].letter == found)
            return &line->rows[i];
    return NULL;
}

/* How many long options start like "--name" or "--name=value". */
static size_t count_completions(const struct command_line *line,
                                const char *argument)
{
    size_t length = strcspn(argument + 2, "="), n = 0;

    for (size_t i = 0; i < line->n_rows; i++)
        n += strncmp(line->rows[i].name, argument + 2, length) == 0;
    return n;
}

/* Says why getopt refused an option: `found` is '?' or ':', `given` the word
 * of the command line. */
static enum exit_status refuse(const struct command_line *line, int found,
                               const char *given)
{
    const struct winnow_option_info *row = find_row(line, optopt);
    char letter[] = {(char)optopt, '\0'};

    if (row != NULL && found == ':')
        return complain("--", row->name, ": a value is missing");
    if (row != NULL)
        return complain("--", row->name, ": takes no value");
    if (optopt != 0)
        return complain("no option \"-", letter, "\"");
    if (count_completions(line, given) > 1)
        return complain("option \"", given, "\" is ambiguous");
    return complain("no option \"", given, "\"");
}

/* What is of use where nothing is cleaned. */
static bool is_for_check(const struct winnow_option_info *row)
{
    return strcmp(row->group, "Input") == 0 ||
           (strcmp(row->group, "Reports") == 0 &&
            strcmp(row->name, "stats") != 0 &&
            strcmp(row->name, "progress") != 0);
}

static bool is_action(const struct winnow_option_info *row)
{
    static const char *const names[] = {"help", "version", "list-kinds",
                                        "list-filters"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(row->name, names[i]) == 0)
            return true;
    return false;
}

/* Sets one option, or takes note of an action. */
static enum exit_status take(struct command_line *line, winnow_options *options,
                             const struct winnow_option_info *row)
{
    line->verbose |= strcmp(row->name, "verbose") == 0;
    line->has_list |= strcmp(row->name, "files-from") == 0;
    if (line->checks && !is_for_check(row))
        return complain("check: --", row->name, ": nothing is cleaned");
    if (is_action(row)) {
        if (line->action == NULL)
            line->action = row;
        return EXIT_FINE;
    }
    switch (winnow_options_set(options, row->name, optarg)) {
    case WINNOW_OK:
        return EXIT_FINE;
    case WINNOW_ERR_OPTION:
        fprintf(stderr, "winnow: %s\n", winnow_options_error(options));
        return EXIT_USAGE;
    default:
        fputs("winnow: out of memory\n", stderr);
        return EXIT_FAILED;
    }
}

static enum exit_status parse(struct command_line *line,
                              winnow_options *options, int argc, char **argv)
{
    enum exit_status status = EXIT_FINE;
    int found;

    opterr = 0;
    while (status == EXIT_FINE) {
        const struct winnow_option_info *row;

        found = getopt_long(argc, argv, line->shorts, line->longs, NULL);
        if (found == -1)
            break;
        row = found == '?' || found == ':' ? NULL : find_row(line, found);
        status = row != NULL ? take(line, options, row)
                             : refuse(line, found, argv[optind - 1]);
    }
    return status;
}

/* ---- the job ------------------------------------------------------------- */

static enum exit_status judge(const struct winnow_report *report)
{
    bool any_fault =
        report->damaged != 0 || report->refused != 0 || report->unread != 0;
    bool any_success =
        report->written != 0 || report->empty != 0 || report->passed_over != 0;

    if (report->records != report->documents + report->passed_over ||
        report->documents !=
            report->written + report->empty + report->refused) {
        fputs("winnow: the accounting does not close\n", stderr);
        return EXIT_FAILED;
    }
    if (!any_fault)
        return EXIT_FINE;
    return any_success ? EXIT_DAMAGED : EXIT_FAILED;
}

/* For the signal handler, which is given nothing. */
static winnow_options *stoppable;
static volatile sig_atomic_t stopped_by;

static void stop(int number)
{
    stopped_by = number;
    winnow_options_stop(stoppable);
}

/* The first interrupt lets the job come to an end; the second one is not
 * handled any more. One that is ignored stays so. */
static void handle_interrupts(winnow_options *options)
{
    static const int numbers[] = {SIGINT, SIGTERM};
    struct sigaction action = {.sa_handler = stop,
                               .sa_flags = (int)SA_RESETHAND};
    struct sigaction before;

    stoppable = options;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], NULL, &before) == 0 &&
            before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

/* Ends as the signal would have ended it, so that a shell knows. */
static enum exit_status end_by_signal(void)
{
    signal(stopped_by, SIG_DFL);
    raise(stopped_by);
    return EXIT_FAILED;
}

static enum exit_status run(winnow_options *options, const char *const *paths,
                            size_t n_paths, bool checks)
{
    struct winnow_report report = {0};

    enum winnow_status status;

    handle_interrupts(options);
    status = checks ? winnow_check_run(options, paths, n_paths, stdout, stderr,
                                       &report)
                    : winnow_job_run(options, paths, n_paths, stderr, &report);
    switch (status) {
    case WINNOW_OK:
        return judge(&report);
    case WINNOW_STOPPED:
        return end_by_signal();
    case WINNOW_ERR_OPTION:
        return EXIT_USAGE;
    default: /* told by the job */
        return EXIT_FAILED;
    }
}

/* No file opened later may take the place of a standard stream that is closed:
 * its number is held by what cannot be read, or not be written. */
static void hold_standard_streams(void)
{
    static const int flags[] = {O_WRONLY, O_RDONLY, O_WRONLY};

    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        if (fcntl(stream, F_GETFD) == -1)
            (void)open("/dev/null", flags[stream]);
}

int main(int argc, char **argv)
{
    struct command_line line = {0};
    winnow_options *options = NULL;
    enum exit_status status;

    signal(SIGPIPE, SIG_DFL);
    hold_standard_streams();
    build_tables(&line);
    if (winnow_options_new(&options) != WINNOW_OK) {
        fputs("winnow: out of memory\n", stderr);
        return EXIT_FAILED;
    }
    if (argc > 1 && strcmp(argv[1], "check") == 0) {
        line.checks = true;
        argc--;
        argv++;
    }
    status = parse(&line, options, argc, argv);
    if (status == EXIT_FINE && line.action != NULL)
        status = act_and_flush(&line);
    else if (status == EXIT_FINE && optind == argc && !line.has_list &&
             isatty(STDIN_FILENO))
        status = complain("no input: name a file, or pipe a page in", "", "");
    else if (status == EXIT_FINE)
        status = run(options, (const char *const *)argv + optind,
                     (size_t)(argc - optind), line.checks);
    winnow_options_free(options);
    return (int)status;
}
