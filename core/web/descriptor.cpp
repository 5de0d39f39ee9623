#include "web/descriptor.h"

#include "base/log.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

#include <sys/resource.h>

namespace portal::web {

namespace {

constexpr rlim_t s_other_descriptors = 512; // database, files, plugin hosts

}

FileDescriptor checked(int descriptor, char const* what)
{
    if (descriptor < 0)
        throw std::system_error(errno, std::generic_category(), what);
    return FileDescriptor { descriptor };
}

std::size_t connections_we_may_have(std::size_t wanted)
{
    rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < wanted + s_other_descriptors) {
        limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted + s_other_descriptors);
        ::setrlimit(RLIMIT_NOFILE, &limit);
        ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur >= wanted + s_other_descriptors)
        return wanted;
    auto const possible = limit.rlim_cur > 2 * s_other_descriptors ? limit.rlim_cur - s_other_descriptors : limit.rlim_cur / 2;
    log::warning("http.few_descriptors", { { "limit", std::to_string(limit.rlim_cur) }, { "connections", std::to_string(possible) } });
    return possible;
}

}
