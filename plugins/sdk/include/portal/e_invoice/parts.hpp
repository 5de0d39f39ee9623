// What an electronic invoice consists of: parties, lines, allowances and charges, sums of VAT. Of the invoice itself: model.hpp.
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
    std::vector<Line> details; // BG-DEX-01 of XRechnung's extension: what the line is made of; its amounts are in those of the line already
};

// BG-23
struct VatSum {
    std::string category; // BT-118
    Decimal percent, base, amount; // BT-119, BT-116, BT-117
    std::string exemption, exemption_code; // BT-120, BT-121
};

}
