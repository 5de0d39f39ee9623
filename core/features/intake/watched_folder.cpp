#include "features/intake/watched_folder.h"

#include "base/log.h"
#include "features/intake/arrival.h"
#include "features/intake/intake_store.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include <dirent.h>
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>

namespace portal::intake {

namespace {

constexpr std::size_t s_read_at_once = 64 * 1024;
constexpr std::size_t s_id_length = 13;
constexpr std::string_view s_ignored_endings[] { ".part", ".tmp" };

[[noreturn]] void fail(std::string const& what) { throw std::system_error { errno, std::generic_category(), what }; }

mode_t mode_of(int descriptor)
{
    struct stat facts { };
    if (::fstat(descriptor, &facts) != 0)
        fail("the folder cannot be looked at");
    return facts.st_mode;
}

// Made with this mode, whatever the process's mask takes away from others.
FileDescriptor folder_at(int parent, char const* name, mode_t mode)
{
    bool const is_new = ::mkdirat(parent, name, 0700) == 0;
    if (!is_new && errno != EEXIST)
        fail(name);
    FileDescriptor folder { ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) };
    if (!folder || (is_new && ::fchmod(folder.number(), mode) != 0))
        fail(name);
    return folder;
}

std::vector<std::string> names_in(int folder)
{
    // A descriptor of its own, for its place in the folder is kept in it.
    auto const copy = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    std::unique_ptr<DIR, int (*)(DIR*)> const list { copy < 0 ? nullptr : ::fdopendir(copy), ::closedir };
    if (!list)
        fail("the folder cannot be listed");
    std::vector<std::string> names;
    while (auto const* const entry = ::readdir(list.get()))
        names.emplace_back(entry->d_name);
    return names;
}

bool is_left_alone(std::string_view name)
{
    return name.starts_with('.') || std::ranges::any_of(s_ignored_endings, [&](auto ending) { return name.ends_with(ending); });
}

std::int64_t changed_at(struct stat const& facts) { return facts.st_mtim.tv_sec * 1'000'000'000LL + facts.st_mtim.tv_nsec; }

bool is_plain(struct stat const& facts) { return S_ISREG(facts.st_mode) && facts.st_nlink == 1; }

// Whole or not there: nobody reads half a report. Whoever may read the folder may read it.
void write_file(int folder, std::string const& name, std::string const& content)
{
    auto const draft = "." + name + ".tmp";
    ::unlinkat(folder, draft.c_str(), 0);
    FileDescriptor const file { ::openat(folder, draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600) };
    if (!file || ::fchmod(file.number(), mode_of(folder) & 0666) != 0
        || ::write(file.number(), content.data(), content.size()) != static_cast<ssize_t>(content.size())
        || ::renameat(folder, draft.c_str(), folder, name.c_str()) != 0)
        fail(name);
}

}

WatchedFolder::WatchedFolder(Parts parts, TenantScope const& scope, std::string path)
    : m(std::move(parts))
    , m_scope(scope)
    , m_path(std::move(path))
{
}

// Anew each time: the folder may have been moved away and made again.
void WatchedFolder::open()
{
    FileDescriptor folder { ::open(m_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC) };
    if (!folder)
        fail(m_path);
    struct stat before { };
    struct stat now { };
    if (m_folder && ::fstat(m_folder.number(), &before) == 0 && ::fstat(folder.number(), &now) == 0 && before.st_ino == now.st_ino && before.st_nlink > 0)
        return;
    m_taken = folder_at(folder.number(), ".taken", 0700);
    auto const mode = mode_of(folder.number()) & 07777;
    m_done = folder_at(folder.number(), "done", mode);
    m_failed = folder_at(folder.number(), "failed", mode);
    m_moves = FileDescriptor { ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC) };
    // Where the system cannot tell (NFS, no watches left), files are complete when they rest.
    if (m_moves)
        ::inotify_add_watch(m_moves.number(), m_path.c_str(), IN_MOVED_TO | IN_ONLYDIR);
    log::info("intake.watching", { { "folder", m_path } });
    m_folder = std::move(folder);
    m_seen.clear();
    m_moved_in.clear();
}

void WatchedFolder::hear_of_moves()
{
    alignas(inotify_event) std::array<char, 16 * 1024> buffer; // NOLINT: filled by read
    for (;;) {
        auto const count = ::read(m_moves.number(), buffer.data(), buffer.size());
        if (count <= 0)
            return;
        for (std::size_t at = 0; at < static_cast<std::size_t>(count);) {
            auto const* const event = reinterpret_cast<inotify_event const*>(buffer.data() + at);
            if (event->len > 0)
                m_moved_in.emplace(event->name);
            at += sizeof(inotify_event) + event->len;
        }
    }
}

