#include "features/claims/bill_proof.h"

#include "base/text.h"
#include "crypto/hash.h"

namespace portal::claims {

std::string bill_code_hash(crypto::KeyRing const& keys, TenantId tenant, std::string_view customer_number, std::string_view invoice_number, Secret const& code)
{
    return crypto::hmac_hex(keys.key("code"), { "bill", tenant.text(), customer_number, invoice_number, code.reveal() });
}

std::string mailbox_hash(crypto::KeyRing const& keys, std::string_view email)
{
    auto const address = parse_email(email);
    return address ? crypto::hmac_hex(keys.key("lookup"), { "mailbox", ascii_lower(*address) }) : std::string {};
}

}
