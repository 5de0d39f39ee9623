#include "features/meters/readings_export.h"

#include "base/quantity.h"
#include "features/audit/audit.h"
#include "features/meters/queries.h"

#include <cerrno>
#include <filesystem>
#include <functional>
#include <span>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace portal::meters {

namespace {

constexpr std::string_view s_head = "id,customer,supply_point,meter,register,read_on,value,unit,consumption,unusual,window,submitted_at\r\n";
constexpr std::size_t s_marked_at_once = 200;

std::string quoted(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string { text };
    std::string inside;
    for (char const c : text)
        inside += c == '"' ? std::string { "\"\"" } : std::string { c };
    return '"' + inside + '"';
}

std::string line_of(db::Row const& row)
{
    auto const scale = static_cast<int>(row.integer(7));
    std::string line = id_to_text(row.integer(0));
    for (std::size_t column = 1; column <= 4; ++column)
        line += ',' + quoted(row.text_view(column));
    line += ',' + date_to_iso(row.date(5)) + ',' + Quantity { row.integer(6), scale }.decimal_text() + ',' + quoted(row.text_view(8)) + ','
        + Quantity { row.integer(9), scale }.decimal_text() + ',' + (row.flag(10) ? '1' : '0') + ',' + date_to_iso(row.date(11)) + ','
        + instant_to_iso(row.instant(12)) + "\r\n";
    return line;
}

// The lines in pages; gives the ids that were written.
std::vector<std::int64_t> write_all(db::Database& database, TenantScope const& scope, std::function<void(std::string const&)> const& write)
{
    std::vector<std::int64_t> ids;
    for (;;) {
        auto const after = ids.empty() ? 0 : ids.back();
        auto const page = database.read([&](db::Session& session) { return session.query(sql::readings_to_export, scope.tenant(), after); });
        if (page.empty())
            return ids;
        std::string lines { ids.empty() ? s_head : std::string_view {} };
        for (auto const& row : page) {
            lines += line_of(row);
            ids.push_back(row.integer(0));
        }
        write(lines);
    }
}

// Exactly those that were written: one that came in meanwhile is for the next time.
void mark(db::Database& database, TenantScope const& scope, Clock const& clock, std::span<std::int64_t const> ids)
{
    auto const now = clock.now();
    auto const count = ids.size();
    while (!ids.empty()) {
        auto const part = ids.first(std::min(s_marked_at_once, ids.size()));
        ids = ids.subspan(part.size());
        database.transact([&](db::Transaction& transaction) {
            for (auto const id : part)
                transaction.execute(sql::mark_exported, now, scope.tenant(), id);
            if (ids.empty())
                audit::record(transaction, now, { scope.tenant(), {}, audit::Actor::portalctl, "readings.exported", {}, std::to_string(count) });
        });
    }
}

// A file that is there whole or not at all.
class NewFile {
public:
    explicit NewFile(std::string const& path)
        : m_path(path)
        , m_unfinished(path + ".unfinished")
        , m_file(::open(m_unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640))
    {
        if (m_file < 0)
            fail();
    }
    NewFile(NewFile const&) = delete;
    NewFile& operator=(NewFile const&) = delete;
    ~NewFile()
    {
        ::close(m_file);
        if (!m_is_kept)
            ::unlink(m_unfinished.c_str());
    }
    void write(std::string_view text)
    {
        while (!text.empty()) {
            auto const size = ::write(m_file, text.data(), text.size());
            if (size < 0 && errno != EINTR)
                fail();
            text.remove_prefix(size < 0 ? 0 : static_cast<std::size_t>(size));
        }
    }
    void keep()
    {
        if (::fsync(m_file) != 0 || ::rename(m_unfinished.c_str(), m_path.c_str()) != 0)
            fail();
        m_is_kept = true;
        auto const folder = std::filesystem::path { m_path }.parent_path();
        int const entry = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        bool const is_safe = entry >= 0 && ::fsync(entry) == 0;
        ::close(entry);
        if (!is_safe)
            fail();
    }

private:
    [[noreturn]] void fail() const { throw std::system_error(errno, std::generic_category(), m_path); }

    std::string m_path, m_unfinished;
    int m_file;
    bool m_is_kept = false;
};

}

std::int64_t export_readings(db::Database& database, TenantScope const& scope, Clock const& clock, std::string const& path)
{
    NewFile file { path };
    auto const ids = write_all(database, scope, [&](std::string const& lines) { file.write(lines); });
    if (!ids.empty()) {
        file.keep();
        mark(database, scope, clock, ids);
    }
    return static_cast<std::int64_t>(ids.size());
}

std::int64_t export_readings(db::Database& database, TenantScope const& scope, Clock const& clock, std::ostream& out)
{
    auto const ids = write_all(database, scope, [&](std::string const& lines) { out << lines; });
    if (!out.flush())
        throw std::runtime_error("the readings cannot be written");
    mark(database, scope, clock, ids);
    return static_cast<std::int64_t>(ids.size());
}

}
