#include "features/meters/use_rules.h"

#include <algorithm>
#include <cstdlib>

namespace portal::meters {

namespace {

struct DialUses {
    std::vector<Use> uses; // the newest first
    bool is_whole; // back to the dial's first reading
};

DialUses uses_of_dial(std::vector<PastReading> const& history, int digits)
{
    DialUses found { {}, true };
    for (std::size_t i = 0; i + 1 < history.size(); ++i) {
        auto const units = consumption_between(history[i + 1].value, history[i].value, digits);
        if (units < 0)
            return { std::move(found.uses), false };
        found.uses.push_back({ history[i + 1].read_on, history[i].read_on, units });
    }
    return found;
}

int days(Use const& use) { return days_between(use.from, use.to); }

// Whether the last use of the older dial and the first of the newer one are parts of one: the readings meet, and together they are
// about as long as the use on either side.
bool are_parts(std::vector<Use> const& newer, std::vector<Use> const& older)
{
    if (newer.empty() || older.empty() || std::abs(days_between(older.front().to, newer.back().from)) > 1)
        return false;
    int usual = 0;
    if (newer.size() > 1)
        usual = days(newer[newer.size() - 2]);
    if (older.size() > 1)
        usual = std::max(usual, days(older[1]));
    return 2 * days_between(older.front().from, newer.back().to) <= 3 * usual;
}

}

std::int64_t dial_size(int digits)
{
    std::int64_t size = 1;
    for (int i = 0; i < digits; ++i)
        size *= 10;
    return size;
}

bool passed_the_end(std::int64_t last, std::int64_t value, int digits)
{
    auto const size = dial_size(digits);
    return last >= size - size / 10 && value < size / 10;
}

std::int64_t consumption_between(Quantity const& earlier, Quantity const& later, int digits)
{
    auto const difference = later.whole() - earlier.whole();
    return difference < 0 && passed_the_end(earlier.whole(), later.whole(), digits) ? difference + dial_size(digits) : difference;
}

std::vector<Use> uses(Register const& meter_register)
{
    auto [found, is_whole] = uses_of_dial(meter_register.history, meter_register.digits);
    for (auto dial = meter_register.earlier.begin(); is_whole && dial != meter_register.earlier.end(); ++dial) {
        auto older = uses_of_dial(dial->history, dial->digits);
        auto first = older.uses.begin();
        if (are_parts(found, older.uses)) {
            found.back().from = first->from;
            found.back().units += first->units;
            ++first;
        }
        found.insert(found.end(), first, older.uses.end());
        is_whole = older.is_whole;
    }
    return found;
}

}
