// What an entry of a bank account is known again by, whichever message tells it and however often (docs/decisions/0061).
#pragma once

#include <portal/bank_statement/statement.hpp>

#include <string>
#include <string_view>

namespace portal::plugins {

// Digests in hexadecimal digits.
struct EntryIdentity {
    // Of account, day, amount, direction and the bank's own reference; empty when the bank gives none. Two entries may share it: some banks
    // count anew in every message.
    std::string by_reference;
    // Of the same and of all that is said about its payments.
    std::string by_details;
};

EntryIdentity identity_of(sdk::bank::Statement const& statement, sdk::bank::Entry const& entry);

// NONREF, NOTPROVIDED, zeros and such: what banks and payers write where they have to write something. Empty too.
bool says_nothing(std::string_view reference);

}
