// The one door to meters: what a customer has, and taking a reading.
#pragma once

#include "features/meters/meter_store.h"
#include "features/meters/reading_rules.h"
#include "tenants/business_calendar.h"
#include "tenants/registry.h"

#include <functional>
#include <utility>
#include <variant>

namespace portal::meters {

// What a form sent: a value for each register by its code, as typed.
struct Submission {
    std::vector<std::pair<std::string, std::string>> typed;
    std::string read_on; // ISO; empty: today
    bool confirmed = false; // the second yes to an unusual use
};

struct RegisterVerdict {
    std::string code;
    std::optional<ReadingRefusal> refusal;
    std::optional<JudgedReading> judged;
};

// The reading is stored.
struct Received {
    std::vector<SubmittedReading> readings; // one a register, in the meter's order
};
// Something is wrong; nothing is stored. date_refusal concerns the day, the verdicts the registers.
struct Refusals {
    std::optional<ReadingRefusal> date_refusal;
    std::vector<RegisterVerdict> registers;
};
// Unusual: nothing is stored until the customer says yes again.
struct AskAgain {
    std::vector<RegisterVerdict> registers;
};
using Outcome = std::variant<Received, Refusals, AskAgain>;

// When readings are taken.
struct Window {
    Date today;
    std::optional<Date> start; // nullopt: closed today
    std::optional<Date> end;
    Date next_opening; // of the window after this one
    Date next_closing;
};

class MeterService {
public:
    MeterService(db::Database& database, tenants::Registry const& tenants, tenants::BusinessCalendar const& calendar, Clock const& clock)
        : m_database(database)
        , m_tenants(tenants)
        , m_calendar(calendar)
        , m_clock(clock)
    {
    }

    Window window(TenantId tenant) const;
    // For pages that already hold a session and show the customer, too (overview).
    CustomerMeters with_customer(db::Session& session, CustomerScope const& scope) const;
    std::vector<Meter> list(CustomerScope const& scope) const;
    // With every reading that there is: for the customer's own file.
    std::vector<Meter> list_with_all_readings(CustomerScope const& scope) const;
    // The meter and the scope among these that it belongs to; nullopt when it belongs to none.
    std::optional<std::pair<CustomerScope, Meter>> find(std::vector<CustomerScope> const& scopes, MeterId meter) const;

    // What hangs where this meter, of one of these customers, hung before; nullopt when it was not replaced, or is none of theirs.
    std::optional<Meter> successor(std::vector<CustomerScope> const& scopes, MeterId meter) const;

    // What the billing system said to reports on this meter in the last 26 months, in no order.
    std::vector<Verdict> verdicts(CustomerScope const& scope, Meter const& meter) const;

    // In one transaction: judge, store, audit, and what `also` adds (a mail). The same values for the same day are one
    // reading however often they come; other values in the same window correct it.
    Outcome submit(
        CustomerScope const& scope, Meter const& meter, Submission const& submission, std::function<void(db::Transaction&, Received const&)> const& also) const;

private:
    std::optional<std::pair<CustomerScope, Meter>> find_where(
        std::vector<CustomerScope> const& scopes, MeterId meter, std::function<bool(Meter const&, std::string const& number)> const& is_wanted) const;

    db::Database& m_database;
    tenants::Registry const& m_tenants;
    tenants::BusinessCalendar const& m_calendar;
    Clock const& m_clock;
};

}
