// How a language writes money, dates, quantities and times: signs and patterns from ICU, the locale and what ICU lacks from
// the catalogue's "format." texts.
#pragma once

#include "base/date.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/time.h"
#include "view/texts.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace portal::view {

// Immutable after construction; thread-safe. No value passes through floating point.
class Format {
public:
    explicit Format(Texts const& texts);
    Format(Format&&) noexcept;
    ~Format();

    std::string money(Money amount) const; // "1.234,56 €", "−25,00 €" (U+2212, no-break space)
    std::string amount(Money amount) const; // the same without the currency sign, for table columns
    std::string integer(std::int64_t number) const; // "1.234"
    std::string decimal(Quantity number) const; // "0,8412", all digits of its scale
    std::string const& decimal_sign() const; // ","
    std::string quantity(Quantity number, std::string_view unit) const; // "12 m³", no-break space
    std::string date(Date date) const; // "31. 5. 2018"
    std::string long_date(Date date) const; // "31. maja 2018"
    std::string day_and_month(Date date) const; // "3. junija"
    std::string month(Date date) const; // "maj 2018"
    std::string short_month(Date date) const; // "maj", for the foot of a chart's bar
    std::string period(Date from, Date to) const; // "1. 5. 2018–31. 5. 2018"
    std::string time(Instant instant, TimeZone const& zone) const; // "10.42"
    std::string instant(Instant instant, TimeZone const& zone) const; // "31. 5. 2018 ob 10.42"

private:
    struct Parts;
    std::unique_ptr<Parts const> m_parts;
};

// The words and the numbers of one language and utility, for functions that need both.
struct Wording {
    Texts const& texts;
    Format const& format;
};

}
