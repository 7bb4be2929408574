/* The document and its blocks: the structure every stage reads and fills.
 *
 * A document passes the stages once, left to right (chain.c):
 *   decode     body -> text (UTF-8) and its map to the body's bytes
 *   structure  text -> blocks, elements, head, scripts (html/ or capture/)
 *   add        blocks of text that no element holds (filters that add)
 *   normalize  each block's text (filters that are normalizers)
 *   measure    words, link share, phrases of each block
 *   filters    hints and verdicts
 *   labeller   kind and score where no verdict settled it
 *   policy     kept or not
 * and is then written (writer/). All memory is the document's arena; nothing
 * in it outlives the document.
 */
#ifndef WINNOW_DOCUMENT_H
#define WINNOW_DOCUMENT_H

#include <string.h>

#include "arena.h"
#include "diag.h"
#include "winnow.h"

/* A view of bytes, not terminated. `data` may be NULL when length is 0. */
struct winnow_view {
    const char *data;
    size_t length_bytes;
};

enum winnow_tag {
    WINNOW_TAG_NONE, /* the root; also every block of a capture */
#define TAG(constant, name) WINNOW_TAG_##constant,
#include "tags.def"
#undef TAG
    WINNOW_TAG_UNKNOWN, /* any other element that is no phrasing content */
    WINNOW_N_TAGS
};
/* `name` in lower case; WINNOW_TAG_UNKNOWN when it is not in tags.def. */
enum winnow_tag winnow_tag_find(struct winnow_view name);

/* An element that is no phrasing content, in document (pre-)order. Index 0 is
 * the root, its own parent; every parent stands before its children. */
struct winnow_element {
    enum winnow_tag tag;
    uint32_t parent;
    uint32_t depth;                  /* 0 for the root */
    uint32_t end;                    /* one past its last descendant */
    uint32_t first_block, end_block; /* the blocks inside it: [first, end) */
    struct winnow_view id, class_names, role, itemprop; /* decoded, or empty */
    bool hidden; /* hidden, display:none, visibility:hidden; also inherited */
};

/* What a stretch of a block's text is, for markdown and link density. */
enum winnow_mark_type {
    WINNOW_MARK_LINK,
    WINNOW_MARK_STRONG,
    WINNOW_MARK_EMPHASIS,
    WINNOW_MARK_CODE,
    WINNOW_MARK_PLAIN /* looks like the text around it: it has a role alone */
};
/* Whom a stretch names, as rel and itemprop of its element say. */
enum winnow_mark_role {
    WINNOW_ROLE_NONE,
    WINNOW_ROLE_AUTHOR, /* "author": a name, or an item that holds one */
    WINNOW_ROLE_NAME    /* itemprop "name": of the item around it */
};
struct winnow_mark {
    enum winnow_mark_type type;
    uint32_t start, end;     /* bytes of the block's text; they nest properly */
    struct winnow_view href; /* of a link, as written */
    enum winnow_mark_role role;
};

/* How many tokens long, where, and which phrase of filters/phrases was met. */
struct winnow_phrase_hit {
    uint16_t group; /* the phrase file, see winnow_phrase_group() */
    bool whole;     /* the phrase is the block's whole text */
    uint16_t n_tokens;
    uint32_t start, end; /* bytes of the block's text */
};

struct winnow_hint {
    const struct winnow_hint *next; /* older hints of the same block */
    enum winnow_kind kind;
    int strength;     /* -100..100; negative: evidence against */
    const char *rule; /* "share.icon-row"; static */
};

/* The unit that is kept or removed. The first group of fields is filled by
 * html/ or capture/, the second measured, the third decided. What filters ask
 * of every block stands together, at the end of the first group and from there
 * on. */
