// What can be bound to a statement: integers, texts, bytes, null, and our own values in their stored form.
#pragma once

#include "base/date.h"
#include "base/id.h"
#include "base/time.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace portal::db {

struct Bytes {
    std::string_view content; // may hold zeros; for BLOB columns
};

struct Null { };

// A view: text and bytes must outlive the call that takes it.
using Value = std::variant<Null, std::int64_t, std::string_view, Bytes>;

template <std::integral Number> Value to_value(Number number) { return static_cast<std::int64_t>(number); }
inline Value to_value(std::string_view text) { return text; }
inline Value to_value(std::string const& text) { return std::string_view { text }; }
inline Value to_value(char const* text) { return std::string_view { text }; }
inline Value to_value(Bytes bytes) { return bytes; }
inline Value to_value(Null) { return Null {}; }
inline Value to_value(std::nullopt_t) { return Null {}; }
inline Value to_value(Date date) { return std::int64_t { date_to_number(date) }; }
inline Value to_value(Instant instant) { return instant_to_number(instant); }
template <typename Tag> Value to_value(Id<Tag> id) { return id.value(); }
template <typename Inner> Value to_value(std::optional<Inner> const& maybe) { return maybe ? to_value(*maybe) : Value { Null {} }; }

}
