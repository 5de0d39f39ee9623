#!/usr/bin/env bash
# Tries the README's promise on a bare Debian 12: a root file system from debootstrap, git, a clone of what is committed here,
# then ./dev run (twice) and ./dev test. Says how long each took and how much was installed.
#
#   tests/support/fresh_machine.sh [--keep] [run] [test]        as root; both by default
#
# Everything happens in name spaces of its own, so that mounts and processes are gone when the script ends, however it ends.
set -euo pipefail
readonly checkout=$(readlink -f "$(dirname "$0")/../..")

if [ -z "${IN_NAME_SPACES:-}" ]; then
    [ "$(id -u)" = 0 ] || { echo "Root rights are needed for debootstrap and chroot." >&2 && exit 3; }
    for command in debootstrap unshare; do
        command -v "$command" >/dev/null || { echo "$command is needed: apt-get install debootstrap util-linux" >&2 && exit 3; }
    done
    IN_NAME_SPACES=1 exec unshare --mount --pid --fork --kill-child "$0" "$@"
fi

keep=''
verbs=()
for argument in "$@"; do
    case $argument in
    --keep) keep=1 ;;
    run | test) verbs+=("$argument") ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0" && exit 2 ;;
    esac
done
[ ${#verbs[@]} -gt 0 ] || verbs=(run test)

folder=$(mktemp -d "${TMPDIR:-/tmp}/fresh-machine-XXXXXX")
readonly folder root=$folder/root report=$folder/report
touch "$report"

# The clean environment that every command inside starts with.
inside=(chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin CI=true)
size() { du -sxm "$root" | cut -f1; }
say() { printf '%s\n' "$*" | tee -a "$report"; }

# timed WHAT COMMAND...: runs it, and writes down the seconds, the outcome and the size of the root afterwards.
timed() {
    local what=$1 begin=$SECONDS outcome=0
    shift
    "$@" || outcome=$?
    say "$(printf '%-34s %5d s   exit %d   %6d MB' "$what" $((SECONDS - begin)) "$outcome" "$(size)")"
    return "$outcome"
}

leave() {
    local mounted
    for mounted in dev/shm dev proc source; do
        ! mountpoint -q "$root/$mounted" || umount -l "$root/$mounted"
    done
    printf '\n' && cat "$report"
    if [ -n "$keep" ]; then
        echo "The root file system stays in $root"
    elif ! grep -q " $folder" /proc/mounts; then
        rm -rf --one-file-system "$folder"
    fi
}

make_root() {
    debootstrap --variant=minbase bookworm "$root" >"$folder/debootstrap.log"
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/dev/shm"
    mkdir "$root/source"
    mount --bind "$checkout" "$root/source"
    cp /etc/resolv.conf "$root/etc/"
    echo "127.0.0.1 localhost" >"$root/etc/hosts" # Debian's installer writes it, debootstrap does not
    grep -qs bookworm-security "$root/etc/apt/sources.list" || sed 's/ bookworm / bookworm-security /; s,/debian ,/debian-security ,' "$root/etc/apt/sources.list" >"$root/etc/apt/sources.list.d/security.list"
}

# A machine behind a gateway with an authority of its own trusts that one, and so must the machine inside.
trust_as_here() {
    compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null || return 0
    mkdir -p "$root/usr/local/share/ca-certificates"
    cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/"
    inside+=(NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt)
}

install_git() {
    "${inside[@]}" apt-get update -q
    "${inside[@]}" apt-get install -y -q --no-install-recommends git
    "${inside[@]}" git -c safe.directory='*' clone -q /source /portal
}

# ./dev run until the portal answers, then SIGTERM.
run_portal() {
    local log=$folder/run-$1.log outcome=0
    "${inside[@]}" /portal/dev run --port 18080 >"$log" 2>&1 &
    local runner=$!
    if ! grep -q -m1 '"portald.ready"' < <(tail -n +1 -F --pid="$runner" "$log" 2>/dev/null); then
        tail -30 "$log"
        return 1
    fi
    "${inside[@]}" bash -c 'exec 3<>/dev/tcp/127.0.0.1/18080; printf "GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n" >&3; head -1 <&3'
    kill -TERM "$runner"
    wait "$runner" || outcome=$?
    [ "$outcome" = 0 ] || tail -30 "$log"
    return "$outcome"
}

trap leave EXIT
timed "bare Debian 12" make_root
trust_as_here
timed "git and the clone" install_git
for verb in "${verbs[@]}"; do
    case $verb in
    run)
        timed "./dev run, the first time" run_portal first
        timed "./dev run, the second time" run_portal second
        ;;
    test) timed "./dev test" "${inside[@]}" bash /portal/.ci/run ;;
    esac
done
