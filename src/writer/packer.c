/* Whole gzip members; see packer.h. */
#include "writer/packer.h"

#include <libdeflate.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum {
    KEPT_BYTES = 2 << 20, /* of a buffer, from member to member */
    /* A shorter member is compressed before a thread would be awake. */
    THREAD_BYTES_MIN = 64 << 10
};

/* The thread has the buffers while they are GIVEN, the caller else. */
enum state { IDLE, GIVEN, PACKED, ENDED };

struct winnow_packer {
    struct libdeflate_compressor *libdeflate;
    bool is_thread_wanted, has_thread;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    enum state state; /* with the mutex */
    struct winnow_buffer member, packed;
};

struct winnow_packer *winnow_packer_new(int level)
{
    struct winnow_packer *packer = calloc(1, sizeof *packer);

    if (packer == NULL)
        return NULL;
    packer->libdeflate = libdeflate_alloc_compressor(level);
    if (packer->libdeflate == NULL) {
        free(packer);
        return NULL;
    }
    pthread_mutex_init(&packer->mutex, NULL);
    pthread_cond_init(&packer->changed, NULL);
    return packer;
}

void winnow_packer_use_thread(struct winnow_packer *packer)
{
    packer->is_thread_wanted = true;
}

/* There is room for whatever comes of it, which is never nothing. */
static void compress_member(struct winnow_packer *packer)
{
    packer->packed.length_bytes = libdeflate_gzip_compress(
        packer->libdeflate, packer->member.data, packer->member.length_bytes,
        packer->packed.data, packer->packed.capacity_bytes);
}

/* ---- the thread ---------------------------------------------------------- */

static void *serve(void *argument)
{
    struct winnow_packer *packer = argument;

    pthread_mutex_lock(&packer->mutex);
    while (packer->state != ENDED) {
        if (packer->state != GIVEN) {
            pthread_cond_wait(&packer->changed, &packer->mutex);
            continue;
        }
        pthread_mutex_unlock(&packer->mutex);
        compress_member(packer);
        pthread_mutex_lock(&packer->mutex);
        packer->state = PACKED;
        pthread_cond_signal(&packer->changed);
    }
    pthread_mutex_unlock(&packer->mutex);
    return NULL;
}

/* Signals are for the thread that started it. */
static bool start_thread(struct winnow_packer *packer)
{
    sigset_t all, before;

    if (packer->has_thread)
        return true;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    packer->has_thread =
        pthread_create(&packer->thread, NULL, serve, packer) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return packer->has_thread;
}

static void set_state(struct winnow_packer *packer, enum state state)
{
    pthread_mutex_lock(&packer->mutex);
    packer->state = state;
    pthread_cond_signal(&packer->changed);
    pthread_mutex_unlock(&packer->mutex);
}

/* The state, once the thread has nothing to do. */
static enum state wait_for_thread(struct winnow_packer *packer)
{
    enum state state;

    pthread_mutex_lock(&packer->mutex);
    while (packer->state == GIVEN)
        pthread_cond_wait(&packer->changed, &packer->mutex);
    state = packer->state;
    pthread_mutex_unlock(&packer->mutex);
    return state;
}

/* ---- members ------------------------------------------------------------- */

bool winnow_packer_pack(struct winnow_packer *packer,
                        struct winnow_buffer *member)
{
    size_t length = member->length_bytes;
    struct winnow_buffer other = packer->member;

    winnow_buffer_reset(&packer->packed, KEPT_BYTES);
    if (winnow_buffer_reserve(
            &packer->packed,
            libdeflate_gzip_compress_bound(packer->libdeflate, length)) == NULL)
        return false;
    packer->member = *member;
    *member = other;
    winnow_buffer_reset(member, KEPT_BYTES);
    if (packer->is_thread_wanted && length >= THREAD_BYTES_MIN &&
        start_thread(packer)) {
        set_state(packer, GIVEN);
        return true;
    }
    compress_member(packer);
    set_state(packer, PACKED);
    return true;
}

bool winnow_packer_take(struct winnow_packer *packer,
                        struct winnow_view *packed)
{
    *packed = (struct winnow_view){NULL, 0};
    if (wait_for_thread(packer) != PACKED)
        return true;
    set_state(packer, IDLE);
    *packed =
        (struct winnow_view){packer->packed.data, packer->packed.length_bytes};
    return packed->length_bytes != 0;
}

void winnow_packer_free(struct winnow_packer *packer)
{
    if (packer == NULL)
        return;
    if (packer->has_thread) {
        (void)wait_for_thread(packer);
        set_state(packer, ENDED);
        pthread_join(packer->thread, NULL);
    }
    pthread_cond_destroy(&packer->changed);
    pthread_mutex_destroy(&packer->mutex);
    libdeflate_free_compressor(packer->libdeflate);
    winnow_buffer_free(&packer->member);
    winnow_buffer_free(&packer->packed);
    free(packer);
}
