// Every scheme by its name, for settings and commands that name one.
#pragma once

#include <portal/references/be_ogm.hpp>
#include <portal/references/ch_qrr.hpp>
#include <portal/references/cz_sk.hpp>
#include <portal/references/dk_fik.hpp>
#include <portal/references/ee.hpp>
#include <portal/references/fi.hpp>
#include <portal/references/hr.hpp>
#include <portal/references/nl.hpp>
#include <portal/references/no_kid.hpp>
#include <portal/references/pt_multibanco.hpp>
#include <portal/references/rf.hpp>
#include <portal/references/se_ocr.hpp>
#include <portal/references/si.hpp>

#include <span>
#include <string>
#include <string_view>

namespace portal::sdk::references {

// All three functions throw Rejected with a key "reference...." and words that say what was expected. normalise() of what normalise() or
// display() gave is the same canonical text.
struct Scheme {
    std::string_view name;
    std::string_view title;
    std::string (*normalise)(std::string_view typed);
    std::string (*display)(std::string_view canonical);
    std::string (*make)(std::string_view without_check_digits);

    bool is_valid(std::string_view typed) const
    {
        try {
            normalise(typed);
            return true;
        } catch (Rejected const&) {
            return false;
        }
    }
};

template <typename Type> constexpr Scheme scheme(std::string_view name, std::string_view title)
{
    return { name, title, [](std::string_view typed) { return Type::normalise(typed); }, Type::display, Type::make };
}

inline std::span<Scheme const> schemes()
{
    static constexpr Scheme all[] {
        scheme<Si>("SI", "Slovenia, SI00 to SI99"),
        scheme<Rf>("RF", "ISO 11649 creditor reference"),
        scheme<Hr>("HR", "Croatia, HR00 to HR99"),
        scheme<ChQrr>("CH-QRR", "Switzerland, QR reference"),
        scheme<Fi>("FI", "Finland, national reference number"),
        scheme<FiRf>("FI-RF", "Finland, reference number as ISO 11649"),
        scheme<Ee>("EE", "Estonia, viitenumber"),
        scheme<NoKid10>("NO-KID10", "Norway, KID with MOD10"),
        scheme<NoKid11>("NO-KID11", "Norway, KID with MOD11"),
        scheme<SeOcr>("SE-OCR", "Sweden, OCR reference"),
        scheme<SeOcrWithLength>("SE-OCR-LEN", "Sweden, OCR reference with a length digit"),
        scheme<BeOgm>("BE-OGM", "Belgium, structured communication"),
        scheme<Nl>("NL", "Netherlands, betalingskenmerk"),
        scheme<DkFik>("DK-FIK", "Denmark, FI card types 71, 73 and 75"),
        scheme<PtMultibanco>("PT-MB", "Portugal, Multibanco: entity;reference;amount"),
        scheme<CzVariableSymbol>("CZ-VS", "Czechia, variable symbol"),
        scheme<SkVariableSymbol>("SK-VS", "Slovakia, variable symbol"),
    };
    return all;
}

// nullptr when there is none of this name; "rf" finds RF.
inline Scheme const* find_scheme(std::string_view name)
{
    auto const wanted = in_capitals(std::string { name });
    for (auto const& one : schemes())
        if (one.name == wanted)
            return &one;
    return nullptr;
}

}
