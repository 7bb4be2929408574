/* What a page says of its own genre; see genre.h. */
#include "genre.h"

#include <string.h>

#include "filter.h"
#include "ld_script.h"
#include "phrases.h"
#include "segments.h"

struct word {
    const char *word;
    unsigned genres;
};

#define ARTICLE WINNOW_GENRE_ARTICLE
#define THREAD WINNOW_GENRE_THREAD
#define PRODUCT WINNOW_GENRE_PRODUCT
#define LISTING WINNOW_GENRE_LISTING
#define MANUAL WINNOW_GENRE_MANUAL
#define SITE WINNOW_GENRE_SITE

/* Words of a host or a path. */
static const struct word address_words[] = {
    {"article", ARTICLE},    {"articles", ARTICLE},
    {"news", ARTICLE},       {"story", ARTICLE},
    {"blog", ARTICLE},       {"artikel", ARTICLE},
    {"answers", THREAD},     {"bbs", THREAD},
    {"board", THREAD},       {"boards", THREAD},
    {"comments", THREAD},    {"discussion", THREAD},
    {"discussions", THREAD}, {"foro", THREAD},
    {"forum", THREAD},       {"forumdisplay", THREAD},
    {"forums", THREAD},      {"question", THREAD},
    {"questions", THREAD},   {"showpost", THREAD},
    {"showthread", THREAD},  {"showtopic", THREAD},
    {"thread", THREAD},      {"threads", THREAD},
    {"topic", THREAD},       {"topics", THREAD},
    {"ubbthreads", THREAD},  {"viewforum", THREAD},
    {"viewthread", THREAD},  {"viewtopic", THREAD},
    {"product", PRODUCT},    {"products", PRODUCT},
    {"shop", PRODUCT},       {"store", PRODUCT},
    {"item", PRODUCT},       {"buy", PRODUCT},
    {"category", LISTING},   {"categories", LISTING},
    {"collection", LISTING}, {"collections", LISTING},
    {"search", LISTING},     {"tag", LISTING},
    {"tags", LISTING},       {"archive", LISTING},
    {"archives", LISTING},   {"docs", MANUAL},
    {"doc", MANUAL},         {"documentation", MANUAL},
    {"manual", MANUAL},      {"reference", MANUAL},
    {"api", MANUAL},         {"guide", MANUAL},
    {"guides", MANUAL},      {"help", MANUAL},
    {"support", MANUAL},     {"tutorial", MANUAL},
    {"tutorials", MANUAL},   {"wiki", MANUAL},
    {"learn", MANUAL},
};

/* Values of "@type" in JSON-LD (schema.org), and of og:type. */
static const struct word declared_types[] = {
    {"article", ARTICLE},
    {"newsarticle", ARTICLE},
    {"blogposting", ARTICLE},
    {"reportagenewsarticle", ARTICLE},
    {"liveblogposting", ARTICLE},
    {"discussionforumposting", THREAD},
    {"qapage", THREAD},
    {"product", PRODUCT},
    {"productgroup", PRODUCT},
    {"og:product", PRODUCT},
    {"product.item", PRODUCT},
    {"offer", PRODUCT},
    {"itemlist", LISTING},
    {"collectionpage", LISTING},
    {"searchresultspage", LISTING},
    {"product.group", LISTING},
    {"techarticle", MANUAL},
    {"howto", MANUAL},
    {"apireference", MANUAL},
    {"website", SITE},
};

