#include "base/log.h"

#include "base/text.h"
#include "base/time.h"

#include <Poco/JSONString.h>

#include <atomic>

#include <unistd.h>

namespace portal::log {

namespace {

void write_line(Level level, std::string_view event, std::initializer_list<Field> fields);

std::atomic<Level> s_level { Level::info };
std::atomic<Writer> s_writer { write_line };

std::string_view name(Level level)
{
    switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
    }
    return "error";
}

void append(std::string& line, std::string_view key, std::string_view value)
{
    // Poco writes invalid UTF-8 through as it is; a log must stay readable by JSON parsers whatever a file held.
    line += Poco::toJSON(std::string { key }) + ':' + Poco::toJSON(is_utf8(value) ? std::string { value } : "hex:" + hex(value.substr(0, 200)));
}

void write_line(Level level, std::string_view event, std::initializer_list<Field> fields)
{
    std::string line = "{";
    append(line, "ts", instant_to_iso(SystemClock {}.now()));
    line += ',';
    append(line, "level", name(level));
    line += ',';
    append(line, "event", event);
    for (auto const& [key, value] : fields) {
        line += ',';
        append(line, key, value);
    }
    line += "}\n";
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, line.data(), line.size());
}

}

void set_level(Level level) { s_level = level; }
void set_writer(Writer writer) { s_writer = writer; }

void write(Level level, std::string_view event, std::initializer_list<Field> fields) noexcept
{
    if (level < s_level)
        return;
    try {
        s_writer.load()(level, event, fields);
    } catch (...) {
        // Nothing is left to tell it to.
    }
}

}
