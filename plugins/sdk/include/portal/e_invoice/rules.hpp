// Whether an invoice adds up: the rules of EN 16931-1 (6.4) and of its published Schematron (ConnectingEurope/eInvoicing-EN16931) on
// numbers, by their names there. Sums must be right to the cent. As there, VAT may differ by less than one unit of the currency from its rate, because
// some sellers round in each line.
#pragma once

#include <portal/e_invoice/exact.hpp>
#include <portal/e_invoice/model.hpp>
#include <portal/numbers.hpp>

namespace portal::sdk::e_invoice {

struct Problem {
    std::string rule; // "BR-CO-15"
    std::string message; // in English, with the amounts that differ; no personal data
};

class Rules {
public:
    explicit Rules(Invoice const& invoice)
        : m_invoice(invoice)
    {
    }

    // Empty: it adds up.
    std::vector<Problem> broken()
    {
        presence();
        decimals();
        sums();
        vat();
        return std::move(m_problems);
    }

private:
    static bool given(Decimal amount) { return amount.scale >= 0; }
    std::string words(Exact amount) const { return amount.text() + (m_invoice.currency.empty() ? "" : " " + m_invoice.currency); }

    void add(std::string rule, std::string message) { m_problems.push_back({ std::move(rule), std::move(message) }); }
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
    static std::string line_words(Line const& line) { return "of line " + (line.id.empty() ? std::string { "without a number" } : line.id); }

    void presence()
    {
        auto const& totals = m_invoice.totals;
        require(!m_invoice.number.empty(), "BR-02", "the invoice number (BT-1)");
        require(m_invoice.issued.ok(), "BR-03", "the issue date (BT-2)");
        require(m_invoice.currency.size() == 3, "BR-05", "the currency (BT-5)");
        require(given(totals.lines), "BR-12", "the sum of the lines (BT-106)");
        require(given(totals.net), "BR-13", "the total without VAT (BT-109)");
        require(given(totals.total), "BR-14", "the total with VAT (BT-112)");
        require(given(totals.payable), "BR-15", "the amount due (BT-115)");
        require(!m_invoice.lines.empty(), "BR-16", "every line (BG-25)");
        for (auto const& line : m_invoice.lines)
            require(given(line.net), "BR-24", "the net amount (BT-131) " + line_words(line));
        for (auto const& vat : m_invoice.vat) {
            require(given(vat.base), "BR-45", "the VAT base (BT-116) of category " + vat.category);
            require(given(vat.amount), "BR-46", "the VAT amount (BT-117) of category " + vat.category);
            require(!vat.category.empty(), "BR-47", "the category (BT-118) of a VAT amount");
        }
        require(m_invoice.tax_currency.empty() || given(totals.vat_in_tax_currency), "BR-53",
            "the VAT in the tax currency " + m_invoice.tax_currency + " (BT-111)");
    }

    // The standard allows two decimals; a currency that has three of them, or none, keeps its own number.
    void decimal(char const* rule, char const* what, Decimal amount, std::string const& of, std::string const& currency)
    {
        if (given(amount) && amount.scale > minor_digits(currency))
            add(rule, std::string { what } + " " + of + (of.empty() ? "" : " ") + "is " + Exact { amount }.text() + ": too many decimals for " + currency);
    }
    void decimal(char const* rule, char const* what, Decimal amount, std::string const& of = {}) { decimal(rule, what, amount, of, m_invoice.currency); }
    void decimals()
    {
        auto const& totals = m_invoice.totals;
        decimal("BR-DEC-09", "the sum of the lines (BT-106)", totals.lines);
        decimal("BR-DEC-10", "the sum of the allowances (BT-107)", totals.allowances);
        decimal("BR-DEC-11", "the sum of the charges (BT-108)", totals.charges);
        decimal("BR-DEC-12", "the total without VAT (BT-109)", totals.net);
        decimal("BR-DEC-13", "the VAT (BT-110)", totals.vat);
        decimal("BR-DEC-14", "the total with VAT (BT-112)", totals.total);
        decimal("BR-DEC-15", "the VAT in the tax currency (BT-111)", totals.vat_in_tax_currency, {}, m_invoice.tax_currency);
        decimal("BR-DEC-16", "the amount paid (BT-113)", totals.prepaid);
        decimal("BR-DEC-17", "the rounding (BT-114)", totals.rounding);
        decimal("BR-DEC-18", "the amount due (BT-115)", totals.payable);
        for (auto const& one : m_invoice.allowances) {
            decimal(one.is_charge ? "BR-DEC-05" : "BR-DEC-01", one.is_charge ? "a charge (BT-99)" : "an allowance (BT-92)", one.amount);
            decimal(one.is_charge ? "BR-DEC-06" : "BR-DEC-02", one.is_charge ? "the base of a charge (BT-100)" : "the base of an allowance (BT-93)", one.base);
        }
        for (auto const& vat : m_invoice.vat) {
            decimal("BR-DEC-19", "the VAT base (BT-116)", vat.base, "of category " + vat.category);
            decimal("BR-DEC-20", "the VAT amount (BT-117)", vat.amount, "of category " + vat.category);
        }
        for (auto const& line : m_invoice.lines) {
            decimal("BR-DEC-23", "the net amount (BT-131)", line.net, line_words(line));
            for (auto const& one : line.allowances)
                decimal(one.is_charge ? "BR-DEC-27" : "BR-DEC-24", one.is_charge ? "a charge (BT-141)" : "an allowance (BT-136)", one.amount, line_words(line));
        }
    }

