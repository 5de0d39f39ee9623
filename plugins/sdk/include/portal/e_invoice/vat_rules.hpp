// Whether the VAT of an invoice adds up, category by category and rate by rate.
#pragma once

#include <portal/e_invoice/findings.hpp>

namespace portal::sdk::e_invoice {

class VatRules {
public:
    VatRules(Invoice const& invoice, Findings& findings)
        : m_invoice(invoice)
        , m_findings(findings)
    {
    }

    void check()
    {
        m_findings.require(!m_invoice.vat.empty(), "BR-CO-18", "every VAT category (BG-23)");
        for (auto const& line : m_invoice.lines)
            used(line.vat_category, line.vat_percent, line.net, "BR-CL-18", [&] { return "(BT-151) " + words(line); });
        for (auto const& one : m_invoice.allowances)
            used(one.vat_category, one.vat_percent, one.amount, "BR-CL-17", [&] { return one.is_charge ? "(BT-102) of a charge" : "(BT-95) of an allowance"; });
        for (auto const& one : m_invoice.vat) {
            auto const* const known = category(one.category);
            if (!known && !one.category.empty())
                // The same code list; only the elements are bound to other rules.
                unknown(m_invoice.syntax == "cii" ? "BR-CL-18" : "BR-CL-17", one.category, "(BT-118)");
            if (!known || !is_given(one.base) || !is_given(one.amount))
                continue;
            base(one, *known);
            amount(one, *known);
        }
    }

private:
    // How the standard names a category's rules, and whether its rate is part of it. Split payment (B, Italy) has no rules of its own on sums.
    struct Category {
        std::string_view code, rules;
        bool is_taxed;
    };
    static Category const* category(std::string_view code)
    {
        static constexpr Category all[] { { "S", "BR-S", true }, { "L", "BR-AF", true }, { "M", "BR-AG", true }, { "B", "", true }, { "Z", "BR-Z", false },
            { "E", "BR-E", false }, { "AE", "BR-AE", false }, { "K", "BR-IC", false }, { "G", "BR-G", false }, { "O", "BR-O", false } };
        for (auto const& one : all)
            if (one.code == code)
                return &one;
        return nullptr;
    }
    static bool is_near(Exact left, Exact right) { return (left - right).size() < Exact { Decimal { 1, 0 } }; }
    static std::string words(std::string const& category, Decimal percent)
    {
        return "of category " + category + (is_given(percent) ? " at " + Exact { percent }.text() + " %" : "");
    }
    static std::string words(VatSum const& vat) { return words(vat.category, vat.percent); }
    static std::string words(Line const& line) { return e_invoice::words(line); }

    void unknown(char const* rule, std::string const& category, std::string const& where)
    {
        m_findings.add(rule, "there is no VAT category " + category + " " + where);
    }

    // What a line, allowance or charge is taxed with has to be in the breakdown (BR-S-01, BR-Z-01, ...), and so has its rate.
    template <typename Where> void used(std::string const& code, Decimal percent, Decimal amount, char const* list, Where where)
    {
        if (code.empty())
            return;
        auto const* const known = category(code);
        if (!known)
            return unknown(list, code, where());
        bool has_category = false, has_rate = false;
        for (auto const& one : m_invoice.vat) {
            has_category = has_category || one.category == code;
            has_rate = has_rate || (one.category == code && (!known->is_taxed || Exact { one.percent } == Exact { percent }));
        }
        if (known->rules.empty() || has_rate)
            return;
        if (!has_category)
            m_findings.add(std::string { known->rules } + "-01", "the VAT category " + code + " " + where() + " has no VAT breakdown (BG-23)");
        else if (Exact { amount } != Exact {})
            m_findings.add(std::string { known->rules } + "-08",
                "the VAT rate " + Exact { percent }.text() + " % of category " + code + " " + where() + " has no VAT breakdown (BG-23)");
    }

    void base(VatSum const& vat, Category const& category)
    {
        if (category.rules.empty())
            return;
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
        m_findings.add(std::string { category.rules } + "-08",
            "the VAT base (BT-116) " + words(vat) + " is " + m_findings.words(vat.base) + ", but the sum of its lines and charges is " + m_findings.words(sum));
    }
    void amount(VatSum const& vat, Category const& category)
    {
        if (!category.is_taxed) {
            if (Exact { vat.amount } != Exact {})
                m_findings.add(std::string { category.rules } + "-09",
                    "the VAT (BT-117) " + words(vat) + " is " + m_findings.words(vat.amount) + ", but must be " + m_findings.words(Exact {}));
            return;
        }
        auto const due = Exact::part(vat.base, vat.percent);
        if (!is_near(vat.amount, due))
            m_findings.add(
                "BR-CO-17", "the VAT (BT-117) " + words(vat) + " is " + m_findings.words(vat.amount) + ", but its rate gives " + m_findings.words(due));
    }

    Invoice const& m_invoice;
    Findings& m_findings;
};

}
