#include "jobs/process_name.h"

#include "base/text.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include <signal.h>
#include <unistd.h>

namespace portal::jobs {

namespace {

// The part that a machine and a process namespace share: host name for people, the boot and the namespace for us.
std::string this_place()
{
    char host[16] = "";
    if (::gethostname(host, sizeof host - 1) != 0)
        host[0] = '\0';
    std::string boot;
    std::getline(std::ifstream { "/proc/sys/kernel/random/boot_id" }, boot);
    std::error_code error;
    auto const space = std::filesystem::read_symlink("/proc/self/ns/pid", error).string(); // pid:[4026531836]
    auto const opening = space.find('[');
    return replaced(host, "/", "") + "/" + boot.substr(0, 8) + "/"
        + (opening == std::string::npos ? "" : space.substr(opening + 1, space.size() - opening - 2));
}

// The kernel's tick in which the process started; "" when it only waits for its parent, nullopt when it is not there or hidden.
std::optional<std::string> start_of(std::int64_t pid)
{
    std::ifstream file { "/proc/" + std::to_string(pid) + "/stat" };
    std::string const line { std::istreambuf_iterator<char> { file }, {} };
    auto const name_end = line.rfind(") ");
    if (name_end == std::string::npos)
        return std::nullopt;
    auto const fields = split(std::string_view { line }.substr(name_end + 2), ' '); // from field 3 of proc(5) on
    if (fields.size() < 20)
        return std::nullopt;
    return fields[0] == "Z" || fields[0] == "X" ? std::string {} : std::string { fields[19] };
}

}

std::string this_process() { return this_place() + "/" + std::to_string(::getpid()) + "/" + start_of(::getpid()).value_or(""); }

bool is_gone(std::string_view process)
{
    auto const parts = split(process, '/');
    if (parts.size() != 5 || parts[1].empty() || parts[2].empty() || parts[4].empty())
        return false;
    auto const pid = parse_integer(parts[3]);
    auto const place_end = process.size() - parts[3].size() - parts[4].size() - 2;
    if (!pid || *pid <= 0 || process.substr(0, place_end) != this_place())
        return false;
    auto const start = start_of(*pid);
    return start ? *start != parts[4] : ::kill(static_cast<pid_t>(*pid), 0) != 0 && errno == ESRCH;
}

}
