/* What element names tell; see names.h. */
#include "names.h"

#include <stdlib.h>

#define NAV WINNOW_NAME_NAV
#define SHARE WINNOW_NAME_SHARE
#define RELATED WINNOW_NAME_RELATED
#define COMMENTS WINNOW_NAME_COMMENTS
#define FOOTER WINNOW_NAME_FOOTER
#define CONSENT WINNOW_NAME_CONSENT
#define APPEAL WINNOW_NAME_APPEAL
#define PROMO WINNOW_NAME_PROMO
#define ADVERT WINNOW_NAME_ADVERT
#define WIDGET WINNOW_NAME_WIDGET
#define SIDE WINNOW_NAME_SIDE
#define TAGS WINNOW_NAME_TAGS
#define BYLINE WINNOW_NAME_BYLINE
#define DATE WINNOW_NAME_DATE
#define CAPTION WINNOW_NAME_CAPTION
#define TITLE WINNOW_NAME_TITLE
#define BODY WINNOW_NAME_BODY
#define HEADER WINNOW_NAME_HEADER

enum {
    WORD_BYTES = 24,        /* longer words are in no group */
    NAMES_BYTES_MOST = 1024 /* of one attribute; the rest is not looked at */
};

struct name_word {
    const char *word;
    uint32_t group;
};

