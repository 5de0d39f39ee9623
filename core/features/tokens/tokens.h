// Access tokens of a utility's programs: what a token is good for, and what is known of each.
#pragma once

#include "base/id.h"
#include "base/time.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal::tokens {

// What a token may be good for; routes name one each (web::Route::machine).
inline constexpr std::string_view deliveries = "deliveries"; // sending deliveries and asking after them
inline constexpr std::string_view readings = "readings"; // fetching what customers reported
inline constexpr std::array every_right { deliveries, readings };

struct Token {
    std::string name; // the admin's, one of a kind within the utility: "billing"
    std::vector<std::string> rights;
    Instant created;
    std::optional<Instant> used; // to five minutes; none: never yet
};

enum class Refusal {
    bad_name, // 1 to 40 letters, digits, and -._ between them
    name_taken,
    unknown_right,
};

}
