#include "features/meters/meter_view.h"

#include "features/meters/use_rules.h"

#include <algorithm>

namespace portal::meters {

namespace {

constexpr std::size_t s_bars = 12; // as the chart says

// Of all registers together, as far as they were read on the same days. The newest first, as many as the chart has bars.
std::vector<Use> uses_together(Meter const& meter)
{
    auto const of = [](Register const& one) {
        auto found = uses(one);
        found.resize(std::min(found.size(), s_bars));
        return found;
    };
    auto sum = of(meter.registers.front());
    for (std::size_t i = 1; i < meter.registers.size(); ++i) {
        auto const more = of(meter.registers[i]);
        auto const is_alike = [](Use const& left, Use const& right) { return left.from == right.from && left.to == right.to; };
        if (meter.registers[i].unit != meter.registers.front().unit || !std::equal(sum.begin(), sum.end(), more.begin(), more.end(), is_alike))
            return {};
        for (std::size_t bar = 0; bar < sum.size(); ++bar)
            sum[bar].units += more[bar].units;
    }
    return sum;
}

// A day in the middle of the time between the two readings: the use is that of its month.
Date middle(Use const& use) { return add_days(use.from, days_between(use.from, use.to) / 2); }

}

std::string meter_path(Meter const& meter) { return "/meters/" + meter.id.text(); }

std::string form_path(Meter const& meter) { return meter_path(meter) + "/readings"; }

std::string by_medium(Meter const& meter, view::Texts const& texts, std::string const& key, view::Texts::Placeholders const& placeholders)
{
    return texts.get_or(key + "." + meter.medium, key + ".other", placeholders);
}

std::string meter_name(Meter const& meter, view::Texts const& texts) { return by_medium(meter, texts, "meter.name"); }

std::string meter_address(Meter const& meter)
{
    return meter.street + (meter.town.empty() ? "" : ", " + (meter.postal_code.empty() ? "" : meter.postal_code + " ") + meter.town);
}

std::string register_name(Meter const& meter, Register const& one, view::Texts const& texts)
{
    return meter.registers.size() == 1 ? std::string {} : texts.get_or("meter.register." + one.code, "meter.register.other", { { "register", one.code } });
}

std::string last_text(Meter const& meter, view::Format const& format)
{
    std::string all;
    for (auto const& one : meter.registers)
        if (auto const last = one.last())
            all += (all.empty() ? "" : " / ") + format.quantity(Quantity { last->value.whole() }, shown_unit(one.unit));
    return all;
}

std::string shown_unit(std::string const& unit) { return unit == "m3" ? "m³" : unit; }

std::string on_the_dial(std::int64_t whole, int digits)
{
    auto text = std::to_string(whole);
    if (text.size() < static_cast<std::size_t>(digits))
        text.insert(0, static_cast<std::size_t>(digits) - text.size(), '0');
    return text;
}

void set_reading_state(view::Model& model, Meter const& meter, Window const& window, Speech const& speech)
{
    auto const& [texts, format] = speech;
    model.set("reading_open", false).set("reading_received", false).set("reading_closed", false);
    auto const& first = meter.registers.front();
    if (!window.start) {
        view::Model closed;
        closed.set("text",
            texts.get(
                "overview.reading.closed", { { "from", format.day_and_month(window.next_opening) }, { "to", format.day_and_month(window.next_closing) } }));
        model.set("reading_closed", std::move(closed));
    } else if (first.submitted) {
        view::Model received;
        received.set("url", form_path(meter));
        std::string value;
        for (auto const& one : meter.registers)
            if (one.submitted)
                value += (value.empty() ? "" : " / ") + format.quantity(one.submitted->value, shown_unit(one.unit));
        received.set("value", value);
        received.set("date", format.date(first.submitted->read_on));
        received.set("can_change", true);
        received.set("until", format.day_and_month(*window.end));
        model.set("reading_received", std::move(received));
    } else {
        view::Model open;
        open.set("url", form_path(meter));
        open.set("title", texts.get("overview.reading.open", { { "until", format.day_and_month(*window.end) } }));
        open.set("meter", meter_name(meter, texts) + " " + meter.number);
        open.set("last", last_text(meter, format));
        open.set("last_date", first.last() ? format.date(first.last()->read_on) : std::string {});
        model.set("reading_open", std::move(open));
    }
}

void set_chart(view::Model& model, Meter const& meter, Speech const& speech, std::optional<Reported> further)
{
    auto const& [texts, format] = speech;
    auto const unit = shown_unit(meter.registers.front().unit);
    auto found = uses_together(meter);
    if (found.size() < 2) {
        model.set("chart", false);
        return;
    }
    std::ranges::reverse(found);
    view::BarChart chart;
    chart.id = "use-" + meter.id.text();
    chart.title = texts.get("chart.title");
    std::string list;
    std::vector<view::Model> rows;
    std::int64_t sum = 0;
    for (auto const& use : found) {
        auto const text = format.quantity(Quantity { use.units }, unit);
        chart.bars.push_back({ format.short_month(middle(use)), Quantity { use.units }, format.integer(use.units), false });
        list += (list.empty() ? "" : ", ") + format.month(middle(use)) + " " + text;
        view::Model row;
        row.set("month", format.month(middle(use)));
        row.set("value", text);
        rows.push_back(std::move(row));
        sum += use.units;
    }
    std::reverse(rows.begin(), rows.end());
    chart.description = texts.get("chart.description", { { "list", list } });
    if (further) {
        chart.bars.push_back({ format.short_month(further->read_on), Quantity { further->consumption }, format.integer(further->consumption), true });
        chart.warning = true;
    } else
        chart.bars.back().highlighted = true;
    auto const average = sum / static_cast<std::int64_t>(found.size());
    chart.average = Quantity { average };
    view::Model shown;
    shown.set("svg", view::draw_bars(chart));
    shown.set("note", "");
    shown.set("unit_note", texts.get("chart.months", { { "unit", unit } }));
    shown.set("average", true);
    shown.set("rows", std::move(rows));
    model.set("chart", std::move(shown));
}

}
