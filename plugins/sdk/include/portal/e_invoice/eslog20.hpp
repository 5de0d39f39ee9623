// e-SLOG 2.0 (epos.si, GZS): EN 16931 as UN/EDIFACT INVOIC D.01B in XML. What an element means is said by a code inside it.
#pragma once

#include <portal/e_invoice/model.hpp>
#include <portal/xml_element.hpp>

namespace portal::sdk::e_invoice {

class Eslog20 {
public:
    // Of an M_INVOIC. RowError: a number or date that is none.
    static Invoice read(XmlElement element)
    {
        Invoice invoice;
        auto const buyer = with_code(element, "G_SG2", "S_NAD/D_3035", "BY");
        auto const seller = with_code(element, "G_SG2", "S_NAD/D_3035", "SE");
        invoice.number = element["S_BGM/C_C106/D_1004"];
        invoice.type = element["S_BGM/C_C002/D_1001"];
        invoice.function = element["S_BGM/D_1225"];
        for (auto const one : element.children("G_SG1"))
            if (one["S_RFF/C_C506/D_1153"] == "OI")
                invoice.add_preceding({ std::string { one["S_RFF/C_C506/D_1154"] }, date(one, "384") });
        invoice.issued = date(element, "137");
        invoice.tax_point = date(element, "131");
        invoice.delivered = date(element, "35");
        invoice.period = { date(element, "167"), date(element, "168") };
        for (auto const terms : element.children("G_SG8"))
            if (!invoice.due.ok())
                invoice.due = date(terms, "13");
        invoice.currency = with_code(element, "G_SG7", "S_CUX/C_C504/D_6347", "2")["S_CUX/C_C504/D_6345"];
        invoice.tax_currency = with_code(element, "G_SG7", "S_CUX/C_C504/D_6347", "6")["S_CUX/C_C504/D_6345"];
        for (auto const* code : { "GEN", "AAI" })
            for (auto const one : element.children("S_FTX"))
                if (one["D_4451"] == code)
                    invoice.add_note(text(one));
        invoice.terms = text(with_code(element, "S_FTX", "D_4451", "AAB"));
        invoice.purpose = with_code(element, "S_FTX", "D_4451", "ALQ")["C_C108/D_4440"];
        invoice.contract = reference(element, "G_SG1", "CT");
        invoice.order = reference(element, "G_SG1", "ON");
        invoice.object = reference(element, "G_SG1", "ATS");
        invoice.payment_reference = reference(element, "G_SG1", "PQ");
        payment(element, seller, buyer, invoice);
        invoice.buyer_reference = reference(buyer, "G_SG3", "CR");
        invoice.seller = party(seller);
        invoice.buyer = party(buyer);
        // Billing systems here write no BT-46; their number of the customer stands where e-SLOG 1.6 had it.
        for (auto const* role : { "BY", "IV" })
            if (invoice.buyer.id.empty())
                invoice.buyer.id = reference(with_code(element, "G_SG2", "S_NAD/D_3035", role), "G_SG3", "IT");
        invoice.delivered_to = party(with_code(element, "G_SG2", "S_NAD/D_3035", "DP"));
        for (auto const one : element.children("G_SG16"))
            invoice.allowances.push_back(allowance(one, "G_SG19", "G_SG20"));
        for (auto const one : element.children("G_SG26"))
            invoice.lines.push_back(line(one));
        for (auto const one : element.children("G_SG52"))
            if (is_vat(one)) {
                auto const percent = one.decimal("S_TAX/C_C243/D_5278");
                invoice.vat.push_back({ category(one["S_TAX/D_5305"], percent), percent, own_amount(one, "125"), own_amount(one, "124"), {}, {} });
            }
        auto const exemption = with_code(element, "S_FTX", "D_4451", "AGM");
        for (auto& vat : invoice.vat)
            if (vat.category != "S" && vat.category != "Z") {
                vat.exemption = text(exemption);
                vat.exemption_code = exemption["C_C107/D_4441"];
            }
        totals(element, invoice.totals);
        return invoice;
    }

private:
    // The first one with this code, or none, whose texts are empty.
    static XmlElement with_code(XmlElement parent, std::string_view name, std::string_view path, std::string_view code)
    {
        for (auto const element : parent.children(name))
            if (element[path] == code)
                return element;
        return {};
    }
    // Some senders write a date's code without a date, and the date later.
    static Date date(XmlElement parent, std::string_view code)
    {
        for (auto const one : parent.children("S_DTM"))
            if (one["C_C507/D_2005"] == code && !one["C_C507/D_2380"].empty())
                return one.date("C_C507/D_2380");
        return {};
    }
    static std::string reference(XmlElement parent, std::string_view group, std::string_view code)
    {
        return std::string { with_code(parent, group, "S_RFF/C_C506/D_1153", code)["S_RFF/C_C506/D_1154"] };
    }
    // A text has up to five pieces.
    static std::string text(XmlElement element)
    {
        std::string whole;
        for (auto const* piece : { "C_C108/D_4440", "C_C108/D_4440_2", "C_C108/D_4440_3", "C_C108/D_4440_4", "C_C108/D_4440_5" })
            if (auto const more = element[piece]; !more.empty())
                (whole += whole.empty() ? "" : " ") += more;
        return whole;
    }

    // An amount in a group of its own, and one that stands in the element itself.
    static Decimal amount(XmlElement parent, std::string_view group, std::string_view code)
    {
        return with_code(parent, group, "S_MOA/C_C516/D_5025", code).decimal("S_MOA/C_C516/D_5004");
    }
    static Decimal own_amount(XmlElement parent, std::string_view code) { return with_code(parent, "S_MOA", "C_C516/D_5025", code).decimal("C_C516/D_5004"); }