/* In byte order, for the binary search. */
/* clang-format off */
static const struct name_word name_words[] = {
    {"a2a", SHARE}, {"ad", ADVERT}, {"adblock", ADVERT}, {"adbox", ADVERT},
    {"adcontainer", ADVERT}, {"addthis", SHARE}, {"addtoany", SHARE},
    {"ads", ADVERT}, {"adsbygoogle", ADVERT}, {"adsense", ADVERT},
    {"adslot", ADVERT}, {"adunit", ADVERT}, {"adv", ADVERT},
    {"advert", ADVERT}, {"advertise", ADVERT}, {"advertisement", ADVERT},
    {"advertisements", ADVERT}, {"advertising", ADVERT},
    {"advertorial", ADVERT}, {"adverts", ADVERT}, {"adwrapper", ADVERT},
    {"alsolike", RELATED}, {"anzeige", ADVERT}, {"ariane", NAV},
    {"article", BODY}, {"articleauthor", BYLINE}, {"articlebody", BODY},
    {"articlecontent", BODY}, {"articledate", DATE}, {"articletags", TAGS},
    {"articletext", BODY}, {"articletitle", TITLE}, {"artikel", BODY},
    {"aside", SIDE}, {"audioplayer", WIDGET}, {"auteur", BYLINE},
    {"author", BYLINE}, {"authorbox", BYLINE}, {"authorinfo", BYLINE},
    {"authorname", BYLINE}, {"authors", BYLINE}, {"autor", BYLINE},
    {"autore", BYLINE}, {"backtotop", WIDGET}, {"banner", ADVERT},
    {"banners", ADVERT}, {"bdshare", SHARE}, {"bdsharebuttonbox", SHARE},
    {"biaoti", TITLE}, {"bildunterschrift", CAPTION}, {"body", BODY},
    {"bodycopy", BODY}, {"bodytext", BODY}, {"bookmarks", SHARE},
    {"bottombar", FOOTER}, {"bottomlinks", FOOTER}, {"branding", HEADER},
    {"breadcrumb", NAV}, {"breadcrumbs", NAV}, {"byline", BYLINE},
    {"bylines", BYLINE}, {"calculator", WIDGET}, {"calendar", WIDGET},
    {"calltoaction", PROMO}, {"captcha", WIDGET}, {"caption", CAPTION},
    {"captions", CAPTION}, {"carousel", WIDGET}, {"categories", TAGS},
    {"category", TAGS}, {"categorylinks", TAGS}, {"catlinks", TAGS},
    {"ccpa", CONSENT}, {"clock", WIDGET}, {"cmp", CONSENT},
    {"colophon", FOOTER}, {"comentario", COMMENTS}, {"comentarios", COMMENTS},
    {"comment", COMMENTS}, {"commentaire", COMMENTS},
    {"commentaires", COMMENTS}, {"commentarea", COMMENTS},
    {"commentator", COMMENTS}, {"commentbody", COMMENTS},
    {"commentbox", COMMENTS}, {"commentcount", COMMENTS},
    {"commenters", COMMENTS}, {"commentform", COMMENTS},
    {"commenti", COMMENTS}, {"commentlist", COMMENTS},
    {"commentmeta", COMMENTS}, {"comments", COMMENTS},
    {"commentsection", COMMENTS}, {"commenttext", COMMENTS},
    {"complementary", SIDE}, {"consent", CONSENT}, {"content", BODY},
    {"contentinfo", FOOTER}, {"contents", BODY}, {"contributor", BYLINE},
    {"contributors", BYLINE}, {"cookie", CONSENT}, {"cookiebanner", CONSENT},
    {"cookiebar", CONSENT}, {"cookiebot", CONSENT}, {"cookieconsent", CONSENT},
    {"cookielaw", CONSENT}, {"cookienotice", CONSENT}, {"cookies", CONSENT},
    {"copyright", FOOTER}, {"copyrights", FOOTER}, {"coral", COMMENTS},
    {"countdown", WIDGET}, {"counter", WIDGET}, {"counters", WIDGET},
    {"createdate", DATE}, {"creator", BYLINE}, {"credit", CAPTION},
    {"creditline", FOOTER}, {"credits", CAPTION}, {"crosslinks", RELATED},
    {"crosspromo", RELATED}, {"crumb", NAV}, {"crumbs", NAV}, {"cta", PROMO},
    {"date", DATE}, {"dateline", DATE}, {"datemodified", DATE},
    {"datepublished", DATE}, {"dates", DATE}, {"datetime", DATE},
    {"datum", DATE}, {"dfp", ADVERT}, {"dialog", WIDGET},
    {"didascalia", CAPTION}, {"didomi", CONSENT}, {"disclaimer", FOOTER},
    {"discussionthread", COMMENTS}, {"disqus", COMMENTS}, {"donate", APPEAL},
    {"donation", APPEAL}, {"donations", APPEAL}, {"donor", APPEAL},
    {"dropdown", NAV}, {"emailthis", SHARE}, {"entry", BODY},
    {"entryauthor", BYLINE}, {"entrycontent", BODY}, {"entrydate", DATE},
    {"entrytags", TAGS}, {"entrytitle", TITLE}, {"euconsent", CONSENT},
    {"facebook", SHARE}, {"fb", SHARE}, {"fbcomments", COMMENTS},
    {"fblike", SHARE}, {"fecha", DATE}, {"figcaption", CAPTION},
    {"filedunder", TAGS}, {"fn", BYLINE}, {"follow", SHARE},
    {"followers", SHARE}, {"followus", SHARE}, {"fontresize", SHARE},
    {"fontsize", SHARE}, {"foot", FOOTER}, {"footer", FOOTER},
    {"footerlinks", FOOTER}, {"footernav", FOOTER}, {"fulltext", BODY},
    {"fundraising", APPEAL}, {"gdpr", CONSENT}, {"globalfooter", FOOTER},
    {"globalheader", HEADER}, {"googlead", ADVERT}, {"googleads", ADVERT},
    {"gotop", WIDGET}, {"gpt", ADVERT}, {"guanggao", ADVERT},
    {"guestbook", COMMENTS}, {"hamburger", NAV}, {"header", HEADER},
    {"heading", TITLE}, {"headline", TITLE}, {"headlines", TITLE},
    {"hotline", WIDGET}, {"hotnews", RELATED}, {"imagecaption", CAPTION},
    {"imagecredit", CAPTION}, {"imgcaption", CAPTION}, {"imginfo", CAPTION},
    {"impressum", FOOTER}, {"imprint", FOOTER}, {"intensedebate", COMMENTS},
    {"jiathis", SHARE}, {"journalist", BYLINE}, {"jprelatedposts", RELATED},
    {"jwplayer", WIDGET}, {"keyword", TAGS}, {"keywords", TAGS},
    {"kommentar", COMMENTS}, {"kommentare", COMMENTS}, {"labels", TAGS},
    {"langswitcher", NAV}, {"languageswitcher", NAV}, {"lastupdated", DATE},
    {"latestnews", RELATED}, {"latestposts", RELATED}, {"leaderboard", ADVERT},
    {"leadform", APPEAL}, {"leftbar", SIDE}, {"leftcol", SIDE},
    {"leftcolumn", SIDE}, {"leftrail", SIDE}, {"leftside", SIDE},
    {"leftsidebar", SIDE}, {"legal", FOOTER}, {"legals", FOOTER},
    {"legende", CAPTION}, {"lightbox", WIDGET}, {"likebox", SHARE},
    {"livefyre", COMMENTS}, {"loader", WIDGET}, {"login", PROMO},
    {"loginbox", PROMO}, {"loginform", PROMO}, {"logo", HEADER},
    {"mailchimp", APPEAL}, {"mailinglist", APPEAL}, {"main", BODY},
    {"maincontent", BODY}, {"mainmenu", NAV}, {"mainnav", NAV},
    {"maintext", BODY}, {"masthead", HEADER}, {"mcembedsignup", APPEAL},
    {"megamenu", NAV}, {"membership", APPEAL}, {"menu", NAV}, {"menubar", NAV},
    {"menuitem", NAV}, {"mgid", RELATED}, {"modal", WIDGET},
    {"modified", DATE}, {"morearticles", RELATED}, {"morefrom", RELATED},
    {"morelike", RELATED}, {"morelinks", RELATED}, {"morenews", RELATED},
    {"morestories", RELATED}, {"mostcommented", RELATED},
    {"mostpopular", RELATED}, {"mostread", RELATED}, {"mostviewed", RELATED},
    {"mpu", ADVERT}, {"myaccount", PROMO}, {"native", ADVERT}, {"nav", NAV},
    {"navbar", NAV}, {"navi", NAV}, {"navigation", NAV}, {"navmenu", NAV},
    {"newsletter", APPEAL}, {"newsletters", APPEAL}, {"newsticker", RELATED},
    {"nextprev", NAV}, {"nlsignup", APPEAL}, {"offcanvas", NAV},
    {"onetrust", CONSENT}, {"openweb", COMMENTS}, {"optin", APPEAL},
    {"outbrain", RELATED}, {"overlay", WIDGET}, {"pagecontent", BODY},
    {"pagefooter", FOOTER}, {"pageheader", HEADER}, {"pagelinks", NAV},
    {"pagenav", NAV}, {"pager", NAV}, {"pagetitle", TITLE},
    {"pagination", NAV}, {"paginator", NAV}, {"paging", NAV}, {"pathway", NAV},
    {"patreon", APPEAL}, {"paypal", APPEAL}, {"paywall", PROMO},
    {"photocaption", CAPTION}, {"photocredit", CAPTION},
    {"pingback", COMMENTS}, {"pinglist", COMMENTS}, {"pinglun", COMMENTS},
    {"pinterest", SHARE}, {"player", WIDGET}, {"poll", WIDGET},
    {"polls", WIDGET}, {"popular", RELATED}, {"popularposts", RELATED},
    {"popup", WIDGET}, {"post", BODY}, {"postauthor", BYLINE},
    {"postbody", BODY}, {"postcontent", BODY}, {"postdate", DATE},
    {"postedin", TAGS}, {"postedon", DATE}, {"postnav", NAV},
    {"posttag", TAGS}, {"posttags", TAGS}, {"posttime", DATE},
    {"posttitle", TITLE}, {"premiumwall", PROMO}, {"prevnext", NAV},
    {"printfriendly", SHARE}, {"privacybanner", CONSENT}, {"promo", PROMO},
    {"promobox", PROMO}, {"promos", PROMO}, {"promotion", PROMO},
    {"promotions", PROMO}, {"prose", BODY}, {"pubblicita", ADVERT},
    {"pubdate", DATE}, {"publicidad", ADVERT}, {"publicite", ADVERT},
    {"publishdate", DATE}, {"published", DATE}, {"publishedon", DATE},
    {"publishtime", DATE}, {"quantcast", CONSENT}, {"quiz", WIDGET},
    {"rail", SIDE}, {"ranking", RELATED}, {"rankings", RELATED},
    {"rating", WIDGET}, {"ratings", WIDGET}, {"reacties", COMMENTS},
    {"readalso", RELATED}, {"readmore", RELATED}, {"readnext", RELATED},
    {"recentposts", RELATED}, {"recirc", RELATED}, {"recirculation", RELATED},
    {"recommend", RELATED}, {"recommendation", RELATED},
    {"recommendations", RELATED}, {"recommended", RELATED},
    {"recommends", RELATED}, {"redakteur", BYLINE}, {"register", PROMO},
    {"registration", PROMO}, {"regwall", PROMO}, {"reklam", ADVERT},
    {"reklama", ADVERT}, {"related", RELATED}, {"relatedarticles", RELATED},
    {"relatedcontent", RELATED}, {"relatedlinks", RELATED},
    {"relatednews", RELATED}, {"relatedposts", RELATED}, {"relateds", RELATED},
    {"relatedstories", RELATED}, {"replies", COMMENTS}, {"reply", COMMENTS},
    {"reporter", BYLINE}, {"respond", COMMENTS}, {"retweet", SHARE},
    {"revcontent", RELATED}, {"richtext", BODY}, {"rightbar", SIDE},
    {"rightcol", SIDE}, {"rightcolumn", SIDE}, {"rightrail", SIDE},
    {"rightside", SIDE}, {"rightsidebar", SIDE}, {"scrolltop", WIDGET},
    {"search", WIDGET}, {"searchbar", WIDGET}, {"searchbox", WIDGET},
    {"searchform", WIDGET}, {"secondary", SIDE}, {"seealso", RELATED},
    {"share", SHARE}, {"shareaholic", SHARE}, {"sharebar", SHARE},
    {"sharebox", SHARE}, {"sharebutton", SHARE}, {"sharebuttons", SHARE},
    {"sharedaddy", SHARE}, {"sharelinks", SHARE}, {"sharer", SHARE},
    {"shares", SHARE}, {"sharethis", SHARE}, {"sharetools", SHARE},
    {"sharing", SHARE}, {"shijian", DATE}, {"shoutbox", COMMENTS},
    {"side", SIDE}, {"sidebar", SIDE}, {"sidebars", SIDE}, {"sidecol", SIDE},
    {"sidecolumn", SIDE}, {"sidenav", SIDE}, {"signin", PROMO},
    {"signup", APPEAL}, {"similar", RELATED}, {"sitefooter", FOOTER},
    {"siteheader", HEADER}, {"siteinfo", FOOTER}, {"sitemap", NAV},
    {"sitename", HEADER}, {"sitenav", NAV}, {"sitetitle", HEADER},
    {"skip", NAV}, {"skiplink", NAV}, {"skiplinks", NAV},
    {"skyscraper", ADVERT}, {"slider", WIDGET}, {"slideshow", WIDGET},
    {"slogan", HEADER}, {"social", SHARE}, {"socialbar", SHARE},
    {"socialicons", SHARE}, {"sociallinks", SHARE}, {"socialmedia", SHARE},
    {"socials", SHARE}, {"socialshare", SHARE}, {"socialsharing", SHARE},
    {"spinner", WIDGET}, {"sponsor", ADVERT}, {"sponsored", ADVERT},
    {"sponsors", ADVERT}, {"sponsorship", ADVERT}, {"spotim", COMMENTS},
    {"stars", WIDGET}, {"story", BODY}, {"storybody", BODY},
    {"storycontent", BODY}, {"storytext", BODY}, {"storytitle", TITLE},
    {"submenu", NAV}, {"subnav", NAV}, {"subscribe", APPEAL},
    {"subscriber", APPEAL}, {"subscribewall", PROMO}, {"subscription", APPEAL},
    {"subscriptions", APPEAL}, {"support", APPEAL}, {"supportus", APPEAL},
    {"tablist", NAV}, {"taboola", RELATED}, {"tabs", NAV}, {"tag", TAGS},
    {"tagcloud", TAGS}, {"tagged", TAGS}, {"tagline", HEADER},
    {"taglist", TAGS}, {"tags", TAGS}, {"teaser", RELATED},
    {"teasers", RELATED}, {"terms", FOOTER}, {"text", BODY},
    {"textsize", SHARE}, {"ticker", RELATED}, {"time", DATE},
    {"timeago", DATE}, {"timestamp", DATE}, {"title", TITLE},
    {"titolo", TITLE}, {"titre", TITLE}, {"titulo", TITLE}, {"toast", WIDGET},
    {"toc", NAV}, {"toolbar", NAV}, {"tooltip", WIDGET}, {"tooltips", WIDGET},
    {"topbar", NAV}, {"topheader", HEADER}, {"topiclist", TAGS},
    {"topics", TAGS}, {"toplist", RELATED}, {"topmenu", NAV}, {"topnav", NAV},
    {"topnews", RELATED}, {"topstories", RELATED}, {"totop", WIDGET},
    {"trackback", COMMENTS}, {"trackbacks", COMMENTS}, {"trending", RELATED},
    {"tuijian", RELATED}, {"tweet", SHARE}, {"twitter", SHARE},
    {"updated", DATE}, {"updatetime", DATE}, {"upnext", RELATED},
    {"upsell", PROMO}, {"userbar", PROMO}, {"userbox", PROMO},
    {"usercentrics", CONSENT}, {"userlogin", PROMO}, {"vcard", BYLINE},
    {"viafoura", COMMENTS}, {"videoplayer", WIDGET}, {"viewcount", WIDGET},
    {"views", WIDGET}, {"vote", WIDGET}, {"votes", WIDGET}, {"voting", WIDGET},
    {"weather", WIDGET}, {"werbung", ADVERT}, {"whatsapp", SHARE},
    {"widget", WIDGET}, {"widgets", WIDGET}, {"wpcaption", CAPTION},
    {"wppagenavi", NAV}, {"writer", BYLINE}, {"xiangguan", RELATED},
    {"yarpp", RELATED}, {"youmaylike", RELATED}, {"youmightlike", RELATED},
    {"zergnet", RELATED}, {"zhengwen", BODY},
};
/* clang-format on */

