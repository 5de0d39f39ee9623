#include "web/language.h"

#include "base/text.h"

#include <algorithm>

namespace portal::web {

namespace {

bool is_known(std::string_view language, std::vector<std::string> const& languages)
{
    return std::find(languages.begin(), languages.end(), language) != languages.end();
}

// "q=0.8" as 800; 1000 when there is none, 0 for what is no weight.
std::int64_t weight(std::string_view parameter)
{
    parameter = trimmed(parameter);
    if (parameter.empty())
        return 1000;
    if (!parameter.starts_with("q=") || parameter.size() < 3 || parameter.size() > 7)
        return 0;
    auto digits = std::string { parameter.substr(2) };
    if (digits.size() > 1 && digits[1] == '.')
        digits.erase(1, 1);
    digits.resize(4, '0');
    return std::clamp<std::int64_t>(parse_integer(digits).value_or(0), 0, 1000);
}

}

std::string choose_language(Request const& request, std::vector<std::string> const& languages)
{
    if (auto const& asked = request.query.text("lang"); is_known(asked, languages))
        return asked;
    if (auto const remembered = request.cookie(language_cookie); is_known(remembered, languages))
        return std::string { remembered };
    if (request.principal && is_known(request.principal->language, languages))
        return request.principal->language;
    auto const accepted = from_accept_language(request.header("Accept-Language"), languages);
    return accepted.empty() ? languages.front() : accepted;
}

std::string from_accept_language(std::string_view header, std::vector<std::string> const& languages)
{
    std::string best;
    std::int64_t best_weight = 0;
    for (auto const range : split(header, ',')) {
        auto const semicolon = range.find(';');
        auto const name = ascii_lower(trimmed(range.substr(0, semicolon)));
        auto const primary = name.substr(0, name.find('-'));
        auto const its_weight = weight(semicolon == std::string_view::npos ? std::string_view {} : range.substr(semicolon + 1));
        if (its_weight > best_weight && is_known(primary, languages)) {
            best = primary;
            best_weight = its_weight;
        }
    }
    return best;
}

}
