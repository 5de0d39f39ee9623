// Whether an invoice adds up: the rules of EN 16931-1 (6.4) and of its published Schematron (ConnectingEurope/eInvoicing-EN16931) on
// numbers, by their names there. Sums must be right to the cent. As there, VAT may differ by less than one unit of the currency from its rate, because
// some sellers round in each line.
#pragma once

#include <portal/e_invoice/vat_rules.hpp>
#include <portal/numbers.hpp>

namespace portal::sdk::e_invoice {

class Rules {
public:
    explicit Rules(Invoice const& invoice)
        : m_invoice(invoice)
        , m_findings(invoice.currency)
    {
    }

    // Empty: it adds up.
    std::vector<Problem> broken()
    {
        function();
        presence();
        decimals();
        sums();
        VatRules { m_invoice, m_findings }.check();
        return std::move(m_findings.problems);
    }

private:
    void require(bool is_there, char const* rule, std::string const& what) { m_findings.require(is_there, rule, what); }
    void equal(char const* rule, std::string const& stated, Exact amount, std::string const& computed, Exact sum)
    {
        m_findings.equal(rule, stated, amount, computed, sum);
    }

    // A copy would be billed a second time. A cancellation has the number of what it cancels, so it would be published in its place.
    void function()
    {
        if (m_invoice.function == "7" || m_invoice.function == "31")
            m_findings.add("e_invoice.copy", "this is a copy (function " + m_invoice.function + "); only the original counts");
        else if (m_invoice.function == "1")
            m_findings.add("e_invoice.cancellation", "this cancels an invoice (function 1); a credit note that names it does so here");
    }
    void presence()
    {
        auto const& totals = m_invoice.totals;
        require(!m_invoice.number.empty(), "BR-02", "the invoice number (BT-1)");
        require(m_invoice.issued.ok(), "BR-03", "the issue date (BT-2)");
        require(m_invoice.currency.size() == 3, "BR-05", "the currency (BT-5)");
        require(is_given(totals.lines), "BR-12", "the sum of the lines (BT-106)");
        require(is_given(totals.net), "BR-13", "the total without VAT (BT-109)");
        require(is_given(totals.total), "BR-14", "the total with VAT (BT-112)");
        require(is_given(totals.payable), "BR-15", "the amount due (BT-115)");
        require(!m_invoice.lines.empty(), "BR-16", "every line (BG-25)");
        for (auto const& line : m_invoice.lines)
            require(is_given(line.net), "BR-24", "the net amount (BT-131) " + words(line));
        for (auto const& vat : m_invoice.vat) {
            require(is_given(vat.base), "BR-45", "the VAT base (BT-116) of category " + vat.category);
            require(is_given(vat.amount), "BR-46", "the VAT amount (BT-117) of category " + vat.category);
            require(!vat.category.empty(), "BR-47", "the category (BT-118) of a VAT amount");
        }
        require(m_invoice.tax_currency.empty() || is_given(totals.vat_in_tax_currency), "BR-53",
            "the VAT in the tax currency " + m_invoice.tax_currency + " (BT-111)");
    }

    // The standard allows two decimals in every currency. The portal counts in the smallest unit of the currency: there are three decimals in some, and
    // none in others, which is no rule of the standard's.
    void decimal(char const* rule, char const* what, Decimal amount, std::string const& of, std::string const& currency)
    {
        if (!is_given(amount) || amount.scale <= minor_digits(currency))
            return;
        m_findings.add(amount.scale > 2 ? rule : "amount.finer_than_currency",
            std::string { what } + " " + of + (of.empty() ? "" : " ") + "is " + Exact { amount }.text() + ": too many decimals for " + currency);
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
        for (auto const& one : m_invoice.extras)
            decimal(m_invoice.is_xrechnung_extension() ? "BR-DEX-13" : "BR-DEC-18", "what is to be paid beside the total", one.amount);
        for (auto const& one : m_invoice.allowances) {
            decimal(one.is_charge ? "BR-DEC-05" : "BR-DEC-01", one.is_charge ? "a charge (BT-99)" : "an allowance (BT-92)", one.amount);
            decimal(one.is_charge ? "BR-DEC-06" : "BR-DEC-02", one.is_charge ? "the base of a charge (BT-100)" : "the base of an allowance (BT-93)", one.base);
        }
        for (auto const& vat : m_invoice.vat) {
            decimal("BR-DEC-19", "the VAT base (BT-116)", vat.base, "of category " + vat.category);
            decimal("BR-DEC-20", "the VAT amount (BT-117)", vat.amount, "of category " + vat.category);
        }
        for (auto const& line : m_invoice.lines) {
            decimal("BR-DEC-23", "the net amount (BT-131)", line.net, words(line));
            for (auto const& one : line.allowances) {
                decimal(one.is_charge ? "BR-DEC-27" : "BR-DEC-24", one.is_charge ? "a charge (BT-141)" : "an allowance (BT-136)", one.amount, words(line));
                decimal(one.is_charge ? "BR-DEC-28" : "BR-DEC-25", one.is_charge ? "the base of a charge (BT-142)" : "the base of an allowance (BT-137)",
                    one.base, words(line));
            }
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
        if (is_given(totals.lines))
            equal("BR-CO-10", "the sum of the lines (BT-106)", totals.lines, "the sum of their net amounts (BT-131)", lines);
        equal("BR-CO-11", "the sum of the allowances (BT-107)", totals.allowances, "the sum of the allowances (BT-92)", allowances);
        equal("BR-CO-12", "the sum of the charges (BT-108)", totals.charges, "the sum of the charges (BT-99)", charges);
        if (is_given(totals.net) && is_given(totals.lines))
            equal("BR-CO-13", "the total without VAT (BT-109)", totals.net, "lines - allowances + charges (BT-106 - BT-107 + BT-108)",
                Exact { totals.lines } - totals.allowances + totals.charges);
        if (is_given(totals.vat) || !m_invoice.vat.empty())
            equal("BR-CO-14", "the VAT (BT-110)", totals.vat, "the sum of its categories (BT-117)", vat);
        if (is_given(totals.total) && is_given(totals.net))
            equal("BR-CO-15", "the total with VAT (BT-112)", totals.total, "net + VAT (BT-109 + BT-110)", Exact { totals.net } + totals.vat);
        if (is_given(totals.payable) && is_given(totals.total))
            payable();
    }

    void payable()
    {
        auto const& totals = m_invoice.totals;
        auto sum = Exact { totals.total } - totals.prepaid + totals.rounding;
        for (auto const& one : m_invoice.extras)
            sum += one.amount;
        std::string words = "total - paid + rounding (BT-112 - BT-113 + BT-114)";
        if (!m_invoice.extras.empty())
            words += m_invoice.is_xrechnung_extension() ? " + third party payments (BT-DEX-002)" : " + late interest";
        equal(m_invoice.is_xrechnung_extension() ? "BR-DEX-09" : "BR-CO-16", "the amount due (BT-115)", totals.payable, words, sum);
    }

    Invoice const& m_invoice;
    Findings m_findings;
};

// Threads: any; keeps nothing.
inline std::vector<Problem> broken_rules(Invoice const& invoice) { return Rules { invoice }.broken(); }

}