struct winnow_names {
    struct winnow_sight *of_element;
    const uint64_t *prose_before; /* n_blocks + 1: words */
};

/* ---- words -----------------------------------------------------------------
 */

static int compare(const void *word, const void *row)
{
    return strcmp(word, ((const struct name_word *)row)->word);
}

static uint32_t group_of(const char *word)
{
    const struct name_word *found =
        bsearch(word, name_words, sizeof name_words / sizeof name_words[0],
                sizeof name_words[0], compare);

    return found == NULL ? 0 : found->group;
}

/* Words of names as they are read: the one at hand and the one before it,
 * since "most-read" means what neither half does. */
struct words {
    char now[WORD_BYTES + 1], joined[2 * WORD_BYTES + 1];
    size_t n_now, n_before; /* bytes; n_before of `joined` are the one before */
    uint32_t groups;
};

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static void end_word(struct words *words)
{
    uint32_t joined;

    if (words->n_now == 0)
        return;
    if (words->n_now > WORD_BYTES) {
        words->n_now = words->n_before = 0;
        return;
    }
    words->now[words->n_now] = '\0';
    memcpy(words->joined + words->n_before, words->now, words->n_now + 1);
    joined = words->n_before == 0 ? 0 : group_of(words->joined);
    words->groups |= joined != 0 ? joined : group_of(words->now);
    memcpy(words->joined, words->now, words->n_now);
    words->n_before = words->n_now;
    words->n_now = 0;
}

