#include "household.h"

#include "demo/chance.h"
#include "demo/people.h"

#include <portal/references/si.hpp>

#include <cstdio>

namespace demo {

using namespace std::chrono;

namespace {

// The utility's leaflet prints this household's bill of May 2018; see README.md.
constexpr int s_leaflet_index = 81;
constexpr int s_number_offset = 26; // bill 81 of a month is customer 107's
constexpr year_month s_leaflet_month { year { 2018 }, May };
constexpr auto s_leaflet_code = "6473";
constexpr std::int64_t s_leaflet_consumption = 12;

// Ten-thousandths of a euro, without VAT.
constexpr std::int64_t s_water = 8412;
constexpr std::int64_t s_water_network = 46120;
constexpr std::int64_t s_sewage = 3105;
constexpr std::int64_t s_sewage_network = 38460;
constexpr std::int64_t s_treatment = 5020;
constexpr std::int64_t s_treatment_network = 22100;
constexpr std::int64_t s_levy = 528;
constexpr std::int64_t s_vat_per_mille = 95;

std::int64_t rounded(std::int64_t value, std::int64_t divisor) // half away from zero; nothing here is negative
{
    return (value + divisor / 2) / divisor;
}

Line line(std::string_view description, std::string_view unit, std::int64_t quantity, std::int64_t unit_price, bool is_metered = false)
{
    return { description, unit, quantity, unit_price, rounded(quantity * unit_price, 100), is_metered };
}

std::string digits(char const* format, auto... values)
{
    char text[32];
    std::snprintf(text, sizeof text, format, values...);
    return text;
}

int year_of(year_month month) { return static_cast<int>(month.year()); }
unsigned month_of(year_month month) { return static_cast<unsigned>(month.month()); }

Date days_after(Date date, int count) { return Date { sys_days { date } + days { count } }; }

}

Date last_day(year_month month) { return Date { month / last }; }

Date Plan::known_until() const { return days_after(last_day(month(months - 1)), 2); }

Household::Household(Plan const& plan, int index)
    : m_plan(plan)
    , m_index(static_cast<std::uint64_t>(index))
    , m_is_leaflet(index == s_leaflet_index)
    , m_has_sewer(m_is_leaflet || pick(5, { plan.seed, m_index, 10 }) != 0)
{
    number = digits("%08d", index + s_number_offset);
    auto const someone = person(plan.seed, m_index);
    name = someone.name;
    if (pick(10, { plan.seed, m_index, 11 }) < 3)
        email = someone.email;
    street = street_address(plan.seed, m_index);
    bool const is_outside = pick(6, { plan.seed, m_index, 12 }) == 0;
    postal_code = is_outside ? "1373" : "1370";
    town = is_outside ? "Rovte" : "Logatec";
    first_reading = pick(900, { plan.seed, m_index, 13 });
    if (pick(12, { plan.seed, m_index, 14 }) == 0)
        m_replaced_after = pick(plan.months, { plan.seed, m_index, 15 });
    if (m_is_leaflet) {
        name = "Marija Kranjc";
        email.clear();
        street = "Studenčna ulica 27";
        postal_code = "1370";
        town = "Logatec";
        m_replaced_after = 5;
    }
    // Meters live about five years; the two digits in front are the year of their calibration. 387629 and a million have no
    // common divisor, so no two meters have one number.
    auto const meter = [&](std::chrono::year calibrated, std::uint64_t which) {
        return digits("%02d-%06d", static_cast<int>(calibrated) % 100, static_cast<int>((m_index * 2 + which) * 387'629 % 1'000'000));
    };
    int const age = 1 + pick(3, { plan.seed, m_index, 16 });
    auto const installed = plan.first - years { age };
    meters.push_back({ meter(installed.year(), 0), last_day(installed), {} });
    if (m_replaced_after >= 0 && m_replaced_after < plan.months - 1) {
        auto const when = last_day(plan.month(m_replaced_after));
        meters.front().removed = when;
        meters.push_back({ meter(when.year(), 1), when, {} });
    }
    m_reading = first_reading;
}

std::int64_t Household::consumption(int month) const
{
    if (m_is_leaflet && m_plan.month(month) == s_leaflet_month)
        return s_leaflet_consumption;
    if (pick(40, { m_plan.seed, m_index, 20 }) == 0)
        return 0; // an empty house
    int const usual = 4 + pick(13, { m_plan.seed, m_index, 21 });
    unsigned const of_year = month_of(m_plan.month(month));
    int const summer = of_year >= 6 && of_year <= 8 ? usual / 4 : 0;
    return usual + summer + pick(5, { m_plan.seed, m_index, static_cast<std::uint64_t>(month), 22 }) - 2;
}

std::string Household::code(int month) const
{
    bool const is_printed = m_is_leaflet && m_plan.month(month) == s_leaflet_month;
    if (is_printed)
        return s_leaflet_code;
    auto const made = digits("%04d", pick(10'000, { m_plan.seed, m_index, static_cast<std::uint64_t>(month), 23 }));
    return m_is_leaflet && made == s_leaflet_code ? "1902" : made;
}

std::vector<Payment> Household::payments(Bill const& bill, int month) const
{
    auto const chance_of = [&](int count, std::uint64_t what) { return pick(count, { m_plan.seed, m_index, static_cast<std::uint64_t>(month), what }); };
    // One in 19 households has stopped paying some months ago; the leaflet's pays punctually.
    int const unpaid_months = !m_is_leaflet && m_index % 19 == 0 ? 1 + pick(4, { m_plan.seed, m_index, 30 }) : 0;
    if (month >= m_plan.months - unpaid_months)
        return {};
    bool const is_late = !m_is_leaflet && chance_of(10, 31) == 0;
    Date const booked = days_after(bill.due, is_late ? 1 + chance_of(25, 32) : -chance_of(10, 33));
    std::vector<Payment> all;
    if (!m_is_leaflet && chance_of(30, 34) == 0) {
        all.push_back({ booked, bill.total / 2 });
        all.push_back({ days_after(booked, 9), bill.total - bill.total / 2 });
    } else
        all.push_back({ booked, bill.total });
    std::erase_if(all, [&](Payment const& payment) { return payment.booked > m_plan.known_until(); });
    return all;
}

Bill Household::next_bill()
{
    int const index = m_month++;
    auto const month = m_plan.month(index);
    Bill bill;
    bill.month = month;
    bool const is_new_meter = meters.size() > 1 && index > m_replaced_after;
    bill.meter = (is_new_meter ? meters.back() : meters.front()).number;
    if (is_new_meter && index == m_replaced_after + 1)
        m_reading = 0;
    auto const used = consumption(index);
    bill.old_reading = m_reading;
    bill.new_reading = m_reading += used;
    bill.number = digits("%04d%02u%05d", year_of(month), month_of(month), static_cast<int>(m_index));
    bill.reference = portal::sdk::references::Si12::make(digits("%02d%02u", year_of(month) % 100, month_of(month)) + number);
    bill.code = code(index);
    bill.from = month / 1;
    bill.to = bill.issued = last_day(month);
    bill.due = (month + months { 1 }) / 15;
    bill.lines = { line("Vodarina", "m3", used, s_water, true), line("Omrežnina – vodovod (DN 20)", "mesec", 1, s_water_network) };
    if (m_has_sewer) {
        bill.lines.push_back(line("Odvajanje odpadne vode", "m3", used, s_sewage));
        bill.lines.push_back(line("Omrežnina – kanalizacija", "mesec", 1, s_sewage_network));
        bill.lines.push_back(line("Čiščenje odpadne vode", "m3", used, s_treatment));
        bill.lines.push_back(line("Omrežnina – čistilna naprava", "mesec", 1, s_treatment_network));
    }
    bill.lines.push_back(line("Okoljska dajatev", "m3", used, s_levy));
    for (auto const& one : bill.lines)
        bill.net += one.net;
    bill.vat = rounded(bill.net * s_vat_per_mille, 1000);
    bill.total = bill.net + bill.vat;
    bill.payments = payments(bill, index);
    return bill;
}

}
