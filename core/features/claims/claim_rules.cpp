#include "features/claims/claim_rules.h"

#include "base/text.h"
#include "crypto/hash.h"

#include <algorithm>
#include <cstring>

namespace portal::claims {

Demand demand(Circumstances const& circumstances)
{
    auto const& counts = circumstances.counts;
    if (counts.customer > limit::customer)
        return Demand::letter;
    if (counts.mailbox > limit::mailbox)
        return Demand::letter_today;
    // Whoever reads the mailbox that the utility has on file is never asked more and suffers from nobody else's tries.
    if (circumstances.mailbox_is_on_record)
        return Demand::pair;
    if (counts.block > limit::block || counts.tenant_day > limit::tenant)
        return Demand::letter_today;
    return circumstances.total_always || counts.tenant_month > limit::orphans ? Demand::total : Demand::pair;
}

std::optional<Bill> proved_bill(std::span<Bill const> newest_two, std::string_view reference,
    std::function<std::string(std::string const& bill_number)> const& code_hash, std::optional<Money> const& total)
{
    std::optional<Bill> proved;
    for (auto const& bill : newest_two) {
        bool const code_fits = crypto::equal_constant_time(code_hash(bill.number), bill.code_hash);
        bool const total_fits = !total || *total == bill.total;
        if (code_fits & total_fits & (bill.reference == reference))
            proved = bill;
    }
    return proved;
}

bool is_common(std::int64_t bills_with_this_total, std::int64_t bills) { return bills_with_this_total > 2 && bills_with_this_total * 500 > bills; }

namespace {

constexpr std::size_t s_letter_length = 12;

}

Secret make_letter_code(std::string_view random_bytes)
{
    std::int64_t value = 0;
    std::memcpy(&value, random_bytes.data(), std::min(random_bytes.size(), sizeof value));
    // An id's text has 13 characters; with 60 bits the first one is always 0.
    return Secret { id_to_text(value & ((std::int64_t { 1 } << 60) - 1)).substr(1) };
}

std::string letter_code_text(Secret const& code)
{
    auto const& text = code.reveal();
    return text.substr(0, 4) + '-' + text.substr(4, 4) + '-' + text.substr(8);
}

std::optional<Secret> parse_letter_code(std::string_view typed)
{
    std::string code;
    for (char character : ascii_upper(typed)) {
        if (character == ' ' || character == '-')
            continue;
        if (character == 'O')
            character = '0';
        if (character == 'I' || character == 'L')
            character = '1';
        code += character;
    }
    if (code.size() != s_letter_length || !id_from_text('0' + code))
        return std::nullopt;
    return Secret { std::move(code) };
}

}
