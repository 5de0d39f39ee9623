// The texts of one language: a gettext catalogue, and above it what one utility says in its own words.
#pragma once

#include <cstdint>
#include <locale>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portal::view {

// Immutable after construction; thread-safe.
class Texts {
public:
    using Placeholders = std::vector<std::pair<std::string_view, std::string>>;

    // Reads <catalogues>/<language>/LC_MESSAGES/portal.mo. Throws std::runtime_error when there is no such catalogue.
    Texts(std::string const& catalogues, std::string language);
    // The same language with some texts said differently.
    Texts with(std::map<std::string, std::string> own) const;

    std::string const& language() const { return m_language; }
    bool has(std::string_view key) const;
    // The text with every {name} replaced. An unknown key is a bug: std::out_of_range that names it.
    std::string get(std::string_view key, Placeholders const& placeholders = {}) const;
    // For a key that comes from outside (a plugin's rejection): the fallback key's text when there is none.
    std::string get_or(std::string_view key, std::string_view fallback_key, Placeholders const& placeholders = {}) const;
    // The plural form that fits the number; {count} is the number itself.
    std::string plural(std::string_view key, std::int64_t count, Placeholders const& placeholders = {}) const;
    // The text as the catalogue has it, placeholders still inside; nullopt when unknown.
    std::optional<std::string> raw(std::string_view key) const;

private:
    std::string m_language;
    std::locale m_locale;
    std::map<std::string, std::string, std::less<>> m_own;
};

}
