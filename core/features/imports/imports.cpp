#include "features/imports/imports.h"

#include "features/imports/tables.h"

namespace portal::imports {

std::string_view name_of(Kind kind) { return table_of(kind).name; }

std::string_view name_of(State state)
{
    switch (state) {
    case State::published: return "published";
    case State::unchanged: return "unchanged";
    case State::failed: return "failed";
    case State::busy: return "busy";
    }
    return "";
}

Counts ImportReport::total() const
{
    Counts sum;
    for (auto const& one : counts) {
        sum.added += one.added;
        sum.changed += one.changed;
        sum.removed += one.removed;
        sum.unchanged += one.unchanged;
    }
    return sum;
}

std::int64_t Progress::rows_per_second() const { return since_start.count() == 0 ? 0 : rows * 1'000 / since_start.count(); }

std::optional<int> Progress::percent() const
{
    if (bytes_total == 0)
        return std::nullopt;
    return static_cast<int>(std::min(bytes_read, bytes_total) * 100 / bytes_total);
}

std::optional<std::chrono::seconds> Progress::remaining() const
{
    auto const done = std::min(bytes_read, bytes_total);
    if (done == 0 || since_start < std::chrono::seconds { 2 })
        return std::nullopt;
    auto const whole = static_cast<double>(since_start.count()) / static_cast<double>(done) * static_cast<double>(bytes_total);
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::milliseconds { static_cast<std::int64_t>(whole) } - since_start);
}

}
