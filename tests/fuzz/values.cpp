// Amounts, quantities, dates, ids and addresses as anybody may type them: what is taken can be written and read again.
#include "check.h"

#include "base/date.h"
#include "base/id.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/text.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace portal;
    std::string_view const text { reinterpret_cast<char const*>(data), size };
    Currency const currency { "EUR" };
    if (auto const money = Money::parse(text, currency))
        check(Money::parse(money->decimal_text(), currency) == money, "an amount survives its text");
    if (auto const quantity = Quantity::parse(text))
        check(Quantity::parse(quantity->decimal_text()) == quantity, "a quantity survives its text");
    if (auto const date = date_from_iso(text))
        check(date_to_iso(*date) == text, "a date has one ISO text");
    if (auto const id = id_from_text(text))
        check(id_from_text(id_to_text(*id)) == id, "an id survives its text");
    if (auto const email = parse_email(text))
        check(parse_email(*email) == email && !has_control_characters(*email), "an address is its own canonical text");
    is_utf8(text);
    return 0;
}
