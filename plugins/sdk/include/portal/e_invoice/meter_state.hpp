// A meter's old and new state in the attributes of a line. EN 16931 has no field for them; billing systems write them as item attributes
// (BT-160 and BT-161), under names of their own.
#pragma once

#include <portal/e_invoice/model.hpp>
#include <portal/numbers.hpp>

namespace portal::sdk::e_invoice {

struct MeterState {
    std::string meter; // its number; empty: the line names none
    std::string code = "1"; // of its register
    Decimal old_reading, new_reading;
};

// What the attributes are called, in large or small letters. The first one that is there counts.
struct MeterNames {
    std::vector<std::string> meter { "meter", "meter number", "števec", "stevec", "številka števca", "zählernummer" };
    std::vector<std::string> old_reading { "old reading", "previous reading", "staro stanje", "začetno stanje", "prejšnje stanje", "zählerstand alt" };
    std::vector<std::string> new_reading { "new reading", "current reading", "novo stanje", "končno stanje", "zählerstand neu" };

    std::vector<std::string> code { "register", "obis", "tariff", "tarifa" };

    MeterState state_of(Line const& line) const
    {
        MeterState state { find(line, meter), find(line, code), number(find(line, old_reading)), number(find(line, new_reading)) };
        if (state.code.empty())
            state.code = "1";
        return state;
    }

    // "1204,5 m3" as 1204.5: a comma or a point before the decimals, and a unit behind a blank. Not given when it is no number.
    static Decimal number(std::string_view text)
    {
        auto plain = std::string { text.substr(0, text.find(' ')) };
        if (auto const comma = plain.find(','); comma != std::string::npos)
            plain[comma] = '.';
        return parse_xml_decimal(plain).value_or(Decimal {});
    }

private:
    // Small letters of ASCII, Latin-1 and Latin Extended-A, as far as they stand as two bytes of UTF-8.
    static std::string small(std::string text)
    {
        for (std::size_t i = 0; i < text.size(); ++i) {
            auto const lead = static_cast<unsigned char>(text[i]);
            if (lead >= 'A' && lead <= 'Z')
                text[i] = static_cast<char>(lead + ('a' - 'A'));
            if (lead < 0xC3 || lead > 0xC5 || i + 1 == text.size())
                continue;
            auto& next = text[++i];
            auto const code = (lead & 0x1FU) << 6 | (static_cast<unsigned char>(next) & 0x3FU);
            bool const is_odd_large = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);
            if (code >= 0xC0 && code <= 0xDE && code != 0xD7)
                next = static_cast<char>(next + 0x20);
            else if (code >= 0x100 && code % 2 == (is_odd_large ? 1U : 0U))
                next = static_cast<char>(next + 1);
        }
        return text;
    }
    static std::string find(Line const& line, std::vector<std::string> const& names)
    {
        for (auto const& name : names)
            for (auto const& attribute : line.attributes)
                if (small(attribute.name) == small(name))
                    return attribute.value;
        return {};
    }
};

}
