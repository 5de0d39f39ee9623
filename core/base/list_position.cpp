#include "base/list_position.h"

#include "base/id.h"
#include "base/text.h"

#include <limits>

namespace portal {

ListPosition ListPosition::above_all() { return { Direction::older, *date_from_number(29991231), std::numeric_limits<std::int64_t>::max() }; }

std::string ListPosition::text() const
{
    return (direction == Direction::older ? "older-" : "newer-") + std::to_string(date_to_number(date)) + "-" + id_to_text(id);
}

std::optional<ListPosition> ListPosition::parse(std::string_view text)
{
    auto const parts = split(text, '-');
    if (parts.size() != 3 || (parts[0] != "older" && parts[0] != "newer") || parts[1].size() != 8)
        return std::nullopt;
    auto const number = parse_integer(parts[1]);
    auto const date = number ? date_from_number(*number) : std::nullopt;
    auto const id = id_from_text(parts[2]);
    if (!date || !id)
        return std::nullopt;
    return ListPosition { parts[0] == "older" ? Direction::older : Direction::newer, *date, *id };
}

}