static void put(struct words *words, char c)
{
    if (words->n_now < WORD_BYTES)
        words->now[words->n_now] = c;
    if (words->n_now <= WORD_BYTES)
        words->n_now++;
}

uint32_t winnow_name_groups(struct winnow_view names)
{
    struct words words = {.n_now = 0};
    size_t n = names.length_bytes;

    if (n > NAMES_BYTES_MOST)
        n = NAMES_BYTES_MOST;
    for (size_t i = 0; i < n; i++) {
        char c = names.data[i];
        bool hump = is_upper(c) && i > 0 && is_lower(names.data[i - 1]);
        if (hump || (!is_upper(c) && !is_lower(c)))
            end_word(&words);
        if (is_upper(c))
            put(&words, (char)(c - 'A' + 'a'));
        else if (is_lower(c))
            put(&words, c);
        else if (c == ' ')
            words.n_before = 0;
    }
    end_word(&words);
    return words.groups;
}

/* ---- elements --------------------------------------------------------------
 */

static uint32_t groups_of_tag(enum winnow_tag tag)
{
    switch (tag) {
    case WINNOW_TAG_NAV:
        return NAV;
    case WINNOW_TAG_FOOTER:
        return FOOTER;
    case WINNOW_TAG_ASIDE:
        return SIDE;
    case WINNOW_TAG_FIGCAPTION:
    case WINNOW_TAG_CAPTION:
        return CAPTION;
    case WINNOW_TAG_ARTICLE:
    case WINNOW_TAG_MAIN:
        return BODY;
    case WINNOW_TAG_BUTTON:
    case WINNOW_TAG_SELECT:
    case WINNOW_TAG_OPTGROUP:
    case WINNOW_TAG_OPTION:
    case WINNOW_TAG_TEXTAREA:
    case WINNOW_TAG_SEARCH:
    case WINNOW_TAG_MARQUEE:
        return WIDGET;
    default:
        return 0;
    }
}