    // Beside VAT there are groups of excise (EXC) and of other breakdowns (OTH, NBT-051 to 053).
    static bool is_vat(XmlElement group)
    {
        auto const kind = group["S_TAX/C_C241/D_5153"];
        return kind.empty() || kind == "VAT";
    }
    static XmlElement vat_of(XmlElement element, std::string_view groups)
    {
        for (auto const group : element.children(groups))
            if (is_vat(group))
                return group;
        return {};
    }
    // Zero-rated with a rate above zero contradicts itself: billing systems of utilities write Z on all their lines, with right rates and right sums
    // of each rate. It is the code that is wrong, so the rate counts; whether the sums are those of the rate is looked at as for S.
    static std::string category(std::string_view code, Decimal percent) { return code == "Z" && percent.value > 0 ? "S" : std::string { code }; }

    static void payment(XmlElement element, XmlElement seller, XmlElement buyer, Invoice& invoice)
    {
        invoice.payment_means = element["G_SG8/S_PAI/C_C534/D_4461"];
        invoice.payment = payment_of_eslog(with_code(element, "S_FTX", "D_4451", "PAI")["C_C108/D_4440"]);
        if (invoice.payment == Payment::unsaid)
            invoice.payment = payment_of(invoice.payment_means);
        for (auto const one : seller.children("S_FII"))
            if (one["D_3035"] == "RB")
                invoice.add_account({ std::string { one["C_C078/D_3194"] }, std::string { one["C_C078/D_3192"] }, std::string { one["C_C088/D_3433"] } });
        invoice.payee = with_code(element, "G_SG2", "S_NAD/D_3035", "PE")["S_NAD/C_C080/D_3036"];
        invoice.direct_debit = { reference(buyer, "G_SG3", "AVS"), reference(buyer, "G_SG3", "AII"),
            std::string { with_code(buyer, "S_FII", "D_3035", "BI")["C_C078/D_3194"] } };
    }

    static Party party(XmlElement element)
    {
        auto const name = element.find("S_NAD");
        return { std::string { name["C_C082/D_3039"] }, std::string { name["C_C080/D_3036"] }, std::string { name["C_C080/D_3036_2"] },
            reference(element, "G_SG3", "VA"),
            { std::string { name["C_C059/D_3042"] }, std::string { name["C_C059/D_3042_2"] }, std::string { name["D_3251"] }, std::string { name["D_3164"] },
                std::string { name["D_3207"] } } };
    }

    static AllowanceOrCharge allowance(XmlElement element, std::string_view percents, std::string_view amounts)
    {
        bool const is_charge = element["S_ALC/D_5463"] == "C";
        auto const vat = vat_of(element, "G_SG22");
        auto const rate = vat.decimal("S_TAX/C_C243/D_5278");
        return { is_charge, amount(element, amounts, is_charge ? "23" : "204"), amount(element, amounts, "25"),
            with_code(element, percents, "S_PCD/C_C501/D_5245", is_charge ? "2" : "1").decimal("S_PCD/C_C501/D_5482"),
            std::string { element["S_ALC/C_C552/D_1230"] }, std::string { element[is_charge ? "S_ALC/C_C214/D_7161" : "S_ALC/C_C552/D_5189"] },
            category(vat["S_TAX/D_5305"], rate), rate };
    }

    static Line line(XmlElement element)
    {
        Line line;
        line.id = element["S_LIN/D_1082"];
        line.name = with_code(element, "S_IMD", "D_7077", "F")["C_C273/D_7008"];
        line.description = with_code(element, "S_IMD", "D_7077", "A")["C_C273/D_7008"];
        line.item = with_code(element, "S_PIA", "C_C212/D_7143", "SA")["C_C212/D_7140"];
        auto const quantity = with_code(element, "S_QTY", "C_C186/D_6063", "47");
        line.quantity = quantity.decimal("C_C186/D_6060");
        line.unit = quantity["C_C186/D_6411"];
        line.period = { date(element, "167"), date(element, "168") };
        line.note = text(with_code(element, "S_FTX", "D_4451", "ACB"));
        for (auto const one : element.children("S_FTX"))
            if (one["D_4451"] == "ACF")
                line.attributes.push_back({ std::string { one["C_C108/D_4440"] }, std::string { one["C_C108/D_4440_2"] } });
        line.net = amount(element, "G_SG27", "203");
        auto const price = with_code(element, "G_SG29", "S_PRI/C_C509/D_5125", "AAA").find("S_PRI/C_C509");
        line.price = price.decimal("D_5118");
        line.price_quantity = price.decimal("D_5284");
        line.object = reference(element, "G_SG30", "AVE");
        auto const vat = vat_of(element, "G_SG34");
        line.vat_percent = vat.decimal("S_TAX/C_C243/D_5278");
        line.vat_category = category(vat["S_TAX/D_5305"], line.vat_percent);
        for (auto const one : element.children("G_SG39"))
            // The difference between gross and net price (BT-147) is in the price already.
            if (auto const read = allowance(one, "G_SG41", "G_SG42"); read.amount.scale >= 0)
                line.allowances.push_back(read);
        return line;
    }

    static void totals(XmlElement element, Totals& totals)
    {
        totals.lines = amount(element, "G_SG50", "79");
        totals.allowances = amount(element, "G_SG50", "260");
        totals.charges = amount(element, "G_SG50", "259");
        totals.net = amount(element, "G_SG50", "389");
        totals.vat = amount(element, "G_SG50", "176");
        totals.vat_in_tax_currency = amount(element, "G_SG50", "2");
        totals.total = amount(element, "G_SG50", "388");
        totals.prepaid = amount(element, "G_SG50", "113");
        totals.rounding = amount(element, "G_SG50", "366");
        totals.payable = amount(element, "G_SG50", "9");
    }
};

}
