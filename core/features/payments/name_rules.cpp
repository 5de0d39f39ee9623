#include "features/payments/name_rules.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <vector>

namespace portal::payments {

namespace {

// What Unicode does not take apart, as banks without these letters write it.
std::string_view written_out(UChar32 c)
{
    switch (c) {
    case U'đ': return "d";
    case U'ø': return "o";
    case U'ł': return "l";
    case U'ß': return "ss";
    case U'æ': return "ae";
    case U'œ': return "oe";
    case U'ı': return "i";
    default: return {};
    }
}

}

std::string folded_name(std::string_view name)
{
    UErrorCode status = U_ZERO_ERROR;
    auto const* const normalizer = icu::Normalizer2::getNFKDInstance(status);
    if (U_FAILURE(status))
        return {};
    auto const apart = normalizer->normalize(icu::UnicodeString::fromUTF8({ name.data(), static_cast<std::int32_t>(name.size()) }), status);
    if (U_FAILURE(status))
        return {};
    std::vector<std::string> words(1);
    for (std::int32_t at = 0; at < apart.length(); at = apart.moveIndex32(at, 1)) {
        auto const c = u_tolower(apart.char32At(at));
        if (u_getCombiningClass(c) != 0)
            continue;
        if (auto const letters = written_out(c); !letters.empty())
            words.back() += letters;
        else if (u_isalnum(c))
            icu::UnicodeString { c }.toUTF8String(words.back());
        else if (!words.back().empty())
            words.emplace_back();
    }
    std::sort(words.begin(), words.end());
    std::string folded;
    for (auto const& word : words)
        if (!word.empty())
            folded += (folded.empty() ? "" : " ") + word;
    return folded;
}

}
