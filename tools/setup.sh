# shellcheck shell=bash
# Read by tools/run and tools/test: what must be installed, and the build.
# On Debian and its kin what is missing is installed by apt; elsewhere the
# packages are named, never guessed at. Quiet when nothing is to do.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

DEBIAN_BUILD='gcc libc6-dev meson ninja-build pkg-config libgumbo-dev zlib1g-dev
    libutf8proc-dev libjansson-dev libxxhash-dev nettle-dev libzstd-dev
    libdeflate-dev libbrotli-dev g++ libcld2-dev'
DEBIAN_TEST='libcmocka-dev python3 python3-venv jq zstd mandoc util-linux procps'
DEBIAN_FUZZ='clang libclang-rt-dev'

die() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Where apt is not: the names of the same packages elsewhere.
name_packages() {
    die 'These are needed; the names are those of your system:' \
        '  Fedora: gcc meson ninja-build pkgconf gumbo-parser-devel zlib-devel' \
        '    utf8proc-devel jansson-devel xxhash-devel nettle-devel' \
        '    libzstd-devel libdeflate-devel brotli-devel libcmocka-devel' \
        '    gcc-c++ cld2-devel' \
        '    python3 jq zstd mandoc util-linux procps-ng' \
        '  Arch: gcc meson ninja pkgconf gumbo-parser zlib libutf8proc jansson' \
        '    xxhash nettle zstd libdeflate brotli cmocka python jq mandoc' \
        '    procps-ng' \
        '  Alpine: build-base bash meson pkgconf gumbo-parser-dev zlib-dev' \
        '    utf8proc-dev jansson-dev xxhash-dev nettle-dev zstd-dev' \
        '    libdeflate-dev brotli-dev cmocka-dev python3 jq zstd' \
        '    mandoc procps' \
        '  macOS (Homebrew): meson ninja pkgconf gumbo-parser utf8proc jansson' \
        '    xxhash nettle zstd libdeflate brotli cmocka python jq' \
        '    proctools'
}

# Whether everything for the step `$1` (build or test) is there.
is_complete() {
    local tool library
    for tool in cc meson ninja pkg-config; do
        command -v "$tool" >/dev/null || return 1
    done
    for library in gumbo zlib libutf8proc jansson libxxhash nettle; do
        pkg-config --exists "$library" || return 1
    done
    [ "$1" = test ] || return 0
    for tool in python3 jq pgrep; do
        command -v "$tool" >/dev/null || return 1
    done
    pkg-config --exists cmocka && python3 -c 'import ensurepip, venv' \
        2>/dev/null
}

apt_missing() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null |
            grep -q 'ok installed' || printf '%s\n' "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die 'Not root, and there is no sudo. As root, run:' "  $*"
    fi
}

# install_packages build|test|train|fuzz; DEBIAN_TRAIN is tools/train/train's.
install_packages() {
    local packages=$DEBIAN_BUILD missing log
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null
    then
        is_complete "$1" || name_packages
        return
    fi
    [ "$1" != test ] || packages="$packages $DEBIAN_TEST"
    [ "$1" != fuzz ] || packages=$DEBIAN_FUZZ
    [ "$1" != train ] || packages="$packages $DEBIAN_TRAIN"
    # shellcheck disable=SC2086 # a list of words
    missing=$(apt_missing $packages)
    [ -n "$missing" ] || return 0
    printf 'installing: %s\n' "${missing//$'\n'/ }"
    log=$(mktemp)
    # shellcheck disable=SC2086
    if ! { as_root apt-get update -q &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -qy --no-install-recommends $missing; } \
        >"$log" 2>&1; then
        # Enough may be there without them.
        is_complete "$1" || {
            cat "$log" >&2
            die 'the packages could not be installed'
        }
        printf 'not installed; going on without\n'
    fi
    rm -f "$log"
}

# quietly LOG COMMAND...: shows what it said only when it failed.
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 || {
        cat "$log" >&2
        return 1
    }
}

# build DIR MESON-OPTION...
build() {
    local dir=$top/$1
    shift
    if [ -f "$dir/build.ninja" ]; then
        [ $# = 0 ] || quietly "$dir/setup.log" meson configure "$dir" "$@" || return 1
    else
        quietly "$dir/setup.log" meson setup "$dir" "$top" "$@" || return 1
    fi
    quietly "$dir/build.log" ninja -C "$dir"
}