static const struct word engines[] = {
    {"phpbb", THREAD},    {"vbulletin", THREAD}, {"discourse", THREAD},
    {"xenforo", THREAD},  {"mybb", THREAD},      {"discuz", THREAD},
    {"flarum", THREAD},   {"nodebb", THREAD},    {"vanilla", THREAD},
    {"invision", THREAD}, {"smf", THREAD},       {"bbpress", THREAD},
    {"asgaros", THREAD},  {"wpforo", THREAD},    {"kunena", THREAD},
    {"fluxbb", THREAD},   {"punbb", THREAD},     {"esotalk", THREAD},
    {"phorum", THREAD},   {"misago", THREAD},    {"docusaurus", MANUAL},
    {"sphinx", MANUAL},   {"mkdocs", MANUAL},    {"hugo", 0},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_word_byte(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (unsigned char)c >= 0x80;
}

static bool equals(struct winnow_view text, const char *word)
{
    for (size_t i = 0; i < text.length_bytes; i++)
        if (word[i] == '\0' || lower(text.data[i]) != word[i])
            return false;
    return word[text.length_bytes] == '\0';
}

static unsigned find(const struct word *words, size_t n,
                     struct winnow_view text)
{
    char first = text.length_bytes == 0 ? '\0' : lower(text.data[0]);

    for (size_t i = 0; i < n; i++)
        if (words[i].word[0] == first && equals(text, words[i].word))
            return words[i].genres;
    return 0;
}

#define FIND(words, text) find(words, sizeof(words) / sizeof((words)[0]), text)

unsigned winnow_genres_of_type(struct winnow_view type)
{
    return FIND(declared_types, type);
}

/* Whether nothing but a slash follows the host of an absolute address. */
static bool is_front(struct winnow_view address)
{
    const char *end = address.data + address.length_bytes;
    const char *at = memmem(address.data, address.length_bytes, "://", 3);

    if (at == NULL)
        return false;
    at = memchr(at + 3, '/', (size_t)(end - at - 3));
    return at == NULL || at + 1 == end;
}

/* Where the path of an absolute address begins; 0 for another. */
static size_t path_start(struct winnow_view address)
{
    const char *at = memmem(address.data, address.length_bytes, "://", 3);
    size_t start = at == NULL ? 0 : (size_t)(at - address.data) + 3;

    while (start != 0 && start < address.length_bytes &&
           address.data[start] != '/')
        start++;
    return start;
}

static bool is_joint(char c)
{
    return c == '-' || c == '_';
}

/* Whether bytes [start, end) are a word of a headline, with another joined to
 * it: "minister-comments-on-the-bridge", but not "thread-214". */
static bool is_of_headline(struct winnow_view address, size_t start, size_t end)
{
    const char *at = address.data;

    return (start >= 3 && is_joint(at[start - 1]) &&
            is_word_byte(at[start - 2]) && is_word_byte(at[start - 3])) ||
           (address.length_bytes - end >= 3 && is_joint(at[end]) &&
            is_word_byte(at[end + 1]) && is_word_byte(at[end + 2]));
}

unsigned winnow_genres_of_address(struct winnow_view address)
{
    unsigned genres;
    size_t start = 0, path;
    const char *fragment;

    if (address.data == NULL)
        return 0;
    genres = is_front(address) ? WINNOW_GENRE_FRONT : 0;
    path = path_start(address);
    fragment = memchr(address.data, '#', address.length_bytes);
    if (fragment != NULL) /* "#comments": a place in the page */
        address.length_bytes = (size_t)(fragment - address.data);
    for (size_t i = 0; i <= address.length_bytes; i++) {
        struct winnow_view word = {address.data + start, i - start};
        if (i < address.length_bytes && is_word_byte(address.data[i]))
            continue;
        if (word.length_bytes != 0) {
            unsigned found = FIND(address_words, word);
            if (start >= path && is_of_headline(address, start, i))
                found &= ~(unsigned)THREAD;
            genres |= found;
        }
        start = i + 1;
    }
    return genres;
}

/* Of the types of all objects in a script of JSON-LD. */
static unsigned of_types(const struct winnow_ld_script *script)
{
    unsigned genres = 0;

    for (uint32_t i = 0; i < script->n; i++) {
        uint32_t object;
        if (winnow_view_is(winnow_ld_name_of(script->values, i, &object),
                           "@type"))
            genres |= FIND(declared_types, script->values[i].raw);
    }
    return genres;
}

/* The engine may stand anywhere: "Powered by ...". */
unsigned winnow_genres_of_generator(struct winnow_view content)
{
    unsigned genres = 0;
    size_t start = 0;

    if (content.length_bytes == 0)
        return 0;
    for (size_t i = 0; i <= content.length_bytes; i++) {
        struct winnow_view word = {content.data + start, i - start};
        if (i < content.length_bytes && is_word_byte(content.data[i]))
            continue;
        if (word.length_bytes != 0)
            genres |= FIND(engines, word);
        start = i + 1;
    }
    return genres;
}

/* Of an address that the page gives itself; mostly it is the page's own. */
static unsigned of_other_address(const struct winnow_document *document,
                                 struct winnow_view address)
{
    return winnow_view_equal(address, document->url)
               ? 0
               : winnow_genres_of_address(address);
}

/* Whether a part of a title ("Ask Here | Bolton Anglers Forum") is the name of
 * a forum; a long part is a headline that speaks of one. */
static bool is_forum_name(struct winnow_document *document,
                          struct winnow_view part)
{
    enum { NAME_BYTES = 60 };
    struct winnow_block block = {.text = part};
    uint16_t forum;

    if (part.length_bytes == 0 || part.length_bytes > NAME_BYTES)
        return false;
    forum = winnow_phrase_group(document->phrases, "forum");
    winnow_phrases_match_text(document->phrases, document->arena, &block);
    return winnow_phrase_count(&block, forum) != 0;
}

/* Of a title of several segments: the site's name, or the board's, is one. */
static bool has_forum_name(struct winnow_document *document,
                           struct winnow_view title)
{
    struct winnow_segments split;

    winnow_segments_split(&split, title);
    for (size_t i = 0; split.n > 1 && i < split.n; i++)
        if (is_forum_name(document, split.items[i]))
            return true;
    return false;
}

static unsigned find_genres(struct winnow_document *document)
{
    unsigned genres = winnow_genres_of_address(document->url);

    document->url_genres = genres;
    for (uint32_t i = 0; i < document->n_meta; i++) {
        const struct winnow_meta *meta = &document->meta[i];
        if (winnow_view_is(meta->name, "canonical") ||
            winnow_view_is(meta->name, "og:url"))
            genres |= of_other_address(document, meta->content);
        else if (winnow_view_is(meta->name, "og:type"))
            genres |= FIND(declared_types, meta->content);
        else if (winnow_view_is(meta->name, "generator"))
            genres |= winnow_genres_of_generator(meta->content);
        else if ((winnow_view_is(meta->name, "title") &&
                  has_forum_name(document, meta->content)) ||
                 (winnow_view_is(meta->name, "og:site_name") &&
                  is_forum_name(document, meta->content)))
            genres |= THREAD;
    }
    for (uint32_t i = 0; i < document->n_scripts; i++) {
        const struct winnow_ld_script *script = winnow_ld_script(document, i);
        if (script != NULL)
            genres |= of_types(script);
    }
    return genres;
}

unsigned winnow_genres(struct winnow_document *document)
{
    if (!document->has_genres) {
        document->genres = find_genres(document);
        document->has_genres = true;
    }
    return document->genres;
}

unsigned winnow_genres_of_url(struct winnow_document *document)
{
    winnow_genres(document);
    return document->url_genres;
}
