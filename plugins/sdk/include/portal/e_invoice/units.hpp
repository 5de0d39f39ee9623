// Units as customers know them, by their codes in UN/ECE recommendations 20 and 21.
#pragma once

#include <string_view>

namespace portal::sdk::e_invoice {

// A code that is not known is shown as it is.
inline std::string_view shown_unit(std::string_view code)
{
    struct Unit {
        std::string_view code, shown;
    };
    static constexpr Unit units[] { { "KWH", "kWh" }, { "MWH", "MWh" }, { "WHR", "Wh" }, { "GJ", "GJ" }, { "KWT", "kW" }, { "MAW", "MW" }, { "K3", "kvarh" },
        { "MTQ", "m³" }, { "NM3", "Nm³" }, { "LTR", "l" }, { "MTK", "m²" }, { "KGM", "kg" }, { "TNE", "t" }, { "HUR", "h" }, { "DAY", "d" }, { "MON", "mo" },
        { "ANN", "a" }, { "C62", "" }, { "H87", "" }, { "PCE", "" }, { "EA", "" } };
    for (auto const& unit : units)
        if (unit.code == code)
            return unit.shown;
    return code;
}

}
