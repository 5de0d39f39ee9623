// An electronic invoice in the terms of EN 16931, whatever it was written in. BT-... are that standard's names, NBT-... those that e-SLOG
// adds. What the invoice does not say is empty, and a Decimal or Date is not given. Amounts are those that are written: a credit note's are
// positive, and nothing is computed.
#pragma once

#include <portal/values.hpp>

#include <string>
#include <vector>

namespace portal::sdk::e_invoice {

struct Period {
    Date from {}, to {};
};

struct Address {
    std::string street, more, postal_code, town, country; // country: two letters, ISO 3166
};

struct Party {
    std::string id; // BT-29 of the seller, BT-46 of the buyer, BT-71 of the place of delivery
    std::string name, trade_name, vat_id;
    Address address;
};

// BG-20, BG-21 of the invoice; BG-27, BG-28 of a line
struct AllowanceOrCharge {
    bool is_charge = false;
    Decimal amount, base, percent;
    std::string reason, reason_code;
    std::string vat_category; // of the invoice's only
    Decimal vat_percent;
};

// BT-160, BT-161: "Staro stanje" is "1204"
struct Attribute {
    std::string name, value;
};

// BG-25
struct Line {
    std::string id; // BT-126
    std::string name, description, note; // BT-153, BT-154, BT-127
    std::string item; // BT-155, the seller's number of it
    std::string object; // BT-128, for example a meter
    Decimal quantity; // BT-129
    std::string unit; // BT-130, a code of UN/ECE recommendation 20 or 21
    Decimal price, price_quantity; // BT-146 is for BT-149 units; not given: for one
    Decimal net; // BT-131
    std::string vat_category; // BT-151
    Decimal vat_percent; // BT-152
    Period period; // BG-26
    std::vector<AllowanceOrCharge> allowances;
    std::vector<Attribute> attributes;
};

// BG-23
struct VatSum {
    std::string category; // BT-118
    Decimal percent, base, amount; // BT-119, BT-116, BT-117
    std::string exemption; // BT-120
};

// BG-22
struct Totals {
    Decimal lines; // BT-106
    Decimal allowances, charges; // BT-107, BT-108
    Decimal net; // BT-109
    Decimal vat, vat_in_tax_currency; // BT-110, BT-111
    Decimal total; // BT-112
    Decimal prepaid, rounding; // BT-113, BT-114
    Decimal payable; // BT-115
};

struct Invoice {
    std::string_view syntax; // "cii": the same rules have other names there in places
    std::string number; // BT-1
    std::string type; // BT-3, a code of UNTDID 1001: 380
    std::string corrects; // BT-25
    Date corrects_issued {}; // BT-26
    Date issued {}, due {}, tax_point {}; // BT-2, BT-9, BT-7
    Period period; // BG-14
    std::string currency, tax_currency; // BT-5, BT-6
    std::string note, terms; // BT-22, BT-20
    std::string buyer_reference; // BT-10
    std::string contract, order; // BT-12, BT-13
    std::string object; // BT-18, for example a metering point
    Party seller, buyer, delivered_to;
    Date delivered {}; // BT-72
    std::string payment_means, payment_reference, iban, bic; // BT-81, BT-83, BT-84, BT-86
    std::string purpose; // NBT-042, four letters: ELEC
    std::vector<Line> lines;
    std::vector<AllowanceOrCharge> allowances;
    std::vector<VatSum> vat;
    Totals totals;

    // The types of UNTDID 1001 that mean a credit note.
    bool is_credit_note() const
    {
        for (std::string_view const code : { "381", "396", "81", "83", "261", "262", "296", "308", "420", "458", "532" })
            if (type == code)
                return true;
        return false;
    }
    bool is_advance() const { return type == "386"; }
    // It takes the place of the invoice that it names. Any other may name one, too: BT-25 also tells partial and advance invoices.
    bool is_corrected() const { return type == "384"; }
};

}
