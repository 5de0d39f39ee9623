// See format.h.
#include "view/format.h"

#include "base/text.h"

#include <unicode/dcfmtsym.h>
#include <unicode/dtfmtsym.h>
#include <unicode/dtptngen.h>
#include <unicode/numberformatter.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace portal::view {
namespace {

constexpr std::string_view no_break_space = "\u00A0";
constexpr std::string_view minus_sign = "\u2212";

void check(UErrorCode status, char const* what)
{
    if (U_FAILURE(status))
        throw std::runtime_error(std::string { "ICU: " } + what + ": " + u_errorName(status));
}

std::string utf8(icu::UnicodeString const& text)
{
    std::string out;
    text.toUTF8String(out);
    return out;
}

// Some languages' data write "-" for a negative number; a hyphen is no minus sign.
std::string with_minus_sign(std::string text)
{
    if (auto const hyphen = text.find('-'); hyphen != std::string::npos)
        text.replace(hyphen, 1, minus_sign);
    return text;
}

// What stands around a number: nothing, or a currency sign and a minus sign where the language puts them.
struct Affixes {
    std::string before, after;
};

Affixes affixes_of(icu::number::LocalizedNumberFormatter const& formatter, char const* one)
{
    UErrorCode status = U_ZERO_ERROR;
    auto const number = formatter.formatDecimal(one, status);
    auto const text = number.toTempString(status);
    check(status, "number");
    auto const shown = with_minus_sign(utf8(text));
    auto const digit = shown.find('1');
    return { shown.substr(0, digit), shown.substr(digit + 1) };
}

using MonthNames = std::array<std::string, 12>;

MonthNames month_names(icu::DateFormatSymbols const& symbols, icu::DateFormatSymbols::DtContextType context, icu::DateFormatSymbols::DtWidthType width)
{
    std::int32_t count = 0;
    auto const* const names = symbols.getMonths(count, context, width);
    MonthNames out;
    for (std::size_t i = 0; i < out.size() && i < static_cast<std::size_t>(count); ++i)
        out[i] = utf8(names[i]);
    return out;
}

// ICU has no genitive for some languages ("3. junij" for "3. junija"), so the catalogue says the twelve names.
MonthNames names_in_dates(Texts const& texts)
{
    auto const all = texts.get("format.months");
    auto const names = split(all, ' ');
    MonthNames out;
    if (names.size() != out.size())
        throw std::runtime_error("the text format.months must have twelve names: " + all);
    std::ranges::copy(names, out.begin());
    return out;
}

// ICU's own date formats may not be shared between threads; patterns and names may, and these patterns know only days,
// months and years.
struct DatePattern {
    std::string pattern;
    MonthNames const* months;

    std::string write(Date date) const
    {
        std::string out;
        for (std::size_t i = 0; i < pattern.size();) {
            auto const letter = pattern[i];
            auto const run = pattern.find_first_not_of(letter, i) - i;
            auto const length = std::min(run, pattern.size() - i);
            i += length;
            if (letter == 'd')
                out += padded(static_cast<unsigned>(date.day()), length);
            else if ((letter == 'M' || letter == 'L') && length > 2)
                out += (*months)[static_cast<unsigned>(date.month()) - 1];
            else if (letter == 'M' || letter == 'L')
                out += padded(static_cast<unsigned>(date.month()), length);
            else if (letter == 'y')
                out += std::to_string(static_cast<int>(date.year()));
            else if (letter != '\'')
                out.append(length, letter);
        }
        return out;
    }

private:
    static std::string padded(unsigned number, std::size_t digits)
    {
        auto text = std::to_string(number);
        return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
    }
};

}

struct Format::Parts {
    explicit Parts(Texts const& texts)
        : locale(texts.get("format.locale").c_str())
        , plain(icu::number::NumberFormatter::withLocale(locale))
        , minus(affixes_of(plain, "-1"))
        , euro(money_affixes("EUR", "1"))
        , negative_euro(money_affixes("EUR", "-1"))
        , time_text(texts.get("format.time", { { "hour", "{hour}" }, { "minute", "{minute}" } }))
        , instant_text(texts.get("format.instant", { { "date", "{date}" }, { "time", "{time}" } }))
    {
        UErrorCode status = U_ZERO_ERROR;
        icu::DecimalFormatSymbols const signs { locale, status };
        check(status, "number signs");
        decimal_sign = utf8(signs.getConstSymbol(icu::DecimalFormatSymbols::kDecimalSeparatorSymbol));
        group_sign = utf8(signs.getConstSymbol(icu::DecimalFormatSymbols::kGroupingSeparatorSymbol));
        icu::DateFormatSymbols const symbols { locale, status };
        check(status, "month names");
        using Symbols = icu::DateFormatSymbols;
        in_date = names_in_dates(texts);
        alone = month_names(symbols, Symbols::STANDALONE, Symbols::WIDE);
        brief = month_names(symbols, Symbols::STANDALONE, Symbols::ABBREVIATED);
        date = { best_pattern(texts.get("format.date")), &in_date };
        long_date = { best_pattern("yMMMMd"), &in_date };
        day_and_month = { best_pattern("MMMMd"), &in_date };
        month = { best_pattern("yMMMM"), &alone };
    }

