// See contrast.h.
#include "view/contrast.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <regex>
#include <stdexcept>

namespace portal::view {
namespace {

struct Pair {
    char const* text;
    char const* ground;
    double needed;
};

// Which role stands on which, and the contrast it needs: 7 for long text, 4.5 for text, 3 for large signs (WCAG 2.2, 1.4.3,
// 1.4.6, 1.4.11).
constexpr std::array pairs {
    Pair { "text", "bg", 7 },
    Pair { "text", "surface", 7 },
    Pair { "muted", "bg", 4.5 },
    Pair { "muted", "surface", 4.5 },
    Pair { "control", "surface", 3 },
    Pair { "control", "bg", 3 },
    Pair { "on-action", "action", 4.5 },
    Pair { "on-action", "action-hover", 4.5 },
    Pair { "action", "surface", 3 },
    Pair { "ok", "ok-soft", 4.5 },
    Pair { "warn", "warn-soft", 4.5 },
    Pair { "bad", "bad-soft", 4.5 },
    Pair { "bad", "surface", 4.5 },
    Pair { "bad", "bg", 4.5 },
    Pair { "text", "ok-soft", 4.5 },
    Pair { "text", "warn-soft", 4.5 },
    Pair { "focus", "bg", 3 },
    Pair { "focus", "surface", 3 },
    Pair { "on-brand", "brand-fill", 4.5 },
    Pair { "on-brand", "brand-fill-2", 4.5 },
    Pair { "on-brand-muted", "brand-fill", 4.5 },
    Pair { "brand", "surface", 4.5 },
    Pair { "brand", "brand-soft", 4.5 },
    Pair { "text", "brand-soft", 7 },
    Pair { "muted", "brand-soft", 4.5 },
    Pair { "link", "surface", 4.5 },
    Pair { "link", "bg", 4.5 },
    Pair { "link", "brand-soft", 4.5 },
    Pair { "link-hover", "brand-soft", 4.5 },
    Pair { "brand-mid", "surface", 3 },
};

constexpr std::array brand_roles { "brand", "brand-fill", "brand-fill-2", "on-brand-muted", "brand-soft", "brand-mid", "link", "link-hover" };

double luminance(std::string_view colour)
{
    if (colour.size() != 7 || colour[0] != '#' || colour.find_first_not_of("0123456789abcdefABCDEF", 1) != std::string_view::npos)
        throw std::invalid_argument("not a colour of six hexadecimal digits: " + std::string { colour });
    auto const part = [colour](std::size_t at) {
        auto const value = std::stoi(std::string { colour.substr(at, 2) }, nullptr, 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

std::string without_comments(std::string_view css)
{
    std::string out;
    for (;;) {
        auto const open = css.find("/*");
        out.append(css.substr(0, open));
        auto const close = open == std::string_view::npos ? open : css.find("*/", open + 2);
        if (close == std::string_view::npos)
            return out;
        css.remove_prefix(close + 2);
    }
}

}

std::map<std::string, Colour> read_colour_roles(std::string_view css)
{
    auto const text = without_comments(css);
    std::map<std::string, Colour> roles;
    static std::regex const plain { R"(--([a-z0-9-]+):\s*(#[0-9a-fA-F]{6})\s*;)" };
    static std::regex const both { R"(--([a-z0-9-]+):\s*light-dark\(\s*(#[0-9a-fA-F]{6})\s*,\s*(#[0-9a-fA-F]{6})\s*\)\s*;)" };
    std::sregex_iterator const end;
    for (std::sregex_iterator found { text.begin(), text.end(), plain }; found != end; ++found)
        roles.try_emplace((*found)[1], Colour { (*found)[2], (*found)[2] });
    for (std::sregex_iterator found { text.begin(), text.end(), both }; found != end; ++found)
        roles[(*found)[1]] = Colour { (*found)[2], (*found)[3] };
    return roles;
}

double contrast(std::string_view one, std::string_view other)
{
    auto const [darker, lighter] = std::minmax({ luminance(one), luminance(other) });
    return (lighter + 0.05) / (darker + 0.05);
}

std::vector<ContrastPair> check_contrast(std::string_view base_css, std::string_view theme_css)
{
    auto roles = read_colour_roles(theme_css);
    roles.merge(read_colour_roles(base_css));
    auto const role = [&roles](char const* name) -> Colour const& {
        auto const found = roles.find(name);
        if (found == roles.end())
            throw std::runtime_error(std::string { "the style sheet sets no colour --" } + name);
        return found->second;
    };
    std::vector<ContrastPair> out;
    for (auto const& pair : pairs) {
        auto const& text = role(pair.text);
        auto const& ground = role(pair.ground);
        out.push_back({ pair.text, pair.ground, contrast(text.light, ground.light), contrast(text.dark, ground.dark), pair.needed });
    }
    return out;
}

std::vector<std::string> check_theme_css(std::string_view theme_css)
{
    std::vector<std::string> findings;
    auto text = without_comments(theme_css);
    static std::regex const allowed_wrapper { R"(@supports\s*\(\s*color:\s*light-dark\(\s*#000\s*,\s*#fff\s*\)\s*\)\s*\{\s*(:root\s*\{[^{}]*\})\s*\})" };
    text = std::regex_replace(text, allowed_wrapper, "$1");
    static std::regex const rule { R"(([^{}]*)\{([^{}]*)\})" };
    std::sregex_iterator const end;
    for (std::sregex_iterator found { text.begin(), text.end(), rule }; found != end; ++found) {
        auto const selector = std::string { trimmed((*found)[1].str()) };
        auto const body = (*found)[2].str();
        for (auto const part : split(body, ';')) {
            auto const declaration = trimmed(part);
            auto const colon = declaration.find(':');
            if (declaration.empty())
                continue;
            auto const name = trimmed(declaration.substr(0, colon));
            auto const value = colon == std::string_view::npos ? std::string {} : std::string { trimmed(declaration.substr(colon + 1)) };
            static std::regex const colour { R"(#[0-9a-fA-F]{6}|light-dark\(\s*#[0-9a-fA-F]{6}\s*,\s*#[0-9a-fA-F]{6}\s*\))" };
            static std::regex const length { R"([0-9]{1,2}px)" };
            static std::regex const picture { R"(url\("?[A-Za-z0-9_-]+\.svg"?\))" };
            bool const is_brand = name.starts_with("--") && std::ranges::find(brand_roles, name.substr(2)) != brand_roles.end();
            bool const fits = selector == ":root" ? (is_brand && std::regex_match(value, colour)) || (name == "--radius" && std::regex_match(value, length))
                                                  : selector == ".hero" && name == "background-image" && std::regex_match(value, picture);
            if (!fits)
                findings.push_back("a theme sets only the brand's colours as #rrggbb, --radius and the picture of .hero; not " + selector + " { "
                    + std::string { declaration } + " }");
        }
    }
    if (std::ranges::count(text, '{') != std::distance(std::sregex_iterator { text.begin(), text.end(), rule }, end))
        findings.push_back("a theme has no other @-rules than the one for light-dark()");
    return findings;
}

}
