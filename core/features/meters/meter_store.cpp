#include "features/meters/meter_store.h"

#include "features/meters/queries.h"

#include <algorithm>

namespace portal::meters {

namespace {

Register* find_register(std::vector<Meter>& meters, std::string_view number, std::string_view code)
{
    for (auto& meter : meters)
        if (meter.number == number)
            for (auto& meter_register : meter.registers)
                if (meter_register.code == code)
                    return &meter_register;
    return nullptr;
}

Quantity quantity(db::Row const& row, std::size_t column)
{
    return { row.integer(column), static_cast<int>(row.integer(column + 1)) };
}

}

std::vector<Meter> MeterStore::meters(Date today, Date since, std::optional<Date> window_start)
{
    std::vector<Meter> meters;
    for (auto const row : m_session.query(sql::meters_of_customer, window_start, m_scope.tenant(), m_scope.customer_number(), today, today)) {
        auto meter = std::ranges::find(meters, row.text_view(1), &Meter::number);
        if (meter == meters.end())
            meter = meters.insert(meter,
                { row.id<MeterId>(0), m_scope.tenant(), m_scope.customer_number(), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), {} });
        auto& added = meter->registers.emplace_back(
            Register { row.text(7), row.text(8), static_cast<int>(row.integer(9)), static_cast<int>(row.integer(10)), {}, {} });
        if (!row.is_null(11))
            added.submitted = SubmittedReading { row.id<ReadingId>(11), quantity(row, 12), row.date(14), row.instant(15), row.integer(16) };
    }
    std::ranges::sort(meters, {}, &Meter::number);
    for (auto& meter : meters)
        std::ranges::sort(meter.registers, {}, &Register::code);
    add_history(meters, since);
    return meters;
}

void MeterStore::add_history(std::vector<Meter>& meters, Date since)
{
    // As many meters as the statement has places; the last one fills those that are left over.
    constexpr std::size_t at_once = 4;
    for (std::size_t first = 0; first < meters.size(); first += at_once) {
        auto const number = [&](std::size_t place) -> std::string_view { return meters[std::min(first + place, meters.size() - 1)].number; };
        for (auto const row : m_session.query(sql::readings_of_meters, m_scope.tenant(), number(0), number(1), number(2), number(3), since))
            if (auto* const found = find_register(meters, row.text_view(0), row.text_view(1)))
                found->history.push_back({ row.date(2), quantity(row, 3), row.text(5) });
    }
    for (auto& meter : meters)
        for (auto& meter_register : meter.registers)
            std::ranges::stable_sort(meter_register.history, std::ranges::greater {}, &PastReading::read_on);
}

std::optional<std::string> MeterStore::number_of(MeterId meter)
{
    auto const row = m_session.one(sql::number_of_meter, m_scope.tenant(), meter);
    return row ? std::optional { row->text(0) } : std::nullopt;
}

std::optional<SubmittedReading> MeterStore::current_submission(std::string const& meter_number, std::string const& register_code, Date window_start)
{
    auto const row = m_session.one(sql::current_submission, m_scope.tenant(), meter_number, register_code, window_start);
    if (!row)
        return std::nullopt;
    return SubmittedReading { row->id<ReadingId>(0), quantity(*row, 1), row->date(3), row->instant(4), row->integer(5) };
}

void MeterStore::supersede(ReadingId reading)
{
    m_session.execute(sql::supersede_submission, m_scope.tenant(), reading);
}

ReadingId MeterStore::insert(NewSubmission const& submission)
{
    auto const id = ReadingId::make();
    m_session.execute(sql::insert_submission, m_scope.tenant(), id, m_scope.account(), m_scope.customer_number(), submission.supply_point, submission.meter_number,
        submission.register_code, submission.value, submission.unit, submission.consumption, submission.unusual, submission.read_on, submission.window_start,
        submission.submitted_at);
    return id;
}

}