static uint32_t own_groups(const struct winnow_element *element)
{
    return groups_of_tag(element->tag) | winnow_name_groups(element->id) |
           winnow_name_groups(element->class_names) |
           winnow_name_groups(element->role) |
           winnow_name_groups(element->itemprop);
}

/* Words of prose before each block, so that an element's are a difference. */
static uint64_t *sum_prose(const struct winnow_document *document)
{
    uint64_t *before = winnow_arena_calloc(
        document->arena, (size_t)document->n_blocks + 1, sizeof *before);

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        before[i + 1] = before[i];
        if (winnow_is_prose(block) && !block->hidden)
            before[i + 1] += block->n_words;
    }
    return before;
}

static bool holds_most(const struct winnow_document *document,
                       const struct winnow_element *element,
                       const uint64_t *before)
{
    return (before[element->end_block] - before[element->first_block]) * 2 >
           before[document->n_blocks];
}

static bool is_nameless(const struct winnow_document *document,
                        const struct winnow_element *element,
                        const uint64_t *before)
{
    return element->tag == WINNOW_TAG_HTML || element->tag == WINNOW_TAG_BODY ||
           element->tag == WINNOW_TAG_HEAD ||
           holds_most(document, element, before);
}

static struct winnow_sight see(struct winnow_sight parent, uint32_t own)
{
    struct winnow_sight sight = parent;

