// See charts.h.
#include "view/charts.h"

#include "view/escape.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace portal::view {

// The only maker of markup; everything in it is drawn here or escaped.
class MarkupMaker {
public:
    static Markup make(std::string text) { return Markup { std::move(text) }; }
};

namespace {

// One decimal is finer than any screen.
std::string point(double number)
{
    auto const tenths = std::llround(number * 10);
    auto text = std::to_string(tenths / 10);
    if (tenths < 0 && tenths > -10)
        text = "-0";
    if (auto const rest = std::llabs(tenths % 10))
        text.append(".").append(std::to_string(rest));
    return text;
}

// For a height on the screen only.
double worth(Quantity quantity) { return static_cast<double>(quantity.value()) / std::pow(10.0, quantity.scale()); }

std::string element_text(std::string_view css_class, double x, double y, std::string_view text)
{
    return "<text class=\"" + std::string { css_class } + "\" x=\"" + point(x) + "\" y=\"" + point(y) + "\">" + escaped(text) + "</text>";
}

std::string rectangle(std::string_view css_class, double x, double y, double width, double height, int radius)
{
    return "<rect class=\"" + std::string { css_class } + "\" x=\"" + point(x) + "\" y=\"" + point(y) + "\" width=\"" + point(width) + "\" height=\""
        + point(height) + "\" rx=\"" + std::to_string(radius) + "\"/>";
}

std::string rounded_bar(std::string_view css_class, double x, double top, double width, double bottom)
{
    auto const radius = std::min({ 5.0, width / 3, bottom - top });
    auto const r = point(radius);
    return "<path class=\"" + std::string { css_class } + "\" d=\"M" + point(x) + ' ' + point(bottom) + 'V' + point(top + radius) + "q0-" + r + ' ' + r + "-"
        + r + 'h' + point(width - 2 * radius) + 'q' + r + " 0 " + r + ' ' + r + 'V' + point(bottom) + "z\"/>";
}

}

Markup draw_bars(BarChart const& chart)
{
    constexpr double width = 360, height = 190, bottom = 156, top = 26;
    double highest = chart.average ? worth(*chart.average) : 0;
    for (auto const& bar : chart.bars)
        highest = std::max(highest, worth(bar.worth));
    highest = highest > 0 ? highest * 1.08 : 1;
    auto const id = escaped(chart.id);
    auto out = "<svg viewBox=\"0 0 " + point(width) + ' ' + point(height) + "\" role=\"img\" aria-labelledby=\"" + id + "-t " + id + "-d\"><title id=\"" + id
        + "-t\">" + escaped(chart.title) + "</title><desc id=\"" + id + "-d\">" + escaped(chart.description) + "</desc>";
    if (chart.average)
        out += "<path class=\"c-avg\" d=\"M4 " + point(bottom - worth(*chart.average) / highest * (bottom - top)) + "H356\"/>";
    auto const step = chart.bars.empty() ? width : (width - 8) / static_cast<double>(chart.bars.size());
    // Few bars stay slim, or three months look like a wall.
    auto const bar_width = std::min(step * 0.68, 44.0);
    double x = 4 + (step - bar_width) / 2;
    for (auto const& bar : chart.bars) {
        auto const y = bottom - worth(bar.worth) / highest * (bottom - top);
        auto const* const css_class = !bar.highlighted ? "c-bar" : chart.warning ? "c-bar-warn" : "c-bar-now";
        out += rounded_bar(css_class, x, y, bar_width, bottom);
        out += element_text("c-v", x + bar_width / 2, y - 6, bar.text);
        out += element_text("c-t", x + bar_width / 2, bottom + 18, bar.label);
        x += step;
    }
    return MarkupMaker::make(out + "<path class=\"c-axis\" d=\"M0 156.5H360\"/></svg>");
}

Markup draw_meter(MeterPicture const& picture, Texts const& texts)
{
    constexpr double drum = 26, gap = 2, middle = 150;
    auto out = "<svg class=\"meter\" viewBox=\"0 0 300 300\" role=\"img\" aria-label=\"" + escaped(picture.description)
        + "\"><circle class=\"m-rim\" cx=\"150\" cy=\"150\" r=\"148\"/><circle class=\"m-rim2\" cx=\"150\" cy=\"150\" r=\"136\"/>"
          "<circle class=\"m-face\" cx=\"150\" cy=\"150\" r=\"130\"/>";
    for (int tick = 10; tick < 52; tick += 5) {
        auto const angle = tick * 6 * std::numbers::pi / 180;
        out += "<path class=\"m-tick\" d=\"M" + point(middle + 126 * std::sin(angle)) + ' ' + point(middle - 126 * std::cos(angle)) + 'L'
            + point(middle + 115 * std::sin(angle)) + ' ' + point(middle - 115 * std::cos(angle)) + "\"/>";
    }
    out += element_text("m-ts", middle, 58, texts.get("meter.picture.number", { { "number", picture.number } }));
    out += element_text("m-t", middle, 82, picture.unit);
    auto const count = static_cast<double>(picture.whole.size() + picture.fraction.size());
    // Many digits are drawn narrower, so that they stay on the face.
    auto const pitch = std::min(drum + gap, 226 / std::max(count, 1.0));
    auto const left = middle - (count * pitch + 8) / 2;
    out += rectangle("m-drum", left - 5, 96, count * pitch + 16, 50, 6);
    double x = left;
    auto const draw_digits = [&](std::string_view digits, std::string_view css_class) {
        for (auto const digit : digits) {
            out += rectangle(css_class, x, 101, pitch - gap, 40, 3);
            out += element_text("m-d", x + (pitch - gap) / 2, 132, std::string_view { &digit, 1 });
            x += pitch;
        }
    };
    draw_digits(picture.whole, "m-drum2");
    auto const whole_width = x - left - gap;
    x += 6;
    draw_digits(picture.fraction, "m-red");
    out += "<path class=\"m-mark\" d=\"M" + point(left) + " 152v7h" + point(whole_width) + "v-7\"/>";
    out += element_text("m-t m-strong", left + whole_width / 2, 177, texts.get("meter.picture.type"));
    if (!picture.fraction.empty())
        out += element_text("m-ts", left + whole_width + 8 + static_cast<double>(picture.fraction.size()) * pitch / 2, 177, texts.get("meter.picture.skip"));
    constexpr std::array hands { std::array { 108, 40 }, std::array { 192, 200 } };
    for (auto const& [at, angle] : hands) {
        auto const place = std::to_string(at);
        out += "<circle class=\"m-mark\" cx=\"" + place + "\" cy=\"222\" r=\"24\"/><path class=\"m-hand\" d=\"M-4 6 0-19 4 6z\" transform=\"translate(" + place
            + " 222) rotate(" + std::to_string(angle) + ")\"/><circle class=\"m-star\" cx=\"" + place + "\" cy=\"222\" r=\"3.5\"/>";
    }
    return MarkupMaker::make(out + "</svg>");
}

Markup draw_drums(std::string_view whole, std::string_view fraction)
{
    std::string out = "<span class=\"drums\" aria-hidden=\"true\">";
    auto const draw = [&out](std::string_view digits, char const* open) {
        for (auto const digit : digits)
            out.append(open).append(escaped({ &digit, 1 })).append("</span>");
    };
    draw(whole, "<span>");
    draw(fraction, "<span class=\"r\">");
    return MarkupMaker::make(out + "</span>");
}

}
