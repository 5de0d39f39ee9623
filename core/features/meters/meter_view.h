// How a meter looks on pages: shared by the pages of this folder and the overview.
#pragma once

#include "features/meters/meter_service.h"
#include "view/charts.h"
#include "view/format.h"
#include "view/model.h"
#include "view/texts.h"

namespace portal::meters {

// The words and numbers of one language and utility.
struct Speech {
    view::Texts const& texts;
    view::Format const& format;
};

std::string meter_path(Meter const& meter); // "/meters/0123456789ABC"
std::string form_path(Meter const& meter); // "/meters/0123456789ABC/readings"
std::string meter_name(Meter const& meter, view::Texts const& texts); // "Vodomer"
std::string meter_address(Meter const& meter);
// "m³" for "m3"; other units as they are.
std::string shown_unit(std::string const& unit);
// "VT, 1.8.1"; empty for a meter's only register.
std::string register_name(Meter const& meter, Register const& one, view::Texts const& texts);
// "30.316 kWh / 54.279 kWh": what each register showed last; empty when nobody read it yet.
std::string last_text(Meter const& meter, view::Format const& format);
// The text of a key that differs by what flows: "reading.title.water", else "reading.title.other".
std::string by_medium(Meter const& meter, view::Texts const& texts, std::string const& key, view::Texts::Placeholders const& placeholders = {});
// "00412": whole units with the dial's leading zeros.
std::string on_the_dial(std::int64_t whole, int digits);

// Sets reading_open, reading_received and reading_closed, of which at most one is not false (templates' contract).
void set_reading_state(view::Model& model, Meter const& meter, Window const& window, Speech const& speech);

// What a customer is about to report.
struct Reported {
    Date read_on;
    std::int64_t consumption;
};

// {svg, note, unit_note, average, rows} of the use, of all registers together; false with fewer than two readings. `further` is drawn
// as a last, highlighted bar.
void set_chart(view::Model& model, Meter const& meter, Speech const& speech, std::optional<Reported> further = std::nullopt);

}