std::vector<std::string> WatchedFolder::complete_ones()
{
    hear_of_moves();
    auto const now = m.clock.now();
    std::map<std::string, Seen> seen;
    std::vector<std::pair<std::int64_t, std::string>> complete;
    for (auto const& name : names_in(m_folder.number())) {
        struct stat facts { };
        if (is_left_alone(name) || ::fstatat(m_folder.number(), name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0 || name == "done" || name == "failed")
            continue;
        if (!is_plain(facts)) {
            complain(name, "is no plain file of its own and is not taken");
            continue;
        }
        if (!is_delivery_name(name)) {
            complain(name, "has a name that is not taken: at most 100 characters of UTF-8, no backslash");
            continue;
        }
        Look const look { static_cast<std::uint64_t>(facts.st_size), facts.st_ino, changed_at(facts) };
        auto const before = m_seen.find(name);
        auto const since = before != m_seen.end() && before->second.look == look ? before->second.since : now;
        seen[name] = { look, since };
        if (m_moved_in.contains(name) || now - since >= m.settles)
            complete.emplace_back(look.changed, name);
    }
    m_seen = std::move(seen);
    std::erase_if(m_moved_in, [&](auto const& name) { return !m_seen.contains(name); });
    std::ranges::sort(complete);
    std::vector<std::string> names;
    for (auto& [changed, name] : complete)
        names.push_back(std::move(name));
    return names;
}

bool WatchedFolder::has_work()
{
    open();
    return !complete_ones().empty() || std::ranges::any_of(names_in(m_taken.number()), [](auto const& name) { return !name.starts_with('.'); });
}

void WatchedFolder::take_all()
{
    open();
    for (auto const& taken : names_in(m_taken.number()))
        if (!taken.starts_with('.'))
            go_on_with(taken);
    for (auto const& name : complete_ones())
        take(name);
}

void WatchedFolder::take(std::string const& name)
{
    auto const id = ReceivedId::make();
    if (::renameat(m_folder.number(), name.c_str(), m_taken.number(), (id.text() + "-" + name).c_str()) != 0) {
        if (errno == ENOENT)
            return; // whoever brought it took it away again
        fail(name);
    }
    m_moved_in.erase(name);
    receive(id, name);
}

void WatchedFolder::receive(ReceivedId id, std::string const& name)
{
    auto const taken = id.text() + "-" + name;
    FileDescriptor const file { ::openat(m_taken.number(), taken.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) };
    struct stat before { };
    if (!file || ::fstat(file.number(), &before) != 0 || !is_plain(before))
        return refuse(id, name, "This is no plain file that can be read.");
    if (static_cast<std::uint64_t>(before.st_size) > m.most_bytes)
        return refuse(id, name, "It has more than " + std::to_string(m.most_bytes) + " bytes (imports.most_megabytes).");
    Arrival arrival { m.database, m.clock, m_scope, { .id = id, .name = name, .way = Way::folder } };
    std::vector<char> buffer(s_read_at_once);
    // Whoever goes on writing behind the end that it had is still writing.
    for (std::int64_t size = 0; size <= before.st_size;) {
        auto const count = ::read(file.number(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            fail(name);
        if (count == 0)
            break;
        arrival.add({ buffer.data(), static_cast<std::size_t>(count) });
        size += count;
    }
    struct stat after { };
    if (::fstat(file.number(), &after) != 0 || after.st_size != before.st_size || changed_at(after) != changed_at(before)) {
        // Somebody still writes into it: back, until it rests. Not by a rename, which the watch would take for a
        // file that was moved in whole, and which would replace a new file of that name; while there is one, it is tried again from here.
        if (::linkat(m_taken.number(), taken.c_str(), m_folder.number(), name.c_str(), 0) == 0) {
            if (::unlinkat(m_taken.number(), taken.c_str(), 0) != 0)
                fail(name);
        } else if (errno != EEXIST)
            fail(name);
        return arrival.give_up();
    }
    arrival.finish();
    log::info("intake.taken", { { "received", id.text() }, { "bytes", std::to_string(after.st_size) } });
}

// What a process left that died, or what has been read meanwhile.
void WatchedFolder::go_on_with(std::string const& taken)
{
    auto const id = ReceivedId::parse(taken.substr(0, s_id_length));
    if (!id || taken.size() < s_id_length + 2 || taken[s_id_length] != '-')
        return;
    auto const name = taken.substr(s_id_length + 1);
    if (!is_delivery_name(name))
        return complain(".taken/" + taken, "was not put there by the portal and is left alone");
    auto const received = m.database.read([&](db::Session& session) { return IntakeStore { session, m_scope }.find(*id); });
    if (!received)
        return receive(*id, name);
    if (received->is_done())
        return put_away(*received);
    if (received->state != State::arriving && received->state != State::given_up)
        return; // its turn comes
    auto const anew = ReceivedId::make(); // the other one is given up
    if (::renameat(m_taken.number(), taken.c_str(), m_taken.number(), (anew.text() + "-" + name).c_str()) != 0)
        fail(name);
    receive(anew, name);
}

void WatchedFolder::refuse(ReceivedId id, std::string const& name, std::string const& message)
{
    Received refused;
    refused.id = id;
    refused.name = name;
    refused.way = Way::folder;
    refused.state = State::refused;
    refused.reason = "intake.file";
    refused.message = message;
    refused.received_at = m.clock.now();
    put_away(id, name, m_failed.number(), folder_report(refused));
}

void WatchedFolder::put_away(Received const& received)
{
    open();
    auto const report = m.database.read([&](db::Session& session) { return folder_report(session, m_scope, received, m.words, m.clock.now()); });
    put_away(received.id, received.name, received.state == State::refused ? m_failed.number() : m_done.number(), report);
}

void WatchedFolder::put_away(ReceivedId id, std::string const& name, int folder, Report const& report)
{
    // An earlier one of this name keeps what it has, under another name.
    struct stat facts { };
    if (::fstatat(folder, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0)
        for (auto const* const ending : { ".report.txt", ".report.json", "" })
            ::renameat(folder, (name + ending).c_str(), folder, (name + ".before-" + id.text() + ending).c_str());
    write_file(folder, name + ".report.txt", report.text);
    write_file(folder, name + ".report.json", report.json);
    if (::renameat(m_taken.number(), (id.text() + "-" + name).c_str(), folder, name.c_str()) != 0 && errno != ENOENT)
        fail(name);
    log::info("intake.put_away", { { "received", id.text() } });
}

void WatchedFolder::complain(std::string const& name, std::string const& what)
{
    if (m_complaints.insert(name + what).second)
        log::warning("intake.file_not_taken", { { "folder", m_path }, { "file", name }, { "message", what } });
}

}
