// SVG drawn on the server: the consumption chart and the meter's dial. Each says in words what it shows.
#pragma once

#include "base/quantity.h"
#include "view/format.h"
#include "view/model.h"
#include "view/texts.h"

#include <optional>
#include <string>
#include <vector>

namespace portal::view {

struct Bar {
    std::string label; // below the bar: "maj"
    Quantity worth; // not negative; drawn as its height
    std::string text; // above the bar: "12"
    bool highlighted = false;
};

struct BarChart {
    std::string id; // unique on the page, for aria-labelledby
    std::string title; // "Poraba vode po mesecih"
    std::string description; // the figures in words
    std::vector<Bar> bars;
    std::optional<Quantity> average; // drawn as a broken line
    bool warning = false; // the highlighted bar in the colour of a warning
};

Markup draw_bars(BarChart const& chart);

struct MeterPicture {
    std::string number; // the meter's own: "18-204417"
    std::string unit;
    std::string whole; // the digits to type, leading zeros included: "00412"
    std::string fraction; // the red digits; may be empty
    std::string description; // for those who cannot see it
};

// The dial with its digits; the words on it come from the texts "meter.picture.*".
Markup draw_meter(MeterPicture const& picture, Texts const& texts);
// A row of small drums, as on a dial: decoration beside the number in words.
Markup draw_drums(std::string_view whole, std::string_view fraction);

}
