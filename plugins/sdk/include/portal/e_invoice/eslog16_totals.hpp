// The sums of an e-SLOG 1.6 invoice, in the order in which its published stylesheet (SETCCE) shows them: lines (79), their discounts (53), a discount
// on the whole (GlobalniPopusti), the base of VAT (125), what is not taxed, VAT (176), the total (86), late interest (131), paid (113),
// rounding (165), due (9).
#pragma once

#include <portal/e_invoice/exact.hpp>
#include <portal/e_invoice/model.hpp>
#include <portal/xml_element.hpp>

namespace portal::sdk::e_invoice {

class Eslog16Totals {
public:
    // The lines of the invoice are there already.
    Eslog16Totals(XmlElement element, Invoice& invoice)
        : m_element(element)
        , m_invoice(invoice)
    {
    }
    // RowError: a number that is none.
    void read()
    {
        vat();
        auto& totals = m_invoice.totals;
        if (auto const lines = total("79"); lines.scale >= 0)
            totals.lines = (Exact { lines } - total("53")).decimal();
        totals.net = total("125");
        totals.vat = total("176");
        totals.total = total("86");
        totals.prepaid = total("113");
        totals.rounding = total("366");
        if (totals.rounding.scale < 0)
            totals.rounding = total("165");
        totals.payable = total("9");
        for (auto const one : m_element.children("PovzetekZneskovRacuna"))
            if (m_invoice.payment_reference.empty() && one["SklicZaPlacilo/SklicPlacila"] == "PQ")
                m_invoice.payment_reference = one["SklicZaPlacilo/StevilkaSklica"];
        discounts();
        complete();
        interest();
    }

    static std::string category(bool is_taxed, Decimal percent) { return !is_taxed ? "O" : percent.value == 0 ? "Z" : "S"; }
    static XmlElement with_code(XmlElement parent, std::string_view name, std::string_view path, std::string_view code)
    {
        for (auto const element : parent.children(name))
            if (element[path] == code)
                return element;
        return {};
    }
    static Decimal amount(XmlElement parent, std::string_view group, std::string_view kind, std::string_view code, std::string_view amount)
    {
        return with_code(parent, group, kind, code).decimal(amount);
    }

private:
    Decimal total(std::string_view code) const
    {
        return with_code(m_element, "PovzetekZneskovRacuna", "ZneskiRacuna/VrstaZneska", code).decimal("ZneskiRacuna/ZnesekRacuna");
    }

    void vat()
    {
        for (auto const one : m_element.children("PovzetekDavkovRacuna")) {
            bool const is_taxed = !one["DavkiRacuna/VrstaDavka"].empty();
            auto const percent = one.decimal("DavkiRacuna/OdstotekDavka");
            auto const base = amount(one, "ZneskiDavkov", "VrstaZneskaDavka", "125", "ZnesekDavka");
            auto due = amount(one, "ZneskiDavkov", "VrstaZneskaDavka", "124", "ZnesekDavka");
            // What is not taxed has a base only.
            if (!is_taxed && due.scale < 0)
                due = { 0, 0 };
            m_invoice.vat.push_back({ category(is_taxed, percent), percent, base, due, {}, {} });
        }
        for (auto const* without_vat : { "O", "Z" })
            complete(without_vat);
    }
    // A summary of VAT may leave out what has none.
    void complete(std::string_view category)
    {
        for (auto const& one : m_invoice.vat)
            if (one.category == category)
                return;
        Exact base;
        for (auto const& line : m_invoice.lines)
            if (line.vat_category == category)
                base += line.net;
        if (base != Exact {})
            m_invoice.vat.push_back({ std::string { category }, category == "Z" ? Decimal { 0, 0 } : Decimal {}, base.decimal(), { 0, 0 }, {}, {} });
    }

    static bool belongs(Line const& line, VatSum const& vat)
    {
        return line.vat_category == vat.category && Exact { line.vat_percent } == Exact { vat.percent };
    }
    Exact lines() const
    {
        Exact sum;
        for (auto const& line : m_invoice.lines)
            sum += line.net;
        return sum;
    }

    // A discount on the whole does not say whether the lines have it in them already, nor which VAT it lowers: both follow from the bases of VAT, which
    // are what is left of the lines. When their difference is not the discount, the rules on sums tell.
    void discounts()
    {
        std::vector<AllowanceOrCharge> all;
        Exact sum;
        for (auto const one : m_element.children("GlobalniPopusti"))
            if (auto const amount = one.decimal("ZnesekPopusta"); amount.value != 0) {
                all.push_back({ false, amount, {}, one.decimal("OdstotekPopusta"), std::string { one["OpisPopusta"] }, {}, {}, {} });
                sum += amount;
            }
        auto left = lines();
        for (auto const& one : m_invoice.vat)
            left = left - one.base;
        if (all.empty() || left != sum)
            return;
        for (auto const& vat : m_invoice.vat) {
            Exact part = Exact {} - vat.base;
            for (auto const& line : m_invoice.lines)
                if (belongs(line, vat))
                    part += line.net;
            if (part == Exact {})
                continue;
            auto discount = all.front();
            discount.amount = part.decimal();
            discount.vat_category = vat.category;
            discount.vat_percent = vat.percent;
            m_invoice.allowances.push_back(std::move(discount));
        }
        auto& totals = m_invoice.totals;
        totals.allowances = sum.decimal();
        // 53 is the sum of all discounts with some senders, and of those of lines with others.
        if (Exact { totals.lines } + sum == lines())
            totals.lines = lines().decimal();
    }

    // It comes behind the total. Some senders repeat here what is in a line: then what is due adds up without it.
    void interest()
    {
        auto const& totals = m_invoice.totals;
        auto const interest = total("131");
        if (interest.value != 0 && interest.scale >= 0 && Exact { totals.payable } != Exact { totals.total } - totals.prepaid + totals.rounding)
            m_invoice.extras.push_back({ {}, "Zamudne obresti", interest });
    }

    // Only the amount due is mandatory; what else is missing stands in the VAT summary or is the same.
    void complete()
    {
        auto& totals = m_invoice.totals;
        Exact base, untaxed, vat;
        for (auto const& one : m_invoice.vat) {
            base += one.base;
            vat += one.amount;
            if (one.category == "O")
                untaxed += one.base;
        }
        // 125 is what is taxed with some senders, and everything with others.
        if (totals.net.scale < 0 || Exact { totals.net } + untaxed == base)
            totals.net = base.decimal();
        if (totals.vat.scale < 0)
            totals.vat = vat.decimal();
        if (totals.total.scale < 0)
            totals.total = totals.payable;
        if (totals.lines.scale < 0)
            totals.lines = totals.net;
    }

    XmlElement m_element;
    Invoice& m_invoice;
};

}