struct winnow_block {
    const struct winnow_range *spans; /* bytes of the body in reading order */
    uint32_t n_spans;
    uint32_t n_marks;
    const struct winnow_mark *marks;
    const char *added; /* rule of the filter that added it (winnow_filter.add),
                          static; NULL: read by html/ or capture/ */
    struct winnow_view names; /* class, rel and itemprop of the phrasing element
                                 around the whole block (span.byline), or "" */
    uint32_t element;         /* nearest element, index; 0 for captures */
    uint32_t ordinal;         /* number of an ordered list's item; 0: unordered
                               */
    uint32_t line;            /* captures: its first line, from 1 */
    uint16_t n_lines;         /* captures: lines it was joined from */
    uint16_t indent;          /* captures: columns of white space before it */
    uint16_t blank_lines_before; /* captures */
    uint8_t level;               /* heading 1..6; list depth from 1; else 0 */
    bool numbered;  /* captures: an item whose number is part of its text */
    bool continues; /* the same paragraph or item goes on after a nested
                       block; not a start of its own */
    bool bullet;    /* captures: a bullet stood before it */
    bool hidden;    /* stands in a hidden element */
    enum winnow_kind form;   /* what the structure says it is if it is body:
                                TITLE (the head's), HEADING, PARAGRAPH, LIST,
                                TABLE, CODE, QUOTE, CAPTION */
    uint32_t row;            /* the table row it is a cell of: >0, else 0 */
    uint32_t list;           /* the list it is an item of: >0, else 0 */
    struct winnow_view text; /* UTF-8; white space folded, but line breaks kept
                                where meant; normalized */

    uint32_t n_words, n_link_words;           /* a CJK character is a word */
    uint32_t n_characters, n_link_characters; /* code points, no white space */
    bool has_digits;                          /* of any script */
    bool ends_like_sentence; /* as winnow_ends_like_sentence of its text */
    bool is_under_link; /* pages: right under a headline that is a link; what
                           it says, it says of another document */
    int8_t text_points; /* what it adds to a run that it is part of, unless it
                           is settled as around the document: shape.h */
    int8_t stretch_points; /* what it adds to one as it is settled now */
    uint32_t n_phrases;
    const struct winnow_phrase_hit *phrases; /* in order of their end */
    uint64_t phrase_groups; /* a bit (of the number modulo 64) for each group
                               that they are of */
    uint64_t start_groups;  /* and for each of which a phrase stands inside that
                               counts at a text's start alone */
    const uint64_t *words;  /* those n_words as numbers (token.h); NULL: none */

    const struct winnow_hint *hints;    /* newest first; NULL: none */
    const struct winnow_hint *settling; /* the newest that all but settles the
                                           block as around the document */
    const char *verdict_rule;           /* NULL: no verdict */
    enum winnow_kind verdict;           /* when verdict_rule is set */
    bool verdict_by_place; /* by elements around, not by its text */
    bool kept;
    enum winnow_kind kind;      /* final */
    int score;                  /* 0..1000: how surely the document */
    const char *filter, *rule;  /* who settled it */
    struct winnow_range output; /* in the text last rendered */
};

/* What <head> (or a capture's lines) say of the document: one entry a meta,
 * link rel or title element, in order. */
struct winnow_meta {
    struct winnow_view name;    /* "og:title", "author", "canonical", "title";
                                   lower case */
    struct winnow_view content; /* decoded, white space folded */
    struct winnow_range span;   /* bytes of the body */
};

/* A script that has text, in document order. */
struct winnow_script {
    struct winnow_view type, id; /* decoded, or empty */
    struct winnow_view text;     /* as written: a part of document->text */
    struct winnow_ld_script *ld; /* of JSON-LD: ld_script.h; NULL until asked */
};

/* A field found in the document: what it says and the block that says it. */
enum winnow_field {
    WINNOW_FIELD_TITLE,
    WINNOW_FIELD_AUTHOR,
    WINNOW_FIELD_DATE,     /* of publication, ISO 8601, precision as known */
    WINNOW_FIELD_MODIFIED, /* the same, of the latest version */
    WINNOW_FIELD_LANGUAGE, /* BCP 47 */
    WINNOW_FIELD_SITE,
    WINNOW_FIELD_CANONICAL, /* URL */
    WINNOW_FIELD_DESCRIPTION,
    WINNOW_FIELD_SECTION,
    WINNOW_FIELD_TAGS,    /* "; " between them, as between authors */
    WINNOW_FIELD_LICENSE, /* URL, or its name */
    WINNOW_FIELD_IMAGE,   /* URL */
    WINNOW_FIELD_TYPE,    /* "article", "forum", "listing" ...: winnow.h */
    WINNOW_N_FIELDS
};
#define WINNOW_NO_BLOCK UINT32_MAX

