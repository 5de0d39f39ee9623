// Where a page of a long list begins: not by counting rows, which shift when a delivery adds some, but by a row's place in the
// order (date, then id; newest first).
#pragma once

#include "base/date.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portal {

struct ListPosition {
    enum class Direction { older, newer };
    Direction direction = Direction::older; // the page holds the rows beyond this place, in this direction
    Date date;
    std::int64_t id = 0;

    // Where the newest page begins.
    static ListPosition above_all();
    // "older-20180515-0C2XJ9K4M7QRT", for a query parameter.
    std::string text() const;
    // nullopt for anything that text() would not have made.
    static std::optional<ListPosition> parse(std::string_view text);
};

// Which rows of a list stand on a page: "25–48 of 60".
struct ListRange {
    std::int64_t first = 0; // from 1; 0: the list is empty
    std::int64_t last = 0;
    std::int64_t total = 0;
    bool has_newer() const { return first > 1; }
    bool has_older() const { return last < total; }
};

}
