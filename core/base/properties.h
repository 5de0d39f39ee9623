// key = value files with line numbers, and settings that know their keys: a wrong key is named with the nearest right one.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace portal {

// What is wrong in a settings file, in words for an admin: "config/portal.properties:7: unknown key ...".
class SettingsError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct Property {
    std::string value;
    std::string origin; // "FILE:LINE", "-D", "environment PORTAL_HTTP_PORT"
};

// UTF-8 lines "key = value"; # starts a comment line; a backslash at the end continues the line. A key given twice, a line
// without "=", and a file that is not UTF-8 are SettingsErrors, and so is a file that cannot be read.
std::map<std::string, Property> read_properties(std::string const& path);

struct KeyInfo {
    std::string_view key; // "window.*" allows any key below
    std::string_view fallback;
    std::string_view help;
};

// The settings of one program or one tenant.
class Settings {
public:
    // Throws SettingsError for a key that is not among the known ones.
    Settings(std::vector<KeyInfo> known, std::map<std::string, Property> given);

    // The value given, else the known fallback. Asking for an unknown key is a bug: std::logic_error.
    std::string text(std::string_view key) const;
    bool is_given(std::string_view key) const;
    std::int64_t integer(std::string_view key, std::int64_t least, std::int64_t most) const; // SettingsError outside
    bool flag(std::string_view key) const; // true/false, yes/no, 1/0
    // "FILE:LINE" or "default", for messages.
    std::string origin(std::string_view key) const;
    // The keys given below a prefix ("plugin."), without the prefix.
    std::map<std::string, std::string> below(std::string_view prefix) const;
    [[noreturn]] void reject(std::string_view key, std::string_view reason) const;

private:
    std::vector<KeyInfo> m_known;
    std::map<std::string, Property, std::less<>> m_given;
};

// -D before environment before file before default. `definitions` are "key=value"; `environment` has the shape of environ.
std::map<std::string, Property> layered(
    std::vector<KeyInfo> const& known, std::optional<std::string> const& file, std::vector<std::string> const& definitions, char const* const* environment);

}