/* A run of characters of one width each in body and text: text offset
 * `text + i * text_width` is body offset `body + i * body_width`. */
struct winnow_map_run {
    uint64_t body;
    size_t text;
    uint32_t n;
    uint8_t body_width, text_width;
};

enum winnow_empty {
    WINNOW_NOT_EMPTY,
    WINNOW_EMPTY_NO_TEXT,
    WINNOW_EMPTY_SCRIPTS_ONLY,
    WINNOW_EMPTY_ERROR_PAGE,
    WINNOW_EMPTY_CHALLENGE_PAGE,
    WINNOW_EMPTY_NOTHING_KEPT,   /* all its text is around the document */
    WINNOW_EMPTY_TOO_SHORT,      /* fewer words than min-words */
    WINNOW_EMPTY_OTHER_LANGUAGE, /* none of `languages` */
    WINNOW_N_EMPTY
};
const char *winnow_empty_name(enum winnow_empty empty); /* "" if not */

/* What html/ makes a page's tree of: from the least to the most costly. */
enum winnow_tree {
    WINNOW_TREE_NONE,     /* no tree: a capture, or a page read line by line */
    WINNOW_TREE_FOLLOWED, /* none is made: its tags are followed in order */
    WINNOW_TREE_OF_SKELETON,
    WINNOW_TREE_OF_ALL_TAGS, /* of a skeleton with every tag */
    WINNOW_TREE_OF_PAGE,
    WINNOW_N_TREES
};

/* Rows of normalizers (filters.def) at most. */
enum { WINNOW_NORMALIZERS_MAX = 16 };

/* Who can say which charset a body is in. */
enum winnow_witness {
    WINNOW_WITNESS_BOM,
    WINNOW_WITNESS_HTTP,
    WINNOW_WITNESS_META,
    WINNOW_WITNESS_XML,
    WINNOW_WITNESS_BYTES, /* what they look like */
    WINNOW_N_WITNESSES
};
const char *winnow_witness_name(enum winnow_witness witness);

/* How the charset was found. */
struct winnow_charset_trail {
    struct winnow_view said[WINNOW_N_WITNESSES]; /* labels as written; "": none,
                                                    or it was not asked */
    const char *why;       /* "mark" "declared" "zeros" "valid" "plausible"
                              "default"; static */
    const char *overruled; /* the first witness that the bytes contradict, or
                              ""; static */
    uint64_t n_malformed_bytes;
};
struct winnow_candidate; /* of a field's value: metadata.h */

enum { WINNOW_DATETIMES_MOST = 256 };

struct winnow_document {
    struct winnow_arena *arena;
    struct winnow_diags diags;

    /* given */
    struct winnow_view id;   /* what it is called; "": by its body's digest */
    struct winnow_view body; /* the entity body, codings removed */
    struct winnow_view url, media_type, charset_declared;
    struct winnow_view captured;      /* ISO 8601, or "" */
    struct winnow_view last_modified; /* the HTTP header as written, or "" */
    enum winnow_from from;            /* never AUTO once decoded */
    const struct winnow_options *options;
    const struct winnow_phrases *phrases; /* the chain's; see phrases.h */

    /* decode */
    struct winnow_view text;          /* the body as UTF-8, no BOM */
    const struct winnow_map_run *map; /* ascending in both; covers text */
    size_t n_map_runs;
    const char *charset;      /* the Encoding Standard's name; static */
    const char *charset_from; /* "bom" "http" "meta" "xml" "bytes" "default" */
    struct winnow_charset_trail trail;
    const char *renderer; /* captures: what made them, by their archive or
                             their looks ("wet", "lynx" ...), or ""; evidence
                             that nothing depends on. Static */

