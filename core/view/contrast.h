// Whether the colours of a utility's theme.css can be read: every pair that stands on each other, light and dark.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace portal::view {

struct Colour {
    std::string light, dark; // "#0b5478"
};

// The roles (custom properties without the two dashes) that a stylesheet sets with six-digit colours; a role set as
// light-dark(a, b) has both, any other the same twice.
std::map<std::string, Colour> read_colour_roles(std::string_view css);

// WCAG 2 contrast of two colours "#rrggbb", 1 to 21. Throws std::invalid_argument for anything else.
double contrast(std::string_view one, std::string_view other);

struct ContrastPair {
    std::string text, ground; // roles
    double light, dark; // contrast in both schemes
    double needed;
    bool passes() const { return light >= needed && dark >= needed; }
};

// Every pair that the pages use, with the utility's roles laid over the platform's. Throws std::runtime_error when a role
// is missing.
std::vector<ContrastPair> check_contrast(std::string_view base_css, std::string_view theme_css);

// What a theme.css must not do: other selectors than :root and .hero, other roles than the brand's, colours that are not
// six-digit hex, addresses outside its folder. In words, one a finding; empty when all is well.
std::vector<std::string> check_theme_css(std::string_view theme_css);

}
