/* Which build of the net this machine runs; see net.h. */
#include "label/net.h"

winnow_net_runner *winnow_net_choose(void)
{
#ifdef WINNOW_NET_HAVE_WIDE
    if (__builtin_cpu_supports("avx2"))
        return winnow_net_run_wide;
#endif
    return winnow_net_run_plain;
}
