// What every generator of a demo delivery does: goes through its customers month by month, writes their rows, and says what it wrote.
#pragma once

#include "demo/bundle.h"
#include "demo/csv_line.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace demo {

struct Plan {
    int customers = 0;
    int months = 24; // one bill a customer in each, the last one of May 2018
    std::uint64_t seed = 1;

    std::chrono::year_month month(int index) const
    {
        return std::chrono::year_month { std::chrono::year { 2018 }, std::chrono::May } - std::chrono::months { months - 1 - index };
    }
};

// Amounts in cents.
struct Statement {
    std::int64_t customers = 0, bills = 0, billed = 0, owed = 0;
};

// "a;b;c" and CR LF; a value that holds the separator is put in quotes.
std::string row(char separator, std::initializer_list<std::string> values);
// printf of one short text.
std::string format(char const* pattern, ...) __attribute__((format(printf, 1, 2)));
// Five digits that are another for each customer and do not follow their order, as bill numbers should.
std::string unordered_number(std::uint64_t customer);
// Half away from zero.
inline std::int64_t rounded(std::int64_t value, std::int64_t divisor) { return (value + divisor / 2) / divisor; }

// A Customer is made of the plan and a number from 1 on; pass(month) takes him through the next month and leaves what he was billed
// and has paid in `billed` and `paid`.
template <typename Customer> using Write = std::function<void(std::string& out, Customer& customer)>;

// A file with rows of one customer after the other.
template <typename Customer> GeneratedFile by_customer(Plan const& plan, std::string name, std::string header, Write<Customer> write)
{
    auto const next = std::make_shared<int>(0);
    return { std::move(name), [=, &plan](std::string& out) {
                if (*next > plan.customers)
                    return false;
                if (*next == 0 && !header.empty())
                    out += header + "\r\n";
                else if (*next > 0) {
                    Customer customer { plan, *next };
                    write(out, customer);
                }
                ++*next;
                return true;
            } };
}

// The same, written after each month.
template <typename Customer> GeneratedFile by_month(Plan const& plan, std::string name, std::string header, Write<Customer> write)
{
    return by_customer<Customer>(plan, std::move(name), std::move(header), [&plan, write](std::string& out, Customer& customer) {
        for (int month = 0; month < plan.months; ++month) {
            customer.pass(month);
            write(out, customer);
        }
    });
}

template <typename Customer> Statement statement(Plan const& plan)
{
    Statement sum { plan.customers, std::int64_t { plan.customers } * plan.months };
    for (int index = 1; index <= plan.customers; ++index) {
        Customer customer { plan, index };
        for (int month = 0; month < plan.months; ++month) {
            customer.pass(month);
            sum.billed += customer.billed;
            sum.owed += customer.billed - customer.paid;
        }
    }
    return sum;
}

struct Generator {
    char const* utility; // "Toplarna Zgled"
    int customers; // when nothing else is asked for
    Encoding encoding;
    std::vector<GeneratedFile> (*files)(Plan const& plan);
    Statement (*statement)(Plan const& plan);
};

// The main of a generator's program.
int run(Generator const& generator, int count, char** arguments);

}
