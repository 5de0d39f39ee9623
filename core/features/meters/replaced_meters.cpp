#include "features/meters/replaced_meters.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace portal::meters {

namespace {

constexpr int s_days_between_notes = 31; // of who took the old one out and who built the new one in

bool is_past(HungMeter const& hung, Date today) { return hung.removed && *hung.removed <= today; }

// The register that went on in `later`: of the same unit and code, or the only one of its unit in both.
Register const* register_before(Meter const& earlier, Meter const& later, Register const& one)
{
    auto const has_unit = [&](Register const& other) { return other.unit == one.unit; };
    for (auto const& other : earlier.registers)
        if (has_unit(other) && other.code == one.code)
            return &other;
    auto const is_alone = [&](Meter const& meter) { return std::ranges::count_if(meter.registers, has_unit) == 1; };
    return is_alone(earlier) && is_alone(later) ? &*std::ranges::find_if(earlier.registers, has_unit) : nullptr;
}

bool may_follow(HungMeter const& later, HungMeter const& earlier)
{
    if (later.meter.supply_point != earlier.meter.supply_point || later.meter.medium != earlier.meter.medium)
        return false;
    if (later.removed && *later.removed <= *earlier.removed)
        return false;
    if (later.installed
        && (*later.installed < add_days(*earlier.removed, -s_days_between_notes) || (earlier.installed && *later.installed <= *earlier.installed)))
        return false;
    return std::ranges::any_of(later.meter.registers, [&](Register const& one) { return register_before(earlier.meter, later.meter, one) != nullptr; });
}

// Orders meters by when they were built in: where that is not known, before they were taken out.
std::tuple<bool, Date, bool> built_in(HungMeter const& hung)
{
    auto const latest = hung.installed ? hung.installed : hung.removed;
    return { !latest, latest.value_or(Date {}), hung.installed.has_value() };
}

HungMeter const* successor(std::vector<HungMeter> const& all, HungMeter const& earlier)
{
    HungMeter const* first = nullptr;
    bool is_alone = true;
    for (auto const& later : all) {
        if (!may_follow(later, earlier))
            continue;
        if (first && built_in(later) == built_in(*first))
            is_alone = false;
        else if (!first || built_in(later) < built_in(*first)) {
            first = &later;
            is_alone = true;
        }
    }
    return is_alone ? first : nullptr;
}

}

std::vector<Meter> with_earlier_dials(std::vector<HungMeter> all, Date today)
{
    // Who was followed by whom; nullptr where two claim it.
    std::map<HungMeter const*, HungMeter const*> before;
    for (auto const& hung : all)
        if (is_past(hung, today))
            if (auto const* const next = successor(all, hung))
                if (auto const [place, is_first] = before.emplace(next, &hung); !is_first)
                    place->second = nullptr;
    std::vector<Meter> found;
    for (auto& hung : all) {
        if (is_past(hung, today))
            continue;
        auto& meter = found.emplace_back(std::move(hung.meter));
        // Each was taken out before the one that followed it, so this comes to an end.
        for (auto place = before.find(&hung); place != before.end() && place->second; place = before.find(place->second)) {
            auto const& earlier = *place->second;
            for (auto& one : meter.registers)
                if (auto const* const dial = register_before(earlier.meter, meter, one))
                    one.earlier.push_back({ earlier.meter.id, earlier.meter.number, *earlier.removed, dial->code, dial->digits, dial->history });
        }
    }
    return found;
}

std::vector<EarlierMeter> earlier_meters(Meter const& meter)
{
    std::vector<EarlierMeter> found;
    for (auto const& one : meter.registers)
        for (auto const& dial : one.earlier) {
            auto place = std::ranges::find(found, dial.meter, [](EarlierMeter const& earlier) { return earlier.meter.id; });
            if (place == found.end()) {
                auto earlier = meter;
                earlier.id = dial.meter;
                earlier.number = dial.meter_number;
                earlier.registers.clear();
                place = found.insert(found.end(), { std::move(earlier), dial.replaced_on });
            }
            place->meter.registers.push_back({ dial.code, one.unit, dial.digits, one.decimals, dial.history, std::nullopt });
        }
    std::ranges::stable_sort(found, std::ranges::greater {}, &EarlierMeter::replaced_on);
    return found;
}

}
