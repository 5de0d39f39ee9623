#include "features/meters/meter_store.h"

#include "features/customers/customers_service.h"
#include "features/meters/queries.h"

#include <algorithm>

namespace portal::meters {

namespace {

Quantity quantity(db::Row const& row, std::size_t column) { return { row.integer(column), static_cast<int>(row.integer(column + 1)) }; }

// Where the parts of a row of meters_of_customer begin.
constexpr std::size_t s_meter = customers::row_columns, s_register = s_meter + 4, s_submitted = s_register + 4, s_reading = s_submitted + 6;

Meter& meter_of(std::vector<Meter>& meters, db::Row const& row, CustomerScope const& scope)
{
    auto const place = std::ranges::lower_bound(meters, row.text_view(s_meter + 1), {}, &Meter::number);
    if (place != meters.end() && place->number == row.text_view(s_meter + 1))
        return *place;
    return *meters.insert(place,
        { row.id<MeterId>(s_meter), scope.tenant(), scope.customer_number(), row.text(s_meter + 1), row.text(4), row.text(s_meter + 2), row.text(6),
            row.text(7), row.text(8), {} });
}

Register& register_of(Meter& meter, db::Row const& row)
{
    auto const place = std::ranges::lower_bound(meter.registers, row.text_view(s_register), {}, &Register::code);
    if (place != meter.registers.end() && place->code == row.text_view(s_register))
        return *place;
    Register added { row.text(s_register), row.text(s_register + 1), static_cast<int>(row.integer(s_register + 2)),
        static_cast<int>(row.integer(s_register + 3)), {}, {} };
    if (!row.is_null(s_submitted))
        added.submitted = SubmittedReading { row.id<ReadingId>(s_submitted), quantity(row, s_submitted + 1), row.date(s_submitted + 3),
            row.instant(s_submitted + 4), row.integer(s_submitted + 5) };
    return *meter.registers.insert(place, std::move(added));
}

// A supply point that was given up, or a meter that was taken away.
bool is_past(db::Row const& row, Date today)
{
    auto const given_up = row.optional_date(s_meter - 1);
    auto const removed = row.optional_date(s_meter + 3);
    return (given_up && *given_up < today) || (removed && *removed <= today);
}

}

CustomerMeters MeterStore::find(Date today, Date since, std::optional<Date> window_start)
{
    CustomerMeters found { { m_scope.tenant(), m_scope.customer_number(), {}, {}, {} }, {} };
    auto const published = m_scope.published();
    for (auto const row : m_session.query(sql::meters_of_customer, published, published, published, published, published, published, window_start, since,
             published, published, m_scope.tenant(), m_scope.customer_number(), published, published)) {
        customers::add_row(found.customer, row);
        if (row.is_null(s_meter) || row.is_null(s_register) || is_past(row, today))
            continue; // a supply point without a meter, or a meter without a register
        auto& history = register_of(meter_of(found.meters, row, m_scope), row).history;
        if (!row.is_null(s_reading))
            history.push_back({ row.date(s_reading), quantity(row, s_reading + 1), row.text(s_reading + 3) });
    }
    for (auto& meter : found.meters)
        for (auto& meter_register : meter.registers)
            // Of two on one day the greater one counts, in whatever order the database gives them.
            std::ranges::sort(meter_register.history, std::ranges::greater {}, [](PastReading const& reading) {
                return std::pair { reading.read_on, reading.value.whole() };
            });
    return found;
}

std::optional<std::string> MeterStore::number_of(MeterId meter)
{
    auto const row = m_session.one(sql::number_of_meter, m_scope.tenant(), meter, m_scope.published(), m_scope.tenant(), meter);
    return row ? std::optional { row->text(0) } : std::nullopt;
}

std::vector<Verdict> MeterStore::verdicts(std::string const& meter_number, Date since)
{
    std::vector<Verdict> found;
    for (auto const row : m_session.query(sql::verdicts_on_meter, m_scope.tenant(), m_scope.customer_number(), meter_number, since))
        found.push_back({ row.id<ReadingId>(0), row.text(1), quantity(row, 2), row.date(4), row.text_view(5) == "accepted", row.text(6) });
    return found;
}

std::int64_t MeterStore::lock_sequence()
{
    if (auto const row = m_session.one(sql::lock_sequence, m_scope.tenant()))
        return row->integer(0);
    m_session.execute(sql::begin_sequence, m_scope.tenant()); // the utility's first reading
    return m_session.one(sql::lock_sequence, m_scope.tenant())->integer(0);
}

void MeterStore::set_sequence(std::int64_t last) { m_session.execute(sql::set_sequence, last, m_scope.tenant()); }

std::optional<SubmittedReading> MeterStore::current_submission(std::string const& meter_number, std::string const& register_code, Date window_start)
{
    auto const row = m_session.one(sql::current_submission, m_scope.tenant(), meter_number, register_code, m_scope.customer_number(), window_start);
    if (!row)
        return std::nullopt;
    return SubmittedReading { row->id<ReadingId>(0), quantity(*row, 1), row->date(3), row->instant(4), row->integer(5) };
}

void MeterStore::supersede(ReadingId reading) { m_session.execute(sql::supersede_submission, m_scope.tenant(), reading); }

ReadingId MeterStore::insert(NewSubmission const& submission)
{
    auto const id = ReadingId::make();
    m_session.execute(sql::insert_submission, m_scope.tenant(), id, m_scope.account(), m_scope.customer_number(), submission.supply_point,
        submission.meter_number, submission.register_code, submission.value, submission.unit, submission.consumption, submission.unusual, submission.read_on,
        submission.window_start, submission.submitted_at, submission.sequence, submission.replaces);
    return id;
}

}
