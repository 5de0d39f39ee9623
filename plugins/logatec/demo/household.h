// One invented household of the demo utility and its bills, month by month; everything follows from the seed and the household's number.
#pragma once

#include "demo/csv_line.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace demo {

struct Plan {
    int customers = 200;
    std::chrono::year_month first { std::chrono::year { 2016 }, std::chrono::June };
    int months = 24;
    std::uint64_t seed = 1;

    std::chrono::year_month month(int index) const { return first + std::chrono::months { index }; }
    // Payments are known until two days after the last bill.
    Date known_until() const;
};

Date last_day(std::chrono::year_month month);

struct Line {
    std::string_view description, unit;
    std::int64_t quantity = 0; // whole
    std::int64_t unit_price = 0; // ten-thousandths of a euro
    std::int64_t net = 0; // cents
    bool is_metered = false; // has readings
};

struct Payment {
    Date booked;
    std::int64_t cents = 0; // positive
};

struct Bill {
    std::string number, reference, code, meter;
    std::chrono::year_month month;
    Date issued, due, from, to;
    std::int64_t old_reading = 0, new_reading = 0;
    std::vector<Line> lines;
    std::int64_t net = 0, vat = 0, total = 0;
    std::vector<Payment> payments;
};

struct Meter {
    std::string number;
    Date installed {}, removed {};
};

class Household {
public:
    // index from 1 on: the running number of its bills.
    Household(Plan const& plan, int index);

    std::string number; // eight digits
    std::string name, email, street, postal_code, town;
    std::vector<Meter> meters; // one, or the one that was replaced and the new one
    std::int64_t first_reading = 0;

    // The bills in order; `bills` is called once a month, from the first to the last.
    Bill next_bill();
    bool has_next() const { return m_month < m_plan.months; }

private:
    std::int64_t consumption(int month) const;
    std::vector<Payment> payments(Bill const& bill, int month) const;
    std::string code(int month) const;

    Plan const& m_plan;
    std::uint64_t m_index;
    bool m_is_leaflet;
    bool m_has_sewer;
    int m_replaced_after = -1; // the month at whose end the meter was replaced
    int m_month = 0;
    std::int64_t m_reading = 0;
};

}
