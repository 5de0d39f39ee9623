// What a delivery would give, looked at without storing anything: rows are counted, the first of each kind are kept to be shown, and
// what does not fit together is found.
#pragma once

#include "plugins/plugins.h"

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace portal::app {

enum class TrialKind { customer, supply_point, meter, meter_register, reading, invoice, invoice_line, transaction, document };
inline constexpr std::size_t trial_kinds = 9;

// One kind of row as a table: the first row is the heading.
struct TrialTable {
    std::string title;
    std::int64_t count = 0;
    std::vector<std::vector<std::string>> rows;
};

struct TrialProblem {
    std::string file;
    std::uint64_t line = 0;
    std::string key, field, detail; // key: of the catalogue; empty: detail says all
};

class DeliveryTrial final : public plugins::RowSink {
public:
    static constexpr std::size_t most_problems = 20;

    // Keeps the first `rows` of each kind. References are asked of the plugin.
    DeliveryTrial(plugins::Plugins& plugins, plugins::Target const& target, std::size_t rows);

    // When all rows came: what does not fit together.
    void finish();

    std::array<TrialTable, trial_kinds> const& tables() const { return m_tables; }
    std::vector<TrialProblem> const& problems() const { return m_problems; } // the first ones
    std::int64_t problem_count() const { return m_problem_count; }
    // "6 letters and digits" with how many bills have such a code; never the code. Empty: bills without one.
    std::map<std::string, std::int64_t> const& codes() const { return m_codes; }
    std::int64_t customers_in_references() const { return m_customers_in_references; }
    Money total() const { return { m_total, m_currency }; } // of all bills
    bool is_full() const { return m_is_full; }
    // Rows that name what is in no row of this delivery. In a delivery of changes it may be in the portal already.
    std::vector<std::string> const& absent() const { return m_absent; }

    void begin(plugins::DeliveryHead const&) override;
    void customer(plugins::CustomerRow const&) override;
    void supply_point(plugins::SupplyPointRow const&) override;
    void meter(plugins::MeterRow const&) override;
    void meter_register(plugins::RegisterRow const&) override;
    void reading(plugins::ReadingRow const&) override;
    void invoice(plugins::InvoiceRow const&) override;
    void invoice_line(plugins::InvoiceLineRow const&) override;
    void transaction(plugins::TransactionRow const&) override;
    void document(plugins::DocumentRow const&) override;
    void problem(plugins::ProblemRow const&) override;
    void at(std::string_view file, std::uint64_t line) override;

private:
    struct Place {
        std::string file;
        std::uint64_t line = 0;
        std::string text() const { return file.empty() ? "" : file + ":" + std::to_string(line); }
    };
    // Rows of one kind that name a row of another one.
    struct Naming {
        std::int64_t count = 0;
        Place first;
    };
    using Names = std::unordered_map<std::string, Naming>;
    struct BillSums {
        std::int64_t net = 0, lines = 0;
        bool has_bill = false, has_lines = false;
        Place place;
    };

    bool keeps(TrialKind kind);
    void show(TrialKind kind, std::vector<std::string> cells);
    void add_problem(Place const& place, std::string key, std::string field, std::string detail);
    void is_there(TrialKind kind, std::string_view number, char const* field);
    void name(TrialKind kind, std::string_view number);
    void check_reference(plugins::InvoiceRow const& row, std::string& shown, std::string& customer);
    void own_currency(Money const& amount);

    plugins::Plugins& m_plugins;
    plugins::Target m_target;
    std::size_t m_rows;
    Currency m_currency;
    std::array<TrialTable, trial_kinds> m_tables;
    std::vector<TrialProblem> m_problems;
    std::int64_t m_problem_count = 0;
    std::map<std::string, std::int64_t> m_codes;
    std::int64_t m_customers_in_references = 0;
    std::int64_t m_total = 0;
    bool m_is_full = false;
    std::vector<std::string> m_absent;
    Place m_place;
    std::array<std::unordered_set<std::string>, trial_kinds> m_there; // keys of the rows that came
    std::array<Names, trial_kinds> m_named;
    std::unordered_map<std::string, BillSums> m_bills;
};

}
