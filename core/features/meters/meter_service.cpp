#include "features/meters/meter_service.h"

#include "features/audit/audit.h"

#include <algorithm>

namespace portal::meters {

namespace {

constexpr int s_days_of_history = 26 * 31;

std::string typed_for(Submission const& submission, std::string const& code)
{
    auto const found = std::find_if(submission.typed.begin(), submission.typed.end(), [&](auto const& pair) { return pair.first == code; });
    return found == submission.typed.end() ? std::string {} : found->second;
}

bool concerns_the_day(ReadingRefusal refusal)
{
    return refusal == ReadingRefusal::in_future || refusal == ReadingRefusal::before_window || refusal == ReadingRefusal::before_last
        || refusal == ReadingRefusal::window_closed;
}

}

Window MeterService::window(TenantId id) const
{
    auto const& tenant = m_tenants.get(id);
    auto const today = m_calendar.today(tenant);
    auto const next = tenant.window.next_opening(today);
    return { today, tenant.window.start_for(today), tenant.window.end_for(today), next, tenant.window.end_for(next).value() };
}

CustomerMeters MeterService::with_customer(db::Session& session, CustomerScope const& scope) const
{
    auto const open = window(scope.tenant());
    return MeterStore { session, scope }.find(open.today, add_days(open.today, -s_days_of_history), open.start);
}

std::vector<Meter> MeterService::list(CustomerScope const& scope) const
{
    return m_database.read([&](db::Session& session) { return with_customer(session, scope).meters; });
}

std::vector<Meter> MeterService::list_with_all_readings(CustomerScope const& scope) const
{
    constexpr Date before_all { std::chrono::year { 1900 }, std::chrono::January, std::chrono::day { 1 } };
    auto const open = window(scope.tenant());
    return m_database.read([&](db::Session& session) { return MeterStore { session, scope }.find(open.today, before_all, open.start).meters; });
}

std::optional<std::pair<CustomerScope, Meter>> MeterService::find_where(
    std::vector<CustomerScope> const& scopes, MeterId id, std::function<bool(Meter const&, std::string const& number)> const& is_wanted) const
{
    return m_database.read([&](db::Session& session) -> std::optional<std::pair<CustomerScope, Meter>> {
        for (auto const& scope : scopes) {
            auto const number = MeterStore { session, scope }.number_of(id);
            if (!number)
                continue;
            auto found = with_customer(session, scope);
            for (auto& meter : found.meters)
                if (is_wanted(meter, *number))
                    return std::pair { scope, std::move(meter) };
        }
        return std::nullopt;
    });
}

std::optional<std::pair<CustomerScope, Meter>> MeterService::find(std::vector<CustomerScope> const& scopes, MeterId id) const
{
    return find_where(scopes, id, [](Meter const& meter, std::string const& number) { return meter.number == number; });
}

std::optional<Meter> MeterService::successor(std::vector<CustomerScope> const& scopes, MeterId id) const
{
    auto found = find_where(scopes, id, [](Meter const& meter, std::string const& number) {
        return std::ranges::any_of(
            meter.registers, [&](Register const& one) { return std::ranges::find(one.earlier, number, &EarlierDial::meter_number) != one.earlier.end(); });
    });
    return found ? std::optional { std::move(found->second) } : std::nullopt;
}

std::vector<Verdict> MeterService::verdicts(CustomerScope const& scope, Meter const& meter) const
{
    auto const since = add_days(window(scope.tenant()).today, -s_days_of_history);
    return m_database.read([&](db::Session& session) { return MeterStore { session, scope }.verdicts(meter.number, since); });
}

Outcome MeterService::submit(
    CustomerScope const& scope, Meter const& meter, Submission const& submission, std::function<void(db::Transaction&, Received const&)> const& also) const
{
    auto const open = window(scope.tenant());
    auto const& tenant = m_tenants.get(scope.tenant());
    auto const read_on = submission.read_on.empty() ? std::optional { open.today } : date_from_iso(submission.read_on);
    Refusals refusals;
    AskAgain question;
    for (auto const& meter_register : meter.registers) {
        auto const typed = typed_for(submission, meter_register.code);
        auto const judged
            = judge(meter_register, { typed, read_on.value_or(open.today), open.today, open.start, { tenant.unusual_percent, tenant.unusual_least } });
        RegisterVerdict verdict { meter_register.code, {}, {} };
        if (judged)
            verdict.judged = *judged;
        else if (concerns_the_day(judged.refusal()))
            refusals.date_refusal = judged.refusal();
        else
            verdict.refusal = judged.refusal();
        refusals.registers.push_back(verdict);
    }
    if (!read_on && !refusals.date_refusal)
        refusals.date_refusal = ReadingRefusal::date_invalid;
    auto const is_refused = [](RegisterVerdict const& verdict) { return verdict.refusal.has_value(); };
    if (refusals.date_refusal || std::any_of(refusals.registers.begin(), refusals.registers.end(), is_refused))
        return refusals;
    auto const is_unusual = [](RegisterVerdict const& verdict) { return verdict.judged->is_unusual; };
    if (!submission.confirmed && std::any_of(refusals.registers.begin(), refusals.registers.end(), is_unusual)) {
        question.registers = std::move(refusals.registers);
        return question;
    }

    auto const store = [&](db::Transaction& transaction) {
        MeterStore meters { transaction, scope };
        Received received;
        // First of all, so that everybody who reports at this moment waits here, and not crosswise on other rows.
        auto const sequence_before = meters.lock_sequence();
        auto sequence = sequence_before;
        for (std::size_t i = 0; i < meter.registers.size(); ++i) {
            auto const& meter_register = meter.registers[i];
            auto const& judged = *refusals.registers[i].judged;
            auto const before = meters.current_submission(meter.number, meter_register.code, *open.start);
            if (before && before->value == Quantity { judged.value } && before->read_on == *read_on) {
                received.readings.push_back(*before);
                continue;
            }
            if (before)
                meters.supersede(before->id);
            auto const now = m_clock.now();
            auto const id = meters.insert({ meter.supply_point, meter.number, meter_register.code, meter_register.unit, judged.value, judged.consumption,
                judged.is_unusual, *read_on, *open.start, now, ++sequence, before ? std::optional { before->id } : std::nullopt });
            received.readings.push_back({ id, Quantity { judged.value }, *read_on, now, judged.consumption });
            audit::record(transaction, now,
                { scope.tenant(), scope.account(), audit::Actor::customer, before ? "reading.corrected" : "reading.submitted", meter.number,
                    meter_register.code + " " + std::to_string(judged.value) + (before ? " was " + before->value.decimal_text() : "") });
        }
        if (sequence == sequence_before)
            return received; // the same form once more
        meters.set_sequence(sequence);
        if (also)
            also(transaction, received);
        return received;
    };
    return m_database.transact(store);
}

}
