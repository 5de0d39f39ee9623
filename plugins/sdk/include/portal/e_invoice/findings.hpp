// What the rules of electronic invoices find.
#pragma once

#include <portal/e_invoice/exact.hpp>
#include <portal/e_invoice/model.hpp>

#include <string>
#include <vector>

namespace portal::sdk::e_invoice {

struct Problem {
    std::string rule; // "BR-CO-15"
    std::string message; // in English, with the amounts that differ; no personal data
};

class Findings {
public:
    explicit Findings(std::string const& currency)
        : m_currency(currency)
    {
    }

    void add(std::string rule, std::string message) { problems.push_back({ std::move(rule), std::move(message) }); }
    void require(bool is_there, char const* rule, std::string const& what)
    {
        if (!is_there)
            add(rule, what + " is missing");
    }
    void equal(char const* rule, std::string const& stated, Exact amount, std::string const& computed, Exact sum)
    {
        if (amount != sum)
            add(rule, stated + " is " + words(amount) + ", but " + computed + " is " + words(sum));
    }
    std::string words(Exact amount) const { return amount.text() + (m_currency.empty() ? "" : " " + m_currency); }

    std::vector<Problem> problems;

private:
    std::string const& m_currency;
};

inline bool is_given(Decimal amount) { return amount.scale >= 0; }
inline std::string words(Line const& line) { return "of line " + (line.id.empty() ? std::string { "without a number" } : line.id); }

}
