// A claim: an account says "this billed customer is me" and proves it by what stands on a bill.
#pragma once

#include "base/date.h"
#include "base/id.h"
#include "base/money.h"
#include "base/secret.h"

#include <cstdint>
#include <optional>
#include <string>

namespace portal::claims {

// What proves one of a customer's newest two bills, as the published delivery has it.
struct Bill {
    std::string number;
    std::string reference; // canonical
    std::string code_hash; // bill_code_hash()
    Money total;
    Date issued;
};

// Who claims: a signed-in account, so its mailbox is confirmed.
struct Claimant {
    AccountId account;
    std::string email;
    std::string address_block; // web::Address::block(24, 48)
};

// What is claimed and how it is proved.
struct Claim {
    std::string reference; // canonical
    Secret code; // as the plugin writes it
    std::optional<Money> total; // only where it was asked for
};

// What a claim that is not proved yet waits for.
enum class Needs {
    pair, // reference and code that fit
    total, // and the bill's total
    letter, // the code out of a letter
    holder, // proved; the holder of the customer decides
};

struct OpenClaim {
    std::string reference; // canonical
    Needs needs;
};

enum class Outcome {
    claimed, // the account sees the customer now, or did already
    holder_asked, // the data are right and somebody holds the customer: he is asked
    wrong, // something does not fit; what, is never said
    needs_total, // not judged: the bill's total has to come along
    needs_letter, // not judged: until the customer's next bill only the code out of a letter of the utility helps
    letter_today, // not judged: the same until tomorrow
};

// The answer to a claim.
struct Judged {
    Outcome outcome;
    std::string customer_number; // of a claim that is proved
    Needs next = Needs::pair; // what to ask for when it was wrong
    std::int64_t tries_left = 0; // when it was wrong
};

}
