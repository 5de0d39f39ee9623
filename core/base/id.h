// Identifiers: distinct types over 64 bits, time-ordered, shown to people as 13 Crockford characters.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace portal {

// 13 characters of Crockford's base 32 (no I, L, O, U), upper case; the value must not be negative.
std::string id_to_text(std::int64_t value);
// Takes lower case too; nothing else. Anything that id_to_text would not have made is nullopt.
std::optional<std::int64_t> id_from_text(std::string_view text);

// Time-ordered: milliseconds since 2015 above 22 bits that start at random and count up. Never zero. Thread-safe.
std::int64_t new_id();

template <typename Tag> class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(std::int64_t value)
        : m_value(value)
    {
    }
    static Id make() { return Id { new_id() }; }
    static std::optional<Id> parse(std::string_view text)
    {
        auto const value = id_from_text(text);
        return value ? std::optional<Id> { Id { *value } } : std::nullopt;
    }

    constexpr std::int64_t value() const { return m_value; }
    std::string text() const { return id_to_text(m_value); }
    constexpr explicit operator bool() const { return m_value != 0; }
    constexpr auto operator<=>(Id const&) const = default;

private:
    std::int64_t m_value = 0;
};

using AccountId = Id<struct AccountTag>;
using SessionId = Id<struct SessionTag>;
using RegistrationId = Id<struct RegistrationTag>;
using InvoiceId = Id<struct InvoiceTag>;
using MeterId = Id<struct MeterTag>;
using ReadingId = Id<struct ReadingTag>;
using ClaimId = Id<struct ClaimTag>;
using MailId = Id<struct MailTag>;

// A tenant's number in the database; its name for people is the slug.
using TenantId = Id<struct TenantTag>;

}

template <typename Tag> struct std::hash<portal::Id<Tag>> {
    std::size_t operator()(portal::Id<Tag> id) const noexcept { return std::hash<std::int64_t> {}(id.value()); }
};
