// The values a plugin works with: dates, amounts, decimals and the ways a plugin can say no. They turn into the C border's types.
#pragma once

#include <portal/portal_plugin.h>

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace portal::sdk {

// Date {} (which is not ok()) means "not given".
using Date = std::chrono::year_month_day;

struct Money {
    std::int64_t minor = 0;
    std::string_view currency; // ISO 4217; empty: not given
};

// value / 10^scale; Decimal {} means "not given".
struct Decimal {
    std::int64_t value = 0;
    std::int32_t scale = -1;
};

inline portal_text to_c(std::string_view text) { return { text.data(), text.size() }; }

inline portal_date to_c(Date date)
{
    if (!date.ok())
        return {};
    return { static_cast<std::int16_t>(static_cast<int>(date.year())), static_cast<std::uint8_t>(static_cast<unsigned>(date.month())),
        static_cast<std::uint8_t>(static_cast<unsigned>(date.day())) };
}

inline portal_money to_c(Money money)
{
    portal_money out {};
    out.minor = money.minor;
    money.currency.copy(out.currency, sizeof out.currency - 1);
    return out;
}

inline portal_decimal to_c(Decimal decimal) { return { decimal.value, decimal.scale, 0 }; }

inline std::string_view from_c(portal_text text) { return text.data ? std::string_view { text.data, text.len } : std::string_view {}; }

inline Date from_c(portal_date date) { return { std::chrono::year { date.year }, std::chrono::month { date.month }, std::chrono::day { date.day } }; }

// What a plugin throws. `key` names a text of the portal's catalogue, `field` a setting, column or field, `detail` is for the log
// and the admin and must hold no personal data: say what was expected, not what was found.
class Failure : public std::runtime_error {
public:
    Failure(portal_status status, std::string_view key, std::string_view field, std::string_view detail)
        : std::runtime_error(std::string { detail.empty() ? key : detail })
        , m_status(status)
        , m_key(key)
        , m_field(field)
        , m_detail(detail)
    {
    }
    portal_status status() const { return m_status; }
    std::string const& key() const { return m_key; }
    std::string const& field() const { return m_field; }
    std::string const& detail() const { return m_detail; }

    void copy_to(portal_error& error) const
    {
        copy(m_key, error.key);
        copy(m_field, error.field);
        copy(m_detail, error.detail);
    }

private:
    // As much as fits without cutting a character in two.
    template <std::size_t Size> static void copy(std::string_view from, char (&to)[Size])
    {
        std::size_t length = from.size() < Size ? from.size() : Size - 1;
        while (length < from.size() && length > 0 && (static_cast<unsigned char>(from[length]) & 0xC0) == 0x80)
            --length;
        from.copy(to, length);
    }

    portal_status m_status;
    std::string m_key, m_field, m_detail;
};

// What the customer typed is wrong; the key is shown to the customer.
struct Rejected : Failure {
    explicit Rejected(std::string_view key, std::string_view detail = {})
        : Failure(PORTAL_REJECTED, key, {}, detail)
    {
    }
};

// A setting of the tenant is missing or wrong.
struct BadSettings : Failure {
    BadSettings(std::string_view setting, std::string_view detail)
        : Failure(PORTAL_BAD_SETTINGS, "plugin.bad_setting", setting, detail)
    {
    }
};

// This is not a delivery; nothing of it counts.
struct BadDelivery : Failure {
    explicit BadDelivery(std::string_view key, std::string_view field = {}, std::string_view detail = {})
        : Failure(PORTAL_BAD_DATA, key, field, detail)
    {
    }
};

// One row is wrong; Csv::each lists it with file and line and goes on.
struct RowError : Failure {
    explicit RowError(std::string_view key, std::string_view field = {}, std::string_view detail = {})
        : Failure(PORTAL_BAD_DATA, key, field, detail)
    {
    }
};

// The portal wants no more rows; let it pass.
struct Stopped : Failure {
    explicit Stopped(portal_status status)
        : Failure(status, "plugin.stopped", {}, {})
    {
    }
};

}
