/* Functions whose use fails the build. Included by the compiler before every
 * file of ours (meson.build). */
#ifndef WINNOW_BANNED_H
#define WINNOW_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets
#pragma GCC poison strtok gmtime localtime ctime asctime setlocale atoi atol

#endif
