// The keyed hashes that stand in bill_proofs and customers: written by imports, compared by claims, one function for both.
#pragma once

#include "base/id.h"
#include "base/secret.h"
#include "crypto/key_ring.h"

#include <string>
#include <string_view>

namespace portal::claims {

// A bill's code has 10,000 values at most, so a plain hash would be no hiding: the key lies outside the database. Bound to
// tenant, customer and bill: equal codes have different hashes. 64 hexadecimal characters.
std::string bill_code_hash(crypto::KeyRing const& keys, TenantId tenant, std::string_view customer_number, std::string_view invoice_number, Secret const& code);

// For customers.email_key and claim_tries.mailbox_key: whether two addresses are one mailbox, without keeping either. The
// address as it was typed or delivered; "" for one that we would not write to. 64 hexadecimal characters.
std::string mailbox_hash(crypto::KeyRing const& keys, std::string_view email);

}
