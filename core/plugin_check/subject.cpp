#include "plugin_check/subject.h"

#include "base/properties.h"
#include "plugins/host_delivery.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace portal::plugin_check {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t s_most_unpacked = 64ULL << 20;

portal_date parse_day(Property const& given)
{
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    char behind = 0;
    if (std::sscanf(given.value.c_str(), "%4d-%2u-%2u%c", &year, &month, &day, &behind) != 3
        || !sdk::Date { std::chrono::year { year }, std::chrono::month { month }, std::chrono::day { day } }.ok())
        throw SettingsError(given.origin + ": tenant.today is a day such as 2018-06-02");
    return { static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day) };
}

// The descriptors of a delivery stand side by side, as in the host.
class OpenFiles {
public:
    OpenFiles() = default;
    OpenFiles(OpenFiles const&) = delete;
    OpenFiles& operator=(OpenFiles const&) = delete;
    ~OpenFiles()
    {
        for (int i = 0; i < m_count; ++i)
            ::close(s_first + i);
    }
    void add(fs::path const& path)
    {
        int const opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (opened < 0)
            throw std::runtime_error(path.string() + " cannot be read");
        ::dup3(opened, s_first + m_count++, O_CLOEXEC);
        ::close(opened);
        m_names.push_back(path.filename().string());
    }
    std::vector<std::string> const& names() const { return m_names; }
    static constexpr int s_first = 100;

private:
    int m_count = 0;
    std::vector<std::string> m_names;
};

std::string content_of(portal_delivery& delivery)
{
    std::string content;
    std::string buffer(65536, '\0');
    std::int64_t got = 0;
    while ((got = delivery.read(delivery.ctx, buffer.data(), buffer.size())) > 0)
        content.append(buffer, 0, static_cast<std::size_t>(got));
    return content;
}

}

Tenant read_tenant(std::string const& path)
{
    Tenant tenant;
    for (auto const& [key, given] : read_properties(path)) {
        if (key == "tenant.slug")
            tenant.slug = given.value;
        else if (key == "tenant.time_zone")
            tenant.time_zone = given.value;
        else if (key == "tenant.language")
            tenant.language = given.value;
        else if (key == "tenant.currency")
            tenant.currency = given.value;
        else if (key == "tenant.today")
            tenant.today = parse_day(given);
        else if (key.starts_with("tenant."))
            throw SettingsError(given.origin + ": of the tenant slug, time_zone, language, currency and today can be set");
        else
            tenant.settings[key] = given.value;
    }
    return tenant;
}

std::vector<File> read_delivery(std::string const& path)
{
    OpenFiles files;
    if (fs::is_directory(path)) {
        for (auto const& entry : fs::directory_iterator { path })
            if (entry.is_regular_file())
                files.add(entry.path());
    } else
        files.add(path);
    if (files.names().empty() || files.names().size() > 64)
        throw std::runtime_error(path + ": a delivery has 1 to 64 files");
    plugins::HostDelivery delivery { OpenFiles::s_first, files.names(), s_most_unpacked };
    std::vector<File> read;
    portal_text name {};
    while (delivery.border()->next(delivery.border()->ctx, &name) == 1) {
        auto const file = std::string { sdk::from_c(name) };
        read.push_back({ file, content_of(*delivery.border()) });
    }
    if (auto const& error = delivery.error(); error.key[0] != 0)
        throw std::runtime_error(path + ": " + error.key + " (" + error.field + "): " + error.detail);
    return read;
}

}
