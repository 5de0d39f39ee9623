// What a message of the bank says about who paid what: enough to tell two payments apart, in few bytes.
#pragma once

#include "features/payments/payments.h"

#include <cstdint>

namespace portal::payments {

// Texts are hashes; 0: the message does not say it.
struct Telling {
    std::int64_t amount = 0; // minor units
    std::uint32_t account = 0; // the utility's
    std::uint32_t end_to_end_id = 0, payer_account = 0;
    std::uint32_t payer = 0; // whatever the case, the accents and the order of the words
    std::uint32_t references = 0; // all of them, structured or in the text, in whatever order

    static Telling of(BankPayment const& payment);
    // The two cannot tell the same entry of the account. One of them may say less, or tell a batch as one sum.
    bool contradicts(Telling const& other) const;
};

// Both say it, and not the same; both say it, and the same.
inline bool differ(std::uint32_t left, std::uint32_t right) { return left != 0 && right != 0 && left != right; }
inline bool agree(std::uint32_t left, std::uint32_t right) { return left != 0 && left == right; }

}
