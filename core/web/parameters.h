// Named values that came with a request: the query, a form's fields, the parts of a route.
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portal::web {

class Parameters {
public:
    void add(std::string name, std::string value) { m_entries.emplace_back(std::move(name), std::move(value)); }

    bool has(std::string_view name) const { return find(name) != nullptr; }
    std::string const* find(std::string_view name) const; // nullptr: not sent
    std::string const& text(std::string_view name) const; // "" when it was not sent
    Secret secret(std::string_view name) const { return Secret { text(name) }; }

    bool empty() const { return m_entries.empty(); }
    auto begin() const { return m_entries.begin(); }
    auto end() const { return m_entries.end(); }

private:
    std::vector<std::pair<std::string, std::string>> m_entries;
};

// Why a query or form was not taken; the answer is 400. For the log.
using ParameterProblem = std::string_view;

// application/x-www-form-urlencoded, as a form's body or a query. Each name at most once, UTF-8, no controls: a line end of
// any kind becomes "\n" and a tab a space (people paste from tables); at most 200 fields.
Result<Parameters, ParameterProblem> parse_parameters(std::string_view encoded);

// Decodes %XX (and + as a space where `plus_is_space`); nullopt for a broken escape.
enum class Plus { stays, is_space };
std::optional<std::string> percent_decoded(std::string_view text, Plus plus);
// For a path segment or a query value that is put into a link: everything but letters, digits and -._~ is escaped.
std::string percent_encoded(std::string_view text);

}
