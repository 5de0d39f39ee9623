#include "documents/document_rules.h"

#include "base/text.h"

namespace portal::documents {

namespace {

std::string_view ending_of(std::string_view media_type) { return media_type == "application/pdf" ? ".pdf" : ".xml"; }

// U+0080..9F, U+200B..200F, U+2028..202E, U+2060..206F and U+FEFF: controls, line ends, joiners and marks that turn the direction of reading.
bool is_invisible(std::string_view character)
{
    auto const byte = [&](std::size_t index) { return static_cast<unsigned char>(character[index]); };
    if (character.size() == 2)
        return byte(0) == 0xC2 && byte(1) < 0xA0;
    if (character.size() != 3)
        return false;
    if (byte(0) == 0xE2 && byte(1) == 0x80)
        return (byte(2) >= 0x8B && byte(2) <= 0x8F) || (byte(2) >= 0xA8 && byte(2) <= 0xAE);
    return (byte(0) == 0xE2 && byte(1) == 0x81 && byte(2) >= 0xA0 && byte(2) <= 0xAF) || character == "\xEF\xBB\xBF";
}

std::size_t length_of(unsigned char first) { return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4; }

// The name without its ending. Not longer than that, because the ending comes behind it.
std::string cleaned(std::string_view text)
{
    if (!is_utf8(text) || has_control_characters(text))
        return {};
    std::string name;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size() && characters < file_name_length - 4;) {
        auto const character = text.substr(at, length_of(static_cast<unsigned char>(text[at])));
        at += character.size();
        if (is_invisible(character))
            continue;
        name += std::string_view { "\"<>:|?*%;$`'&#" }.find(character) == std::string_view::npos ? character : "_";
        ++characters;
    }
    auto const first = name.find_first_not_of(" .~-");
    auto const last = name.find_last_not_of(" .");
    return first == std::string::npos ? "" : name.substr(first, last - first + 1);
}

}

std::string_view media_type_taken(std::string_view given)
{
    if (given == "application/xml" || given == "text/xml")
        return "application/xml";
    return given == "application/pdf" ? given : std::string_view {};
}

std::string safe_file_name(std::string_view given, std::string_view media_type, std::string_view number)
{
    auto const ending = ending_of(media_type);
    auto const without_folder = [](std::string_view path) { return path.substr(path.find_last_of("/\\") + 1); };
    given = without_folder(given);
    if (given.size() >= ending.size() && ascii_lower(given.substr(given.size() - ending.size())) == ending)
        given.remove_suffix(ending.size());
    auto name = cleaned(given);
    if (name.empty())
        name = cleaned(replaced(replaced(std::string { number }, "/", "-"), "\\", "-"));
    return (name.empty() ? "original" : name) + std::string { ending };
}

}
