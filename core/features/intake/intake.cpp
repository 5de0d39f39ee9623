#include "features/intake/intake.h"

#include "base/text.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace portal::intake {

namespace {

constexpr std::array<std::pair<State, std::string_view>, 7> s_states { { { State::arriving, "arriving" }, { State::given_up, "given_up" },
    { State::received, "received" }, { State::reading, "reading" }, { State::published, "published" }, { State::unchanged, "unchanged" },
    { State::refused, "refused" } } };
constexpr std::size_t s_longest_name = 100;

}

std::string_view name_of(Way way) { return way == Way::http ? "http" : "folder"; }

std::string_view name_of(State state)
{
    for (auto const& [known, name] : s_states)
        if (known == state)
            return name;
    throw std::logic_error("a state without a name");
}

State state_of(std::string_view name)
{
    for (auto const& [state, known] : s_states)
        if (known == name)
            return state;
    throw std::logic_error("no state of a received delivery: " + std::string { name });
}

bool is_delivery_name(std::string_view name)
{
    return !name.empty() && name.front() != '.' && is_utf8(name) && !has_control_characters(name) && character_count(name) <= s_longest_name
        && name.size() <= 2 * s_longest_name && name.find_first_of("/\\") == std::string_view::npos;
}

}