    sight.steps++;
    if (own != 0) {
        sight.nearest = own;
        sight.above |= own;
        sight.steps = 0;
    }
    return sight;
}

static struct winnow_names *read_names(struct winnow_document *document)
{
    struct winnow_names *names =
        winnow_arena_alloc(document->arena, sizeof *names);
    const uint64_t *before = sum_prose(document);

    names->prose_before = before;
    names->of_element = winnow_arena_calloc(
        document->arena, document->n_elements, sizeof *names->of_element);
    for (uint32_t i = 1; i < document->n_elements; i++) {
        const struct winnow_element *element = &document->elements[i];
        uint32_t own = own_groups(element);
        if (is_nameless(document, element, before))
            own &= BODY;
        names->of_element[i] = see(names->of_element[element->parent], own);
    }
    return names;
}

static const struct winnow_names *names_of(struct winnow_document *document)
{
    if (document->names == NULL)
        document->names = read_names(document);
    return document->names;
}

uint64_t winnow_prose_words(struct winnow_document *document, uint32_t first,
                            uint32_t end)
{
    const uint64_t *before = names_of(document)->prose_before;

    return before[end] - before[first];
}

bool winnow_holds_most_prose(struct winnow_document *document,
                             const struct winnow_element *element)
{
    return holds_most(document, element, names_of(document)->prose_before);
}

struct winnow_sight winnow_sight_of(struct winnow_document *document,
                                    const struct winnow_block *block)
{
    struct winnow_sight sight = names_of(document)->of_element[block->element];
    uint32_t own;

    own = winnow_name_groups(block->names);
    if (own != 0) {
        sight.nearest = own;
        sight.above |= own;
        sight.steps = 0;
    }
    return sight;
}

void winnow_hint_by_name(struct winnow_document *document,
                         struct winnow_block *block, uint32_t group,
                         enum winnow_kind kind, const char *rule)
{
    struct winnow_sight sight = winnow_sight_of(document, block);
    int strength;

    if ((sight.above & group) == 0)
        return;
    if (sight.nearest == group)
        strength = sight.steps <= 1 ? 80 : 65;
    else
        strength = (sight.nearest & group) != 0 ? 50 : 40;
    if (winnow_is_prose(block))
        strength = strength * 2 / 3;
    winnow_hint(document, block, kind, strength, rule);
}
