// One electronic invoice, however it is written, and the rows that it becomes.
#pragma once

#include "billing_import.h"

#include <string_view>
#include <vector>

struct EInvoiceLine {
    std::string_view number, description, unit_code; // a code of UN/ECE recommendation 20: KWH, MTQ
    portal::Date from, to;
    portal::Decimal quantity, price, vat_percent;
    portal::Money net;
};

// The views are those of the XML element that it was read from. Amounts are positive, as both standards write them.
struct EInvoice {
    bool is_credit_note = false;
    std::string_view number, reference, supply_point, iban, purpose_code, currency;
    std::string_view customer, name, street, postal_code, town, country;
    portal::Date issued, due, from, to;
    portal::Money net, vat, total, prepaid, payable;
    std::vector<EInvoiceLine> lines {};
};

// The customer, the supply point, the bill with its lines, and its movement. Throws portal::RowError.
void give(EInvoice const& invoice, portal::Sink& sink, ImportSettings const& settings);