    void sums()
    {
        auto const& totals = m_invoice.totals;
        Exact lines, allowances, charges, vat;
        for (auto const& line : m_invoice.lines)
            lines += line.net;
        for (auto const& one : m_invoice.allowances)
            (one.is_charge ? charges : allowances) += one.amount;
        for (auto const& one : m_invoice.vat)
            vat += one.amount;
        if (given(totals.lines))
            equal("BR-CO-10", "the sum of the lines (BT-106)", totals.lines, "the sum of their net amounts (BT-131)", lines);
        equal("BR-CO-11", "the sum of the allowances (BT-107)", totals.allowances, "the sum of the allowances (BT-92)", allowances);
        equal("BR-CO-12", "the sum of the charges (BT-108)", totals.charges, "the sum of the charges (BT-99)", charges);
        if (given(totals.net) && given(totals.lines))
            equal("BR-CO-13", "the total without VAT (BT-109)", totals.net, "lines - allowances + charges (BT-106 - BT-107 + BT-108)",
                Exact { totals.lines } - totals.allowances + totals.charges);
        if (given(totals.vat) || !m_invoice.vat.empty())
            equal("BR-CO-14", "the VAT (BT-110)", totals.vat, "the sum of its categories (BT-117)", vat);
        if (given(totals.total) && given(totals.net))
            equal("BR-CO-15", "the total with VAT (BT-112)", totals.total, "net + VAT (BT-109 + BT-110)", Exact { totals.net } + totals.vat);
        if (given(totals.payable) && given(totals.total))
            equal("BR-CO-16", "the amount due (BT-115)", totals.payable, "total - paid + rounding (BT-112 - BT-113 + BT-114)",
                Exact { totals.total } - totals.prepaid + totals.rounding);
    }

    // ---- VAT, category by category

    // How the standard names a category's rules, and whether its rate is part of it.
    struct Category {
        std::string_view code, rules;
        bool is_taxed;
    };
    static Category const* category(std::string_view code)
    {
        static constexpr Category all[] { { "S", "BR-S", true }, { "L", "BR-AF", true }, { "M", "BR-AG", true }, { "Z", "BR-Z", false }, { "E", "BR-E", false },
            { "AE", "BR-AE", false }, { "K", "BR-IC", false }, { "G", "BR-G", false }, { "O", "BR-O", false } };
        for (auto const& one : all)
            if (one.code == code)
                return &one;
        return nullptr;
    }

    static bool is_near(Exact left, Exact right) { return (left - right).size() < Exact { Decimal { 1, 0 } }; }
    static std::string words(VatSum const& vat)
    {
        return "of category " + vat.category + (given(vat.percent) ? " at " + Exact { vat.percent }.text() + " %" : "");
    }

    void vat()
    {
        require(!m_invoice.vat.empty(), "BR-CO-18", "every VAT category (BG-23)");
        for (auto const& one : m_invoice.vat) {
            auto const* const known = category(one.category);
            if (!known || !given(one.base) || !given(one.amount)) {
                if (!known && !one.category.empty())
                    add("BR-CL-18", "there is no VAT category " + one.category + " (BT-118)");
                continue;
            }
            base(one, *known);
            amount(one, *known);
        }
    }
    void base(VatSum const& vat, Category const& category)
    {
        auto const belongs = [&](std::string const& code, Decimal percent) {
            return code == vat.category && (!category.is_taxed || Exact { percent } == Exact { vat.percent });
        };
        Exact sum;
        bool has_any = false;
        auto const take = [&](Exact amount) {
            sum += amount;
            has_any = true;
        };
        for (auto const& line : m_invoice.lines)
            if (belongs(line.vat_category, line.vat_percent))
                take(line.net);
        for (auto const& one : m_invoice.allowances)
            if (belongs(one.vat_category, one.vat_percent))
                take(one.is_charge ? Exact { one.amount } : Exact {} - one.amount);
        if (has_any ? is_near(vat.base, sum) && (category.is_taxed || Exact { vat.base } == sum) : Exact { vat.base } == Exact {})
            return;
        add(std::string { category.rules } + "-08",
            "the VAT base (BT-116) " + words(vat) + " is " + words(vat.base) + ", but the sum of its lines and charges is " + words(sum));
    }
    void amount(VatSum const& vat, Category const& category)
    {
        if (!category.is_taxed) {
            if (Exact { vat.amount } != Exact {})
                add(std::string { category.rules } + "-09", "the VAT (BT-117) " + words(vat) + " is " + words(vat.amount) + ", but must be " + words(Exact {}));
            return;
        }
        auto const due = Exact::part(vat.base, vat.percent);
        if (!is_near(vat.amount, due))
            add("BR-CO-17", "the VAT (BT-117) " + words(vat) + " is " + words(vat.amount) + ", but its rate gives " + words(due));
    }

    Invoice const& m_invoice;
    std::vector<Problem> m_problems;
};

// Threads: any; keeps nothing.
inline std::vector<Problem> broken_rules(Invoice const& invoice) { return Rules { invoice }.broken(); }

}
