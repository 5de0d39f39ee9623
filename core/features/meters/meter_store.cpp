#include "features/meters/meter_store.h"

#include "features/customers/customers_service.h"
#include "features/meters/queries.h"
#include "features/meters/replaced_meters.h"

#include <algorithm>

namespace portal::meters {

namespace {

Quantity quantity(db::Row const& row, std::size_t column) { return { row.integer(column), static_cast<int>(row.integer(column + 1)) }; }

// Where the parts of a row of meters_of_customer begin.
constexpr std::size_t s_meter = customers::row_columns, s_register = s_meter + 5, s_submitted = s_register + 4, s_reading = s_submitted + 6,
                      s_valid_from = s_reading + 4;

HungMeter& meter_of(std::vector<HungMeter>& meters, db::Row const& row, CustomerScope const& scope)
{
    auto const number = [](HungMeter const& hung) -> std::string const& { return hung.meter.number; };
    auto const place = std::ranges::lower_bound(meters, row.text_view(s_meter + 1), {}, number);
    if (place != meters.end() && place->meter.number == row.text_view(s_meter + 1))
        return *place;
    return *meters.insert(place,
        { { row.id<MeterId>(s_meter), scope.tenant(), scope.customer_number(), row.text(s_meter + 1), row.text(4), row.text(s_meter + 2), row.text(6),
              row.text(7), row.text(8), {} },
            row.optional_date(s_meter + 3), row.optional_date(s_meter + 4), row.optional_date(s_valid_from) });
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

// What is not the customer's: a supply point that he gave up, or a meter that was taken away before he came.
bool is_of_another(db::Row const& row, Date today)
{
    auto const given_up = row.optional_date(s_meter - 1);
    auto const moved_in = row.optional_date(s_valid_from);
    auto const removed = row.optional_date(s_meter + 4);
    return (given_up && *given_up < today) || (moved_in && removed && *removed <= *moved_in);
}

// What was read before the customer came is of the one who was there before, but for the reading that he began with.
void put_in_order(std::vector<PastReading>& history, std::optional<Date> moved_in)
{
    // Of two on one day the greater one counts, in whatever order the database gives them.
    std::ranges::sort(history, std::ranges::greater {}, [](PastReading const& reading) { return std::pair { reading.read_on, reading.value.whole() }; });
    auto const began = std::ranges::find_if(history, [&](PastReading const& reading) { return moved_in && reading.read_on <= *moved_in; });
    if (began != history.end())
        history.erase(began + 1, history.end());
}

}

CustomerMeters MeterStore::find(Date today, Date since, std::optional<Date> window_start)
{
    CustomerMeters found { { m_scope.tenant(), m_scope.customer_number(), {}, {}, {} }, {} };
    std::vector<HungMeter> all;
    auto const published = m_scope.published();
    for (auto const row : m_session.query(sql::meters_of_customer, published, published, published, published, published, published, window_start, since,
             published, published, m_scope.tenant(), m_scope.customer_number(), published, published)) {
        customers::add_row(found.customer, row);
        if (row.is_null(s_meter) || row.is_null(s_register) || is_of_another(row, today))
            continue; // or a supply point without a meter, or a meter without a register
        auto& history = register_of(meter_of(all, row, m_scope).meter, row).history;
        if (!row.is_null(s_reading))
            history.push_back({ row.date(s_reading), quantity(row, s_reading + 1), row.text(s_reading + 3) });
    }
    for (auto& hung : all)
        for (auto& meter_register : hung.meter.registers)
            put_in_order(meter_register.history, hung.moved_in);
    found.meters = with_earlier_dials(std::move(all), today);
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