    /* structure */
    enum winnow_tree tree; /* HTML: what its tree was made of */
    struct winnow_element *elements;
    uint32_t n_elements; /* at least 1: the root */
    struct winnow_block *blocks;
    uint32_t n_blocks;
    struct winnow_meta *meta;
    uint32_t n_meta;
    struct winnow_script *scripts; /* none where a page was read line by line */
    uint32_t n_scripts;
    uint32_t n_ld_scripts;         /* read so far: ld_script.h */
    struct winnow_view *datetimes; /* attributes of that name as they are
                                      written, with their quotes: parts of
                                      `text`, in its order, the first
                                      WINNOW_DATETIMES_MOST; none where a page
                                      was read line by line */
    uint32_t n_datetimes;
    bool has_scripts;
    struct winnow_names *names;   /* what element names tell: names.h;
                                     NULL until a filter asks */
    struct winnow_places *places; /* where blocks stand: place.h; the same */
    struct winnow_beside *beside; /* by the title and under the text:
                                     filters/beside.h; the same */
    uint64_t *keys;     /* winnow_text_key of each block: shape.h; the same */
    uint64_t *wordings; /* winnow_block_wordings; the same */
    const struct winnow_date **dates; /* the first of each block: date.h; the
                                         same */
    struct winnow_ld_facts *ld_facts; /* what JSON-LD says; the same */
    unsigned genres;                  /* what the page says of its own: genre.h;
                                         when has_genres is set */
    unsigned url_genres; /* of those, what the words of `url` say */
    bool has_genres;

    /* normalizers */
    uint32_t n_changes[WINNOW_NORMALIZERS_MAX]; /* by row of the registry */

    /* filters */
    struct {
        struct winnow_view value;
        uint32_t block; /* that says it, or WINNOW_NO_BLOCK */
    } fields[WINNOW_N_FIELDS];
    bool language_is_found; /* by its text; else it is as declared */
    const char *script; /* of the kept text, ISO 15924: "Latn"; "" where it has
                           no letters, NULL where it was not looked at */
    int language_score; /* 0..1000: how much of the kept text is in the
                           language; 0: it is as declared, or unknown */
    struct winnow_candidate *candidates; /* in the order they were found */
    uint32_t n_candidates, candidate_capacity;

    /* policy */
    enum winnow_empty empty;
    const char *refused; /* a diagnostic's name, or NULL */
};

/* The body offset of a text offset. A range's end must be mapped with
 * `is_end`, which gives the end of the last character inside it. Binary
 * search over the map. */
uint64_t winnow_body_offset(const struct winnow_document *document,
                            size_t text_offset, bool is_end);

/* Whether `block` stands in an element with this tag, at any depth. */
bool winnow_block_within(const struct winnow_document *document,
                         const struct winnow_block *block, enum winnow_tag tag);

/* Inserts `n` blocks (copied, their element set) right behind the last block of
 * `element`, into its parent; of the root, at the end. Before any field names
 * a block. */
void winnow_blocks_insert(struct winnow_document *document, uint32_t element,
                          const struct winnow_block *blocks, uint32_t n);

/* The first head entry with this name, or NULL. */
const struct winnow_meta *
winnow_meta_find(const struct winnow_document *document, const char *name);

/* Sets a field if nobody did before; returns whether it was set now. `value`
 * must live in the arena or be static. */
bool winnow_field_set(struct winnow_document *document, enum winnow_field field,
                      struct winnow_view value, uint32_t block);

/* Views. */
struct winnow_view winnow_view_of(const char *string);
bool winnow_view_equal(struct winnow_view a, struct winnow_view b);
/* Inline, so that of a literal the length is known where it is asked. */
static inline bool winnow_view_is(struct winnow_view view, const char *string)
{
    size_t length_bytes = strlen(string);

    return view.length_bytes == length_bytes &&
           (length_bytes == 0 || memcmp(view.data, string, length_bytes) == 0);
}
/* Without ASCII white space at both ends. */
struct winnow_view winnow_view_trim(struct winnow_view view);

#endif
