// What a row gets beyond what stands in the file: numbers and references in their one spelling, and fields that are made out of others.
#pragma once

#include "utility.h"

namespace generic {

// One for each row, which is good as long as it. All functions throw RowError with the field.
class Completion {
public:
    explicit Completion(Utility& utility)
        : m_utility(utility)
    {
    }

    void complete(portal_customer_row& row) { customer("number", row.number); }
    void complete(portal_supply_point_row& row) { customer("customer", row.customer); }
    void complete(portal_meter_row&) { }
    void complete(portal_register_row&) { }
    void complete(portal_reading_row& row);
    void complete(portal_invoice_row& row) { customer_and_reference(row.customer, row.reference); }
    void complete(portal_invoice_line_row& row);
    void complete(portal_transaction_row& row) { customer_and_reference(row.customer, row.reference); }

private:
    void customer(char const* field, portal_text& number);
    void customer_and_reference(portal_text& number, portal_text& reference);

    Utility& m_utility;
    std::string m_customer, m_made;
};

}