    Affixes money_affixes(std::string const& code, char const* one) const
    {
        UErrorCode status = U_ZERO_ERROR;
        icu::CurrencyUnit const unit { icu::StringPiece { code }, status };
        check(status, "currency");
        return affixes_of(plain.unit(unit).precision(icu::number::Precision::integer()), one);
    }

    // "-1234.50" becomes "1.234,50". An ICU formatter needs some 10 us for a number, and a page shows dozens; so ICU says
    // once which signs the language uses, and the digits are put between them here. The tests compare both.
    std::string digits(std::string_view decimal) const
    {
        if (decimal.starts_with('-'))
            decimal.remove_prefix(1);
        auto const point = std::min(decimal.find('.'), decimal.size());
        std::string out;
        for (std::size_t i = 0; i < point; ++i) {
            if (i > 0 && (point - i) % 3 == 0)
                out += group_sign;
            out += decimal[i];
        }
        if (point < decimal.size())
            out.append(decimal_sign).append(decimal.substr(point + 1));
        return out;
    }

    std::string number(std::string_view decimal) const { return decimal.starts_with('-') ? minus.before + digits(decimal) + minus.after : digits(decimal); }

    std::string best_pattern(std::string const& skeleton) const
    {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::DateTimePatternGenerator> const generator { icu::DateTimePatternGenerator::createInstance(locale, status) };
        check(status, "date patterns");
        auto const pattern = generator->getBestPattern(icu::UnicodeString::fromUTF8(skeleton), status);
        check(status, "date pattern");
        return utf8(pattern);
    }

    icu::Locale locale;
    icu::number::LocalizedNumberFormatter plain;
    Affixes minus, euro, negative_euro;
    std::string decimal_sign, group_sign;
    std::string time_text, instant_text;
    MonthNames in_date, alone, brief;
    DatePattern date, long_date, day_and_month, month;
};

Format::Format(Texts const& texts)
    : m_parts(std::make_unique<Parts const>(texts))
{
}
Format::Format(Format&&) noexcept = default;
Format::~Format() = default;

std::string Format::money(Money amount) const
{
    auto const code = std::string { amount.currency().code() };
    auto const around = code != "EUR" ? m_parts->money_affixes(code, amount.is_negative() ? "-1" : "1")
        : amount.is_negative()        ? m_parts->negative_euro
                                      : m_parts->euro;
    return around.before + m_parts->digits(amount.decimal_text()) + around.after;
}

std::string Format::amount(Money amount) const { return m_parts->number(amount.decimal_text()); }
std::string Format::integer(std::int64_t number) const { return m_parts->number(std::to_string(number)); }
std::string Format::decimal(Quantity number) const { return m_parts->number(number.decimal_text()); }

std::string const& Format::decimal_sign() const { return m_parts->decimal_sign; }

std::string Format::quantity(Quantity number, std::string_view unit) const { return decimal(number).append(no_break_space).append(unit); }

std::string Format::date(Date date) const { return m_parts->date.write(date); }
std::string Format::long_date(Date date) const { return m_parts->long_date.write(date); }
std::string Format::day_and_month(Date date) const { return m_parts->day_and_month.write(date); }
std::string Format::month(Date date) const { return m_parts->month.write(date); }

std::string Format::short_month(Date date) const
{
    auto name = m_parts->brief[static_cast<unsigned>(date.month()) - 1];
    if (name.ends_with('.'))
        name.pop_back();
    return name;
}

std::string Format::period(Date from, Date to) const { return date(from) + "–" + date(to); }

std::string Format::time(Instant instant, TimeZone const& zone) const
{
    auto const minute = zone.minute_of_day_at(instant);
    auto const two_digits = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return replaced(replaced(m_parts->time_text, "{hour}", std::to_string(minute / 60)), "{minute}", two_digits(minute % 60));
}

std::string Format::instant(Instant instant, TimeZone const& zone) const
{
    return replaced(replaced(m_parts->instant_text, "{date}", date(zone.date_at(instant))), "{time}", time(instant, zone));
}

}
