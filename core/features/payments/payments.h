// Payments as a bank tells them, and what they pay.
#pragma once

#include "base/date.h"
#include "base/money.h"

#include <cstdint>
#include <string>
#include <vector>

namespace portal::payments {

// One payment of an entry of an account.
struct BankPayment {
    std::string by_reference {}, by_details {}; // what its entry is known again by (plugins/payment_identity.h)
    int position = 0; // within the entry, from 0
    std::string statement {}, account {};
    Date booked {};
    Money amount; // positive: came in; negative: a payment that went back
    std::string end_to_end_id {}; // the payer's own name for it; empty when there is none
    std::string payer {}, ultimate_payer {}, payer_account {};
    std::vector<std::string> references {}; // structured, as written
    std::vector<std::string> invoices {}; // numbers of bills that the payer names, as written
    std::string text {}; // what the payer wrote
    bool is_return = false; // something went back: with a negative amount a payment, with a positive one what the utility had paid
};

// A bill that may be meant.
struct Bill {
    std::string number, customer, customer_name, reference;
    std::int64_t open = 0; // minor units that are not paid yet
    Date issued;
};

enum class How { not_matched, by_reference, by_amount_and_payer, returned, by_the_desk };

// A part of a payment: minor units, positive when they pay, negative when they went back.
struct Share {
    std::string bill, customer, reference;
    std::int64_t amount = 0;
    bool operator==(Share const&) const = default;
};

struct Match {
    How how = How::not_matched;
    std::vector<Share> shares;
    std::string reason; // a key of the catalogue when it is not matched: "payment.no_bill"
    std::string undoes {}; // the payment that went back
};

}
